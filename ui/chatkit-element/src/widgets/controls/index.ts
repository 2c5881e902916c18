import type { ComponentType } from "preact";
import type { WidgetNode } from "../../wire/protocol";
import { Button } from "./Button";
import { Checkbox } from "./Checkbox";

export { ActionButton } from "./ActionButton";

/** The view of each node that a person can use, by its type. */
export const CONTROLS: Readonly<Record<string, ComponentType<{ node: WidgetNode }>>> = { Button, Checkbox };
