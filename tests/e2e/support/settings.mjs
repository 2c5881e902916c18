/** Opens a section of the settings by the keyboard, from the tasks or from another section. */
export async function openSettings(page, section) {
  const nav = page.getByRole("navigation", { name: "Settings" });
  const opener = page.getByRole("button", { name: "Settings" });
  await nav.or(opener).first().waitFor();
  if (!(await nav.isVisible())) {
    await opener.focus();
    await page.keyboard.press("Enter");
  }
  await nav.getByRole("button", { name: section, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: section, exact: true }).waitFor();
}

/** A setting by its name: its row, with the control and what is said of it. */
export function setting(page, name) {
  return page.locator(".setting").filter({ has: page.getByText(name, { exact: true }) });
}
