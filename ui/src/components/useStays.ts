import { useEffect, useRef } from "react";

/**
 * The desktop asks its hidden page, before it lets it go to spare its memory, whether all that matters is on the server. The page stays
 * while `holds` answers that something is kept nowhere else.
 */
export function useStays(holds: () => boolean): void {
  const current = useRef(holds);
  current.current = holds;
  useEffect(() => {
    const answer = (event: Event): void => {
      if (current.current()) event.preventDefault();
    };
    window.addEventListener("docket:let-go", answer);
    return () => window.removeEventListener("docket:let-go", answer);
  }, []);
}
