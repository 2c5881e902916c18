import { useEffect, useState } from "react";
import { sentenceOf } from "../../api/error";
import type { Place } from "../../api/place";
import { useLists } from "../../api/queries";
import { Explain } from "../../components/Explain";
import { words } from "../../words/words";

/** Nothing is shown for so long; then a still shape; then a sentence. */
const SHAPE_MS = 300;
const SENTENCE_MS = 10_000;

interface Props {
  place: Place;
  isLoading: boolean;
  error: unknown;
  isEmpty: boolean;
  onRetry(): void;
  /** Looks for the same words in more places; absent where it has looked everywhere. */
  onWiden?: (() => void) | undefined;
}

/** What stands where rows would: an empty place's sentence, a shape while reading, or what went wrong. */
export function ListState({ place, isLoading, error, isEmpty, onRetry, onWiden }: Props) {
  const lists = useLists();
  if (!isEmpty) return null;
  if (error) {
    return (
      <div className="list-state" role="alert">
        <p className="text-muted">
          {words.list.failed} {sentenceOf(error)}
        </p>
        <button type="button" className="button" onClick={onRetry}>
          {words.list.retry}
        </button>
      </div>
    );
  }
  if (isLoading) return <Waiting />;
  if (place.kind === "search") return <NothingFound words={place.words} inList={place.list !== undefined} onWiden={onWiden} />;
  return (
    <div className="list-state">
      <Explain sentence={emptySentence(place, lists.find((list) => place.kind === "list" && list.id === place.id)?.name ?? "")} />
    </div>
  );
}

function NothingFound({ words: wanted, inList, onWiden }: { words: string; inList: boolean; onWiden: (() => void) | undefined }) {
  return (
    <div className="list-state" role="status">
      <p className="text-muted">
        {words.search.nothing(wanted)}{" "}
        {onWiden ? (
          <button type="button" className="link" onClick={onWiden}>
            {inList ? words.search.wider : words.search.more}
          </button>
        ) : null}
      </p>
    </div>
  );
}

function Waiting() {
  const [waited, setWaited] = useState(0);
  useEffect(() => {
    const shape = setTimeout(() => setWaited(SHAPE_MS), SHAPE_MS);
    const sentence = setTimeout(() => setWaited(SENTENCE_MS), SENTENCE_MS);
    return () => {
      clearTimeout(shape);
      clearTimeout(sentence);
    };
  }, []);
  if (waited < SHAPE_MS) return null;
  return (
    <div className="list-shape" aria-busy="true">
      {waited >= SENTENCE_MS ? <p className="list-note">{words.list.loading}</p> : null}
      <i />
      <i />
      <i />
    </div>
  );
}

function emptySentence(place: Place, list: string): readonly [string, string, string] {
  switch (place.kind) {
    case "list":
      return words.empty.list(list);
    case "label":
      return words.empty.label(place.name);
    case "search":
      return words.empty.search(place.words);
    default:
      return words.empty[place.kind];
  }
}
