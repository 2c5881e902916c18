/** Sizes of the packages that `scripts/bundle` made. */

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { most, row } from "../support/figures.mjs";

export const name = "installers";

export async function measure() {
  const folder = process.env.DOCKET_BUNDLES;
  const files = readdirSync(folder, { recursive: true }).filter((path) => /\.(deb|rpm|AppImage)$/.test(path));
  if (files.length === 0) throw new Error(`no package in ${folder}: scripts/bundle makes one`);
  return files.map((path) => {
    const kind = path.split(".").at(-1);
    return row({
      what: `installer, ${kind}`,
      figure: statSync(join(folder, path)).size / 1e6,
      unit: "MB",
      budgets: [most(kind === "AppImage" ? 90 : 15, "MB")],
    });
  });
}
