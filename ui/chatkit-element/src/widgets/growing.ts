import { createContext } from "preact";

/** Whether the widget is still being sent: only then does a text that says `streaming` grow. */
export const GrowingContext = createContext(false);
