// Takes pictures of the window in its states, light and dark, for the eye: `npm run screenshots`, then look in test-results/.
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { closeBrowser, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";

const RESULTS = resolve(import.meta.dirname, "../../test-results");

const LATE = [
  ["Pay the electricity bill p1 #Home @bills", "2026-11-18"],
  ["Return the library books #Errands", "2026-11-19"],
  ["Answer Ines about the lease p2 #Home @waiting", "2026-11-20"],
];
const LINES = [
  "Write the outline of the talk today 2pm p1 #'Meetup talk'",
  "Morning run, 5 km today",
  "Water the plants today #Home",
  "Submit the receipts from the Lisbon trip today p2 #Work @15min",
  "Buy flour, butter, two lemons and baking paper today #Errands",
  "Book the train to Hamburg today 6pm p3 #Home",
  "Review Jonas’s pull request today p3 #Work",
  "Read chapter 4, “Storage and Retrieval” today #Reading",
  "Take the paper bin out today 8pm #Home",
  "Call Grandma tomorrow 5pm #Home @calls",
  "Repot the fig tree tomorrow #Garden",
  "Send the invoice for October monday 9am p1 #Work",
  "Take the cat to the vet tuesday 4:30pm p2 #Home",
  "Compare the three offers for the new boiler and ask about the guarantee on each p3 #Home @calls @waiting",
  "Learn to whistle",
];

/** What a test would clean up after itself, at the end of the run. */
const cleanups = [];
const run = { after: (cleanup) => cleanups.unshift(cleanup) };

async function seed(docket) {
  for (const [line, due] of LATE) {
    const [task] = await docket.add(line);
    await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { due });
  }
  await docket.add(...LINES);
}

async function take(page, name) {
  // Fades have to be over: a picture of one is a picture of nothing.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  await page.screenshot({ path: join(RESULTS, `${name}.png`) });
}

async function pictures(colorScheme) {
  const docket = await startDocket(run, await dataDirectory(run));
  const { page } = await openPage(run, await docket.address(), { colorScheme, reducedMotion: "reduce" });
  const snap = (name) => take(page, `${name}-${colorScheme}`);
  const message = page.getByRole("textbox", { name: "Message", exact: true });
  await message.waitFor();
  await page.getByText("Nothing due today.").waitFor();
  await snap("empty");

  await seed(docket);
  await row(page, "Take the paper bin out").waitFor();
  await message.fill("Add a task to buy groceries tomorrow 5pm");
  await message.press("Enter");
  await page.getByRole("button", { name: "Retry" }).waitFor();
  await page.getByRole("checkbox", { name: "Complete Morning run" }).click();
  await page.keyboard.press("q");
  await page.keyboard.type("Pay rent tomorrow 9am #Home @bills p1");
  await page.getByRole("button", { name: "Leave Priority 1 as text" }).waitFor();
  await row(page, "Buy flour").hover();
  await snap("main");

  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Upcoming" }).click();
  await row(page, "Repot the fig tree").waitFor();
  await page.keyboard.press("j");
  await snap("upcoming");
  await page.getByRole("button", { name: /^All/ }).click();
  await row(page, "Learn to whistle").hover();
  await row(page, "Learn to whistle").getByRole("button", { name: "More" }).click();
  await snap("menu");
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await snap("keyboard");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.type("the");
  await row(page, "Learn to whistle").waitFor({ state: "detached" });
  await snap("search");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Assistant" }).click();
  await page.getByRole("radio", { name: "Compatible server" }).click();
  await page.getByLabel("API key").waitFor();
  await snap("settings");
  await page.getByRole("radio", { name: "Built in" }).click();
  await page.getByLabel("API key").waitFor({ state: "detached" });
  for (const section of ["General", "Data", "Privacy", "Other programs", "About"]) {
    await page.getByRole("button", { name: section, exact: true }).click();
    await page.getByRole("heading", { level: 1, name: section }).waitFor();
    await snap(`settings-${section.toLowerCase().replace(" ", "-")}`);
  }
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Today" }).click();
  await page.setViewportSize({ width: 899, height: 600 });
  await row(page, "Pay the electricity bill").waitFor();
  await snap("narrow-899");
  await page.setViewportSize({ width: 420, height: 720 });
  await snap("narrow-420");
  await page.getByRole("button", { name: "Places" }).click();
  await page.getByRole("dialog").waitFor();
  await snap("narrow-420-drawer");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Chat" }).click();
  await message.waitFor();
  await snap("narrow-420-chat");

  const quick = await openPage(run, await docket.address("/quick-add.html"), { width: 640, height: 360, colorScheme });
  await quick.page.getByRole("textbox", { name: "Quick add" }).waitFor();
  await quick.page.keyboard.type("Read the book Monday Starts tomorrow #Reading p2");
  await quick.page.getByRole("button", { name: "Leave Priority 2 as text" }).waitFor();
  await take(quick.page, `quick-add-${colorScheme}`);
}

await mkdir(RESULTS, { recursive: true });
try {
  for (const colorScheme of ["light", "dark"]) await pictures(colorScheme);
} finally {
  for (const cleanup of cleanups) await cleanup();
  await closeBrowser();
}
