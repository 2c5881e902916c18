import { en, type Words } from "./en";

/** The catalogue in use. One language so far; the next one is chosen here. */
export const words: Words = en;

/** Whether the keys are those of a Mac, where ⌘ stands for Ctrl. */
export const onMac: boolean = /mac|iphone|ipad/i.test(navigator.platform);

/** The command key's name on this system: `⌘` or `Ctrl`. */
export const commandKey: string = onMac ? words.mac.command : words.other.command;
