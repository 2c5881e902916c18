import { begin } from "./begun";

/** Imported before everything else: modules are run in the order in which they are imported. */
export const begun = begin("quick-add");
