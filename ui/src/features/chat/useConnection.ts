import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { SettingsPatch } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";
import { notify } from "../../components/notices";

export interface ConnectionActions {
  /** Has the built-in assistant answer from now on, and with the message that a model is being asked for. */
  chooseBuiltIn(onDone: () => void): void;
  chooseModel(model: string, onDone: () => void): void;
  /** Ends what a model is answering. */
  stop(): void;
  /** Whether the model is there, asked now. */
  isThere(): Promise<boolean>;
}

/** Changes of the connection from beside the chat. What is refused is said as a notice. */
export function useConnection(): ConnectionActions {
  const api = useApi();
  const client = useQueryClient();
  return useMemo(() => {
    const say = (error: unknown): void => notify({ tone: "mind", text: sentenceOf(error) });
    const readAgain = (): void => {
      for (const key of ["app", "settings", "assistant"]) void client.invalidateQueries({ queryKey: [key] });
    };
    const save = (patch: SettingsPatch, onDone: () => void): void => {
      api.patchSettings(patch).then(() => {
        onDone();
        readAgain();
      }, say);
    };
    return {
      chooseBuiltIn: (onDone) => save({ provider: "rules" }, onDone),
      chooseModel: (model, onDone) => save({ model }, onDone),
      stop: () => void api.stopAnswer().catch(say),
      async isThere() {
        try {
          const { ok } = await api.testConnection();
          readAgain();
          return ok;
        } catch (error) {
          say(error);
          return false;
        }
      },
    };
  }, [api, client]);
}
