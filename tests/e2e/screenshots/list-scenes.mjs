// Scenes of the list: places, rows and their states, the sheet, search, the palette, quick add.
import { row } from "../support/browser.mjs";
import { grab, holdOver } from "../support/drag.mjs";
import { call, hanging, text } from "../support/model.mjs";

const OUTLINE = "Write the outline of the talk";
const LONG = "Compare the three offers";
const everyRow = (page) => page.locator("[role=row][data-task]").first();

const MOVED = "The dentist is now on **Friday 27 November** at 11:30. Two things are left for work. The receipts take a quarter of an hour";

/** Today with all that can be in it: a line being typed, a task just finished, a row under the pointer, a chat that changed a task. */
async function main(stage) {
  await moveTheDentist(stage, text(`${MOVED}.`));
  await stage.chat.getByRole("button", { name: "Undo" }).waitFor();
  await stage.chat.getByRole("button", { name: "Retry" }).first().waitFor();
  await stage.showTasks();
  const { page } = stage;
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await row(page, "Call the dentist").waitFor({ state: "detached" });
  await page.getByRole("checkbox", { name: "Complete Morning run" }).click();
  await page.getByRole("textbox", { name: "Add a task" }).fill("Pay rent every month on the 1st 9am #Home @bills p1");
  await page.getByRole("button", { name: "Leave Priority 1 as text" }).waitFor();
  await row(page, "Buy flour").hover();
  await page.locator(".undo-ring").waitFor();
}

/** An answer that is on its way. */
async function streaming(stage) {
  await moveTheDentist(stage, hanging(`${MOVED}, so I would do them before the outline at `));
  await stage.chat.getByText("before the outline at").first().waitFor();
}

async function moveTheDentist(stage, answer) {
  await stage.serve();
  await stage.connect();
  const [dentist] = await stage.ids("Call the dentist");
  await stage.open();
  await stage.showChat();
  stage.model.answer(
    call("reschedule_task", { ids: [dentist], due: { date: "2026-11-27", weekday: "Friday", time: "11:30" } }),
    call("list_tasks", { list: "Work", due_until: "2026-11-21" }),
    answer,
  );
  await stage.ask("Move the dentist to Friday and show me the work that is left today");
}

async function today(stage) {
  await stage.serve();
  await stage.open();
  await everyRow(stage.page).waitFor();
}

async function place(stage, name) {
  await stage.serve();
  await stage.open();
  await stage.place(name);
  await everyRow(stage.page).waitFor();
}

async function upcoming(stage) {
  await place(stage, "Upcoming");
  if (stage.dataKind !== "typical") return;
  await row(stage.page, "Repot the fig tree").waitFor();
  await grab(stage.page, "Repot the fig tree");
  await holdOver(stage.page, row(stage.page, "Scan the lease"), 0.8);
  await stage.page.locator(".drop-line").waitFor();
}

async function task(stage) {
  await stage.serve();
  const [id] = await stage.ids(OUTLINE);
  await stage.docket.request("PATCH", `/api/v1/tasks/${id}`, { labels: ["15min"] });
  await stage.open();
  await row(stage.page, OUTLINE).getByText(OUTLINE).click();
  const sheet = stage.page.getByRole("dialog", { name: `Task: ${OUTLINE}` });
  await sheet.getByText("2 of 5 done").waitFor();
  await sheet.getByText(/^Added/).waitFor();
}

async function longTask(stage) {
  await stage.serve();
  await stage.open();
  await stage.place("Home");
  await row(stage.page, LONG).getByText(LONG).click();
  await stage.page
    .getByRole("dialog", { name: /^Task: Compare/ })
    .getByText(/^Added/)
    .waitFor();
  await stage.page.getByRole("button", { name: /^Due:/ }).last().click();
  await stage.page
    .getByRole("grid", { name: /November/ })
    .or(stage.page.locator(".month"))
    .first()
    .waitFor();
}

/** Waits until everything that is marked is the whole of what was typed: before that it is an answer to a part of it. */
function marks(page, selector, words) {
  return page.waitForFunction(
    ([selector, words]) => {
      const found = [...document.querySelectorAll(selector)].map((mark) => mark.textContent.toLowerCase());
      return found.length > 0 && found.every((mark) => mark === words);
    },
    [selector, words],
  );
}

async function search(stage) {
  await today(stage);
  await stage.page.keyboard.press("/");
  const words = stage.dataKind === "many" ? "book" : "lease";
  await stage.page.keyboard.type(words);
  await marks(stage.page, ".task-row mark", words);
}

async function searchInVain(stage) {
  await stage.serve();
  await stage.open();
  await stage.page.getByRole("textbox", { name: "Add a task" }).waitFor();
  await stage.page.keyboard.press("/");
  await stage.page.keyboard.type("leese");
  await stage.page
    .getByText(/Nothing found for “leese”/)
    .first()
    .waitFor();
}

