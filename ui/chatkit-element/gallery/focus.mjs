/** Where the focus is after something was opened, closed, answered or taken away, by keyboard alone. Ends with 1 when it is elsewhere. */
import { open, report, withGallery } from "./browser.mjs";

const chat = (page) => page.locator("openai-chatkit");
const button = (page, name) => chat(page).getByRole("button", { name });
const message = (page) =>
  chat(page)
    .getByRole("textbox", { name: "Message" })
    .or(chat(page).getByRole("combobox", { name: "Message" }));

/** Opens what a control opens, waits for it, closes it with Escape, and says which control must have the focus. */
const andBack = (control, opened) => async (page) => {
  await control(page).focus();
  await page.keyboard.press("Enter");
  await opened(page).waitFor();
  await page.keyboard.press("Escape");
  await opened(page).waitFor({ state: "hidden" });
  return control(page);
};
const press =
  (control, key = "Enter") =>
  async (page) => {
    await control(page).focus();
    await page.keyboard.press(key);
  };

const steps = [
  {
    scene: "header-full",
    claim: "the list of chats takes the focus",
    act: async (page) => {
      await press((page) => button(page, "Chat history"))(page);
      await chat(page).getByRole("searchbox").waitFor();
      return chat(page).locator(":focus");
    },
  },
  {
    scene: "header-full",
    claim: "closing the list gives it back to its button",
    act: async (page) => {
      await press((page) => button(page, "Chat history"))(page);
      await chat(page).getByRole("searchbox").waitFor();
      await page.keyboard.press("Escape");
      await message(page).waitFor();
      return button(page, "Chat history");
    },
  },
  {
    scene: "history-alone",
    claim: "leaving a rename gives it back to the chat",
    act: async (page) => {
      await press((page) => button(page, /^Rename/).first())(page);
      await chat(page).getByRole("textbox", { name: "Title" }).waitFor();
      await page.keyboard.press("Escape");
      await chat(page).getByRole("textbox", { name: "Title" }).waitFor({ state: "hidden" });
      return button(page, /^A trip to Lisbon/).first();
    },
  },
  {
    scene: "history-alone",
    claim: "keeping a chat gives it back to the chat",
    act: async (page) => {
      await press((page) => button(page, /^Delete/).first())(page);
      await press((page) => button(page, "Keep"))(page);
      await button(page, "Keep").waitFor({ state: "hidden" });
      return button(page, /^A trip to Lisbon/).first();
    },
  },
  {
    scene: "history-alone",
    claim: "deleting a chat does not lose it",
    act: async (page) => {
      await press((page) => button(page, /^Delete/).first())(page);
      await press((page) => chat(page).getByRole("button", { name: "Delete", exact: true }))(page);
      await chat(page).getByText("A trip to Lisbon").waitFor({ state: "hidden" });
      return chat(page).locator(":focus");
    },
  },
  {
    scene: "composer-alone",
    claim: "the menu of tools gives it back",
    act: andBack(
      (page) => button(page, "Tools"),
      (page) => chat(page).getByRole("menu"),
    ),
  },
  {
    scene: "composer-alone",
    claim: "the menu of models gives it back",
    act: andBack(
      (page) => button(page, /^Model/),
      (page) => chat(page).getByRole("menu"),
    ),
  },
  {
    scene: "composer-alone",
    claim: "the list of mentions leaves it in the message",
    act: async (page) => {
      await message(page).pressSequentially("@e");
      await chat(page).getByRole("option").first().waitFor();
      await page.keyboard.press("Escape");
      await chat(page).getByRole("option").first().waitFor({ state: "hidden" });
      return message(page);
    },
  },
  {
    scene: "selects",
    claim: "a list of choices gives it back",
    act: andBack(
      (page) => chat(page).getByRole("combobox", { name: /Shelf/ }),
      (page) => chat(page).getByRole("listbox"),
    ),
  },
  {
    scene: "dates",
    claim: "a calendar gives it back",
    act: andBack(
      (page) => button(page, /^Due/).first(),
      (page) => chat(page).getByRole("grid"),
    ),
  },
  {
    scene: "list",
    claim: "showing more does not lose it",
    act: async (page) => {
      await press((page) => button(page, /^Show 2 more/))(page);
      await chat(page).getByText("Sea of sand").waitFor();
      return chat(page).locator(":focus");
    },
  },
  {
    scene: "form",
    claim: "a form that is not complete goes to what is missing",
    act: async (page) => {
      await press((page) => button(page, "Add"))(page);
      await chat(page).locator("[aria-invalid=true]").waitFor();
      return chat(page).getByRole("textbox", { name: "E-mail" });
    },
  },
  {
    scene: "question",
    claim: "skipping a question does not lose it",
    act: async (page) => {
      await press((page) => button(page, "Skip"))(page);
      await button(page, "Skip").waitFor({ state: "hidden" });
      return chat(page).locator(":focus");
    },
  },
  {
    scene: "error-final",
    claim: "dismissing a failure does not lose it",
    act: async (page) => {
      await button(page, "Dismiss").waitFor();
      await press((page) => button(page, "Dismiss"))(page);
      await button(page, "Dismiss").waitFor({ state: "hidden" });
      return chat(page).locator(":focus");
    },
  },
  {
    scene: "error-thread",
    claim: "a new chat instead of one that is gone goes to the message",
    act: async (page) => {
      await press((page) => button(page, "New chat").last())(page);
      await chat(page).getByText("What can I help with today?").waitFor();
      return message(page);
    },
  },
  {
    scene: "start-prompts",
    claim: "a suggestion goes to the message",
    act: async (page) => {
      await press((page) => button(page, "What is late?"))(page);
      await button(page, "Stop").waitFor();
      return message(page);
    },
  },
  {
    scene: "waiting",
    claim: "Escape stops an answer and leaves it in the message",
    act: async (page) => {
      await message(page).focus();
      await page.keyboard.press("Escape");
      await button(page, "Send").waitFor();
      return message(page);
    },
  },
];

async function check(browser, base, { scene, claim, act }) {
  const { page, context, troubles } = await open(browser, `${base}?scene=${scene}`);
  page.setDefaultTimeout(5000);
  try {
    const expected = await act(page);
    // The focus may go where it belongs with the next drawing.
    await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement);
    const has = await expected.evaluate((element) => element === element.getRootNode().activeElement);
    const at = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.outerHTML.slice(0, 160));
    return [...(has ? [] : [`${scene}: ${claim}: it is on ${at}`]), ...troubles];
  } catch (error) {
    return [`${scene}: ${claim}: ${error.message.split("\n")[0]}`];
  } finally {
    await context.close();
  }
}

report(
  await withGallery(async (browser, base) => {
    const faults = [];
    for (const step of steps) faults.push(...(await check(browser, base, step)));
    console.info(`${steps.length} ways looked at`);
    return faults;
  }),
);
