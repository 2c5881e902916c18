import { useState } from "react";
import { sentenceOf } from "../../api/error";

export interface Action {
  isBusy: boolean;
  /** Why the last try did not do it. */
  problem: string | null;
  run(work: () => Promise<void>): void;
}

/** One thing at a time, and a sentence where it could not be done. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    isBusy,
    problem,
    run(work) {
      if (isBusy) return;
      setBusy(true);
      setProblem(null);
      work().then(
        () => setBusy(false),
        (error: unknown) => {
          setBusy(false);
          setProblem(sentenceOf(error));
        },
      );
    },
  };
}
