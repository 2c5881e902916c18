import { renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { flushUiState, setUiState, startUiState } from "../api/uiState";
import { useStays } from "../components/useStays";
import { holdsUnsaved } from "./holdsUnsaved";
import { openSettings } from "./openSettings";

/** As the desktop asks. */
const canGo = (): boolean => window.dispatchEvent(new Event("docket:let-go", { cancelable: true }));

afterEach(() => {
  openSettings(null);
  document.body.replaceChildren();
  startUiState({}, async () => undefined);
});

describe("a hidden page", () => {
  it("goes while it holds nothing, and stays while settings are open or a field is being filled", () => {
    const { unmount } = renderHook(() => useStays(holdsUnsaved));
    expect(canGo()).toBe(true);
    openSettings("assistant");
    expect(canGo()).toBe(false);
    openSettings(null);
    const field = document.createElement("input");
    document.body.append(field);
    field.focus();
    expect(canGo(), "an empty field").toBe(true);
    field.value = "Hou";
    expect(canGo()).toBe(false);
    field.blur();
    expect(canGo(), "left").toBe(true);
    openSettings("general");
    unmount();
    expect(canGo(), "nobody is asked any more").toBe(true);
  });

  it("stays while how it looks could not be written", async () => {
    renderHook(() => useStays(holdsUnsaved));
    startUiState({}, () => Promise.reject(new Error("disk full")));
    setUiState({ view: "inbox" });
    await flushUiState(true);
    expect(canGo()).toBe(false);
    startUiState({}, async () => undefined);
    setUiState({ view: "inbox" });
    await flushUiState(true);
    expect(canGo(), "written").toBe(true);
  });
});
