/** What needs a hand to be seen: menus, lists and dialogs of the scenes that are shown alone. */

const chat = (page) => page.locator("openai-chatkit");

export const hands = [
  {
    name: "history-rename",
    scene: "history-alone",
    act: async (page) => {
      await chat(page)
        .getByRole("button", { name: /^Rename|umbenennen/ })
        .first()
        .click();
      await chat(page)
        .getByRole("button", { name: /^Delete|löschen/ })
        .last()
        .click();
    },
  },
];
