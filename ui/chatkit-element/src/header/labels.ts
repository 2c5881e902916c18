import type { HeaderIcon } from "@openai/chatkit";
import type { TextKey } from "../i18n";

/** What a button with this icon is for, as far as the icon tells: the options have no name for it. */
const LABELS: readonly [RegExp, TextKey][] = [
  [/^(sidebar|collapse-(left|right)$|open-)/, "icon.sidebar"],
  [/^(back|double-chevron-left)/, "icon.back"],
  [/^double-chevron-right/, "icon.forward"],
  [/^home/, "icon.home"],
  [/^expand/, "icon.expand"],
  [/^collapse/, "icon.collapse"],
  [/^star/, "icon.star"],
  [/^bug/, "icon.bug"],
  [/^chat-temporary/, "icon.temporary"],
  [/^settings/, "icon.settings"],
  [/^grid/, "icon.grid"],
  [/^dots/, "icon.more"],
  [/^(menu|hamburger)/, "icon.menu"],
  [/^history/, "header.history"],
  [/^book/, "icon.guide"],
  [/^compose/, "icon.compose"],
  [/^share/, "icon.share"],
  [/^light/, "icon.light"],
  [/^dark/, "icon.dark"],
  [/^close/, "icon.close"],
];

export function labelOf(icon: HeaderIcon): TextKey {
  return LABELS.find(([pattern]) => pattern.test(icon))?.[1] ?? "icon.more";
}
