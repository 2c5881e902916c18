import { createContext } from "preact";

/** What the text around a document allows and wants. */
export interface MarkdownSurroundings {
  imageDomains: readonly string[] | null;
  onDeeplink: (name: string, data: Record<string, string>) => void;
}

export const Surroundings = createContext<MarkdownSurroundings>({ imageDomains: null, onDeeplink: () => undefined });

/** What the nodes of one document share. */
export interface Sharing {
  /** Addresses of link definitions, by label. */
  definitions: ReadonlyMap<string, string>;
  /** Numbers of footnotes, by identifier. */
  notes: ReadonlyMap<string, number>;
  /** The mark of a source was pressed. */
  onMark: (number: number) => void;
}

export const Shared = createContext<Sharing>({ definitions: new Map(), notes: new Map(), onMark: () => undefined });
