/** What a person does and sees in the pages, as WebDriver commands. Function bodies run in the page. */

import { until } from "./until.mjs";
import { ENTER } from "./webdriver.mjs";

const COMPOSER = "return document.querySelector('openai-chatkit')?.shadowRoot?.querySelector('textarea')";

/** Types a message into the chat and sends it. */
export async function say(page, text) {
  await page.typeInto(COMPOSER, text);
  await page.typeInto(COMPOSER, ENTER);
}

/** Everything that can be read in the chat. */
export function chatText(page) {
  const body =
    "const root = document.querySelector('openai-chatkit').shadowRoot; return [...root.children].map((one) => one.textContent).join(' ')";
  return page.execute(body);
}

/** Finds a place of the sidebar by its name. */
export function placeOf(name) {
  return `return [...document.querySelectorAll('nav button')].find((one) => one.textContent.trim().startsWith(${JSON.stringify(name)}))`;
}

/** Name of the row whose task has that title, as a screen reader says it, once it is there. */
export function rowTitled(page, title) {
  const body = "return [...document.querySelectorAll('[role=row][aria-label]')].map((row) => row.getAttribute('aria-label'))";
  return until(`a row titled "${title}"`, async () =>
    (await page.execute(body)).find((name) => name.toLowerCase().startsWith(title.toLowerCase())),
  );
}

/** A request of the page to its own server, with its own session: `{status, body}`. */
export function request(page, method, path, body) {
  const script = `const [method, path, body] = args;
    const secret = sessionStorage.getItem("docket.client_secret");
    const headers = { Authorization: "Bearer " + secret, ...(body ? { "Content-Type": "application/json" } : {}) };
    const response = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : undefined });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };`;
  return page.executeAsync(script, method, path, body ?? null);
}
