import { useEffect } from "react";
import { useUiState } from "../api/uiState";
import { useMedia } from "../components/useMedia";

/** The colours in use: as set, or as the system has them. Puts them on the root, and the density, where theme.css looks. */
export function useTheme(): "light" | "dark" {
  const wish = useUiState((state) => state.theme ?? "system");
  const isDark = useMedia("(prefers-color-scheme: dark)");
  useEffect(() => {
    if (wish === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = wish;
  }, [wish]);
  const density = useUiState((state) => state.density ?? "comfortable");
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  if (wish !== "system") return wish;
  return isDark ? "dark" : "light";
}