async function palette(stage) {
  await today(stage);
  await stage.page.keyboard.press("Control+k");
  await stage.page.getByRole("combobox", { name: "Find tasks, places, commands" }).waitFor();
  const words = stage.dataKind === "many" ? "book" : "talk";
  await stage.page.keyboard.type(words);
  await marks(stage.page, ".palette-item mark", words);
}

async function keyboard(stage) {
  await stage.serve();
  await stage.open();
  await stage.page.getByRole("textbox", { name: "Add a task" }).waitFor();
  await stage.page.keyboard.press("?");
  await stage.page.getByRole("dialog", { name: "Keyboard" }).waitFor();
}

/** Two rows selected, the cursor on a third, and the bar of what can be done with them. */
async function selected(stage) {
  await today(stage);
  await row(stage.page, "Water the plants").waitFor();
  await stage.page.keyboard.press("j");
  await stage.page.keyboard.press("j");
  await stage.page.keyboard.press("x");
  await stage.page.keyboard.press("Shift+J");
  await stage.page.keyboard.press("j");
  await stage.page.getByRole("toolbar", { name: "Selected tasks" }).getByText("2 selected").waitFor();
}

/** A title being edited in its row. */
async function editing(stage) {
  await today(stage);
  await stage.page.keyboard.press("j");
  await stage.page.keyboard.press("F2");
  await stage.page.locator(".title-field").waitFor();
}

async function menu(stage) {
  await today(stage);
  await row(stage.page, "Water the plants").click({ button: "right" });
  await stage.page.getByRole("menu").waitFor();
}

/** Everything a row gives way with: the whole list of Home. */
const rows = (stage) => place(stage, "Home");

async function drawer(stage) {
  await today(stage);
  await stage.page.getByRole("button", { name: "Places" }).click();
  await stage.page.getByRole("dialog").waitFor();
}

async function chatTab(stage) {
  await stage.serve();
  await stage.open();
  await stage.showChat();
  await stage.ask("move call the dentist to friday");
  await stage.chat.getByRole("button", { name: "Undo" }).waitFor();
  await stage.chat.getByRole("button", { name: "Retry" }).waitFor();
}

async function quickAdd(stage) {
  await stage.serve();
  await stage.open("/quick-add.html", { width: Math.min(640, stage.width), height: 360 });
  await stage.page.getByRole("textbox", { name: "Quick add" }).waitFor();
  await stage.page.keyboard.type("Read the book Monday Starts tomorrow #Reading p2");
  await stage.page.getByRole("button", { name: "Leave Priority 2 as text" }).waitFor();
}

async function pasted(stage) {
  await stage.serve();
  await stage.open("/quick-add.html", { width: Math.min(640, stage.width), height: 360 });
  const field = stage.page.getByRole("textbox", { name: "Quick add" });
  await field.click();
  await field.evaluate((element) => {
    const data = new DataTransfer();
    data.setData("text/plain", "- Bread\n- Butter tomorrow p2\n- Call the plumber friday 9am @calls");
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await stage.page.getByRole("checkbox", { name: "Call the plumber" }).waitFor();
}

async function empty(stage) {
  await stage.serve();
  await stage.open();
  await stage.page.getByText("Nothing due today.").waitFor();
  if (!stage.isTabbed) await stage.composer.waitFor();
}

async function emptyPlace(stage, name, sentence) {
  await stage.serve();
  await stage.open();
  await stage.place(name);
  await stage.page.getByText(sentence).first().waitFor();
}

const TYPICAL = ["typical"];
const FULL = ["typical", "many"];
const NARROW = ["420x800"];

export const listScenes = {
  main: { data: TYPICAL, play: main },
  streaming: { data: TYPICAL, play: streaming },
  today: { data: FULL, play: today },
  all: { data: FULL, play: (stage) => place(stage, "All") },
  upcoming: { data: FULL, play: upcoming },
  rows: { data: TYPICAL, play: rows },
  task: { data: TYPICAL, play: task },
  "task-long": { data: TYPICAL, play: longTask },
  search: { data: FULL, play: search },
  "search-in-vain": { data: ["empty", "typical"], play: searchInVain },
  palette: { data: FULL, play: palette },
  keyboard: { data: TYPICAL, play: keyboard },
  "states-selected": { data: TYPICAL, play: selected },
  "states-editing": { data: TYPICAL, play: editing },
  "states-menu": { data: TYPICAL, play: menu },
  "quick-add": { data: TYPICAL, play: quickAdd },
  "quick-add-paste": { data: TYPICAL, play: pasted },
  "narrow-drawer": { data: TYPICAL, sizes: NARROW, play: drawer },
  "narrow-chat": { data: TYPICAL, sizes: NARROW, play: chatTab },
  empty: { data: ["empty"], play: empty },
  "empty-inbox": { data: ["empty"], play: (stage) => emptyPlace(stage, "Inbox", "Nothing to sort.") },
  "empty-upcoming": { data: ["empty"], play: (stage) => emptyPlace(stage, "Upcoming", "No dates ahead.") },
  "empty-trash": { data: ["empty"], play: (stage) => emptyPlace(stage, "Trash", "Deleted tasks stay 30 days.") },
};
