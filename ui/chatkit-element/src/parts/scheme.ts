import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The colour scheme in force, for colours that a widget gives per scheme. */
export const SchemeContext = createContext<"light" | "dark">("light");

export function useScheme(): "light" | "dark" {
  return useContext(SchemeContext);
}
