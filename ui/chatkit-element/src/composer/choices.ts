import type { ModelOption, ToolOption } from "@openai/chatkit";
import type { ChatState } from "../store/state";

/** The tool that is chosen, if the options still have it. */
export function chosenTool(state: ChatState): ToolOption | null {
  return state.options.composer?.tools?.find((tool) => tool.id === state.toolId) ?? null;
}

/**
 * Id of the model the next message asks for: the chosen one, else the default of the options, else the first that may be chosen. What is
 * shown is what is sent. Without a list of models it is whatever the page has set.
 */
export function chosenModel({ options, modelId }: ChatState): string | null {
  const models = options.composer?.models ?? [];
  if (models.length === 0) return modelId;
  return shownModel(models, modelId)?.id ?? null;
}

export function shownModel(models: readonly ModelOption[], modelId: string | null): ModelOption | null {
  const open = models.filter((model) => !model.disabled);
  return open.find((model) => model.id === modelId) ?? open.find((model) => model.default) ?? open[0] ?? null;
}
