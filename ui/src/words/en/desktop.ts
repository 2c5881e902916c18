/** Quick add's window beyond its line: several pasted lines, and questions. */
export const quickWindow = {
  lines: (n: number): [string, string] => [n === 1 ? "1 task" : `${n} tasks`, " from the pasted lines"],
  linesLabel: "Tasks from the pasted lines",
  bulletsOut: "Bullets and boxes were left out",
  add: (n: number): string => `add ${n}`,
  back: "back to the text",
  noneChosen: "No line is chosen",
  added: (n: number): string => (n === 1 ? "1 task added" : `${n} tasks added`),
  withDate: (n: number): string => (n === 0 ? "" : `${n} with a date`),
  someFailed: (n: number, why: string): string => (n === 1 ? `One line was not added. ${why}` : `${n} lines were not added. ${why}`),
  question: "Question",
  ask: "ask, open the chat",
  goesTo: (who: string): string => `Goes to ${who}`,
  staysHere: (who: string): string => `Goes to ${who} on this computer`,
  builtIn: "The built-in assistant answers, nothing leaves this computer",
  noChat: "The chat is in the window, which this browser does not have.",
};
