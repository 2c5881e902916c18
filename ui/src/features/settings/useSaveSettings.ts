import { useQueryClient } from "@tanstack/react-query";
import type { SettingsPatch } from "../../api/client";
import { useApi } from "../../api/queries";
import type { Settings } from "../../api/types";

export interface SaveSettings {
  /** Shows what the server made of it. */
  save(patch: SettingsPatch): Promise<void>;
  /** Shows it at once, and what was before where the server refuses. */
  tryOut(patch: SettingsPatch): Promise<void>;
}

/** Changes settings. Rejects with what the server says. */
export function useSaveSettings(): SaveSettings {
  const api = useApi();
  const client = useQueryClient();
  const save = async (patch: SettingsPatch): Promise<void> => {
    client.setQueryData(["settings"], await api.patchSettings(patch));
    await Promise.all(["app", "assistant", "key"].map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
  return {
    save,
    async tryOut(patch) {
      const before = client.getQueryData<Settings>(["settings"]);
      if (before) client.setQueryData<Settings>(["settings"], { ...before, ...patch });
      try {
        await save(patch);
      } catch (error) {
        client.setQueryData(["settings"], before);
        throw error;
      }
    },
  };
}
