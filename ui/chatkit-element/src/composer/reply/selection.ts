type WithShadow = Selection & { getComposedRanges?: (options: { shadowRoots: ShadowRoot[] }) => StaticRange[] };

/** What is selected inside a shadow root, as a range; null when nothing is, or something outside of it. */
export function selectedWithin(root: ShadowRoot): Range | null {
  // Chromium has a selection per root; WebKit and Firefox tell the ranges of the document's.
  const own = (root as ShadowRoot & { getSelection?: () => Selection | null }).getSelection?.();
  const selection = own ?? document.getSelection();
  if (!selection) return null;
  const [composed] = own ? [] : ((selection as WithShadow).getComposedRanges?.({ shadowRoots: [root] }) ?? []);
  const found = composed ?? (selection.rangeCount > 0 ? selection.getRangeAt(0) : null);
  if (!found || (found.startContainer === found.endContainer && found.startOffset === found.endOffset)) return null;
  if (!root.contains(found.startContainer) || !root.contains(found.endContainer)) return null;
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range;
}
