// Scenes of the chat's plans, the settings, and of everything that can fail.
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { row } from "../support/browser.mjs";
import { call, cut, silence, status, text } from "../support/model.mjs";
import { openSettings } from "../support/settings.mjs";

const OVERDUE = ["Pay the electricity bill", "Return the library books", "Answer Ines about the lease"];
const WAITING = [
  "Submit the receipts from the Lisbon trip",
  "Buy flour, butter, two lemons and baking paper",
  "Read chapter 4, “Storage and Retrieval”",
];

async function connected(stage, settings) {
  await stage.serve();
  await stage.connect(settings);
  await stage.open();
  await stage.showChat();
}

/** Six changes that wait for a word, one of them left out. */
async function proposal(stage) {
  await connected(stage);
  const ids = await stage.ids(...OVERDUE, ...WAITING);
  stage.model.answer(
    call("reschedule_task", { ids, due: { date: "2026-11-23", weekday: "Monday", time: null } }),
    text("Three are late and three can wait: all six would be on Monday. Nothing changes until you apply it."),
  );
  await stage.ask("Clear up my Saturday. Keep the talk and anything with a time.");
  await stage.page.getByRole("button", { name: "Apply 6 changes" }).waitFor();
  await stage.page.getByRole("checkbox", { name: "Include Buy flour" }).click();
  await stage.page.getByRole("button", { name: "Apply 5 changes" }).waitFor();
}

/** A plan that was applied, and a list whose boxes and dates work. */
async function cards(stage) {
  await stage.serve();
  await stage.open();
  await stage.showChat();
  await stage.ask("what's due today?");
  await stage.chat.getByRole("checkbox", { name: "Complete Pay the electricity bill" }).waitFor();
  await stage.chat.getByRole("button", { name: "Retry" }).waitFor();
}

/** A failure of the model, and the sentence that the chat says of it. */
const failing = (answers, sentence, settings) => async (stage) => {
  await connected(stage, settings);
  stage.model.answer(...answers);
  await stage.ask("Plan my afternoon around the talk");
  await stage.said(sentence);
};

async function noKey(stage) {
  await stage.serve();
  await stage.docket.request("PATCH", "/api/v1/settings", { provider: "openai", fallback: false });
  await stage.open();
  await stage.showChat();
  await stage.ask("Plan my afternoon around the talk");
  await stage.said(/No API key yet/);
}

async function unreachable(stage) {
  await connected(stage, { fallback: false });
  await stage.model.close();
  await stage.ask("Plan my afternoon around the talk");
  await stage.said(/cannot be reached\./);
}

/** The server is asked how long the model has been silent; here it says half a minute, so that nobody has to wait for it. */
async function slow(stage) {
  await stage.serve();
  await stage.connect();
  await stage.open();
  await stage.page.route("**/api/v1/assistant", async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), slow_s: 30 } });
  });
  await stage.showChat();
  stage.model.answer(silence());
  await stage.ask("Plan my afternoon around the talk");
  await stage.page.getByText("qwen3:14b has said nothing for 30 s. It may still be loading.").waitFor();
}

async function damaged(stage) {
  await rm(join(stage.dataDir, "backups"), { recursive: true, force: true });
  const file = await open(join(stage.dataDir, "docket.sqlite3"), "r+");
  await file.write(Buffer.alloc(100), 0, 100, 0);
  await file.close();
  await stage.serve();
  await stage.open();
  await stage.page
    .getByRole("alert")
    .filter({ hasText: "The list file is damaged" })
    .getByText(/missing here/)
    .waitFor();
}

async function offline(stage) {
  await stage.serve();
  await stage.open();
  await row(stage.page, OVERDUE[0]).waitFor();
  if (!stage.isTabbed) await stage.composer.waitFor();
  await stage.docket.stop();
  await stage.page.getByRole("alert").filter({ hasText: "The connection to Docket’s own server broke off." }).waitFor();
}

async function fullDisk(stage) {
  await stage.serve();
  await stage.open();
  const body = { error: { code: "DISK_FULL", type: "Unavailable", message: "The disk is full." }, timestamp: "2026-11-21T09:04:00Z" };
  await stage.page.route("**/api/v1/**", (route) =>
    route.request().method() === "GET" || route.request().url().includes("preview")
      ? route.fallback()
      : route.fulfill({ status: 507, json: body }),
  );
  const field = stage.page.getByRole("textbox", { name: "Add a task" });
  if (!stage.isTabbed) await stage.composer.waitFor();
  await field.fill("Buy a larger disk");
  await field.press("Enter");
  await stage.page.getByRole("alert").filter({ hasText: "The disk is full, so nothing can be saved." }).waitFor();
}

async function settings(stage, section) {
  await stage.serve();
  await stage.open();
  await stage.page.getByRole("textbox", { name: "Add a task" }).waitFor();
  if (stage.hasDrawer) return settingsInDrawer(stage, section);
  await openSettings(stage.page, section);
}

async function settingsInDrawer({ page }, section) {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+,");
  await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
  await page
    .getByRole("button", { name: "Places" })
    .or(page.getByRole("button", { name: "Settings" }))
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: section, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: section, exact: true }).waitFor();
}

async function server(stage) {
  await stage.serve();
  await stage.connect();
  await stage.open();
  await stage.page.getByRole("textbox", { name: "Add a task" }).waitFor();
  if (stage.hasDrawer) await settingsInDrawer(stage, "Assistant");
  else await openSettings(stage.page, "Assistant");
  await stage.page.getByRole("button", { name: "Test connection" }).click();
  await stage.page.getByText("It works.").waitFor();
}

const SECTIONS = ["General", "Assistant", "Chat widget", "Data", "Privacy", "Other programs", "About"];
const TYPICAL = ["typical"];
const failures = {
  key: failing([status(401, "invalid_api_key", "no")], /wants a key/, { fallback: false }),
  quota: failing([status(429, "insufficient_quota", "no")], /no credit left/),
  broken: failing(
    [cut("The outline is the largest piece and has a fixed time, so I would keep 14:00 to 16:00 for it. Before that there is room for ")],
    /broke off/,
  ),
  model: failing([status(404, "model_not_found", "model 'qwen3:32b' not found")], /This server has no model/, { model: "qwen3:32b" }),
  long: failing([status(400, "context_length_exceeded", "too long")], /longer than the model can read/),
  "no-key": noKey,
  unreachable,
  slow,
  damaged,
  offline,
  disk: fullDisk,
};

const prefixed = (prefix, entries) => Object.fromEntries(entries.map(([name, play]) => [`${prefix}-${name}`, { data: TYPICAL, play }]));

export const otherScenes = {
  proposal: { data: TYPICAL, play: proposal },
  cards: { data: TYPICAL, play: cards },
  ...prefixed("error", Object.entries(failures)),
  "settings-server": { data: TYPICAL, play: server },
  ...prefixed(
    "settings",
    SECTIONS.map((section) => [section.toLowerCase().replaceAll(" ", "-"), (stage) => settings(stage, section)]),
  ),
};
