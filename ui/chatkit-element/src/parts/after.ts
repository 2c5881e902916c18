import { useEffect, useState } from "preact/hooks";

/** False, and true once `ms` have passed since the view was made or `since` became another value. */
export function useAfter(ms: number, since: unknown): boolean {
  const [passed, setPassed] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another `since` starts the time anew
  useEffect(() => {
    setPassed(false);
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms, since]);
  return passed;
}
