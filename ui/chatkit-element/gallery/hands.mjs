/** What needs a hand to be seen: menus, lists, calendars and dialogs, in the scenes they belong to. Words of the English catalogue. */

const chat = (page) => page.locator("openai-chatkit");
const button = (page, name) => chat(page).getByRole("button", { name });

/** `act` ends when that which was opened is there. */
export const hands = [
  {
    name: "history-rename",
    scene: "history-alone",
    act: async (page) => {
      await button(page, /^Rename/)
        .first()
        .click();
      await button(page, /^Delete/)
        .last()
        .click();
      await chat(page).getByRole("textbox", { name: "Title" }).waitFor();
    },
  },
  {
    name: "history-no-match",
    scene: "history-alone",
    act: async (page) => {
      await chat(page).getByRole("searchbox").fill("zebra");
      await chat(page).getByText("zebra").waitFor();
    },
  },
  {
    name: "menu-tools",
    scene: "composer-alone",
    act: async (page) => {
      await button(page, "Tools").click();
      await chat(page).getByRole("menu").waitFor();
      await page.keyboard.press("ArrowDown");
    },
  },
  {
    name: "menu-models",
    scene: "composer-alone",
    act: async (page) => {
      await button(page, /^Model/).click();
      await chat(page).getByRole("menu").waitFor();
    },
  },
  {
    name: "menu-mentions",
    scene: "composer-alone",
    act: async (page) => {
      await chat(page).getByRole("textbox", { name: "Message" }).pressSequentially("Lend @e");
      await chat(page).getByRole("option").first().waitFor();
    },
  },
  {
    name: "menu-commands",
    scene: "composer-alone",
    act: async (page) => {
      await chat(page)
        .getByRole("combobox", { name: "Message" })
        .or(chat(page).getByRole("textbox", { name: "Message" }))
        .pressSequentially("/");
      await chat(page).getByRole("option").first().waitFor();
    },
  },
  {
    name: "select-open",
    scene: "selects",
    act: async (page) => {
      await chat(page).getByRole("combobox").first().click();
      await chat(page).getByRole("option").first().waitFor();
    },
  },
  {
    name: "select-search",
    scene: "selects",
    act: async (page) => {
      await chat(page).getByRole("combobox", { name: /City/ }).click();
      await chat(page).getByRole("option").first().waitFor();
      await page.keyboard.type("br");
    },
  },
  {
    name: "calendar",
    scene: "dates",
    act: async (page) => {
      await button(page, /^Due/).first().click();
      await chat(page).getByRole("grid").waitFor();
    },
  },
  {
    name: "form-problems",
    scene: "form",
    act: async (page) => {
      await button(page, "Add").click();
      await chat(page).locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "question-chosen",
    scene: "question",
    act: async (page) => {
      await chat(page).getByRole("radio").first().check();
    },
  },
  {
    name: "sources-open",
    scene: "annotations",
    act: async (page) => {
      await chat(page)
        .getByText(/sources/)
        .click();
      await chat(page).getByText("Handover of flats").waitFor();
    },
  },
  {
    name: "workflow-open",
    scene: "workflows",
    act: async (page) => {
      await button(page, /Listed today/).click();
      await chat(page).getByText("Eleven.").waitFor();
    },
  },
  {
    name: "preview",
    scene: "annotations",
    act: async (page) => {
      await chat(page)
        .getByText(/sources/)
        .click();
      await chat(page).getByRole("button", { name: "Ines", exact: true }).focus();
      await chat(page).getByText("Answers within a day").waitFor();
    },
  },
];
