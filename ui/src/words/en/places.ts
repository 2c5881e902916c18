const tasks = (n: number): string => (n === 1 ? "1 task" : `${n.toLocaleString("en")} tasks`);

/** Lists and labels in the sidebar: making, naming, colouring, ordering and deleting them. */
export const sidebar = {
  newList: "New list",
  newLabel: "New label",
  listName: "Name of the list",
  labelName: "Name of the label",
  more: (name: string): string => `More for ${name}`,
  rename: "Rename",
  color: "Colour",
  moveUp: "Move up",
  moveDown: "Move down",
  remove: "Delete",
  alt: "Alt",
  option: "⌥",
  colors: {
    blue: "Blue",
    teal: "Teal",
    plum: "Plum",
    orange: "Orange",
    green: "Green",
    yellow: "Yellow",
    red: "Red",
    grey: "Grey",
  },
  needsName: "It needs a name.",
  tooLong: (length: number, most: number): string => `${length} characters; a name has at most ${most}.`,
  listTaken: (name: string): string => `There is a list called ${name} already.`,
  labelTaken: (name: string): string => `There is a label called ${name} already.`,
  notAdded: "Nothing was added.",
  added: (name: string): string => `${name} added`,
  renamed: (name: string): string => `It is called ${name} now`,
  /** After it was moved in the sidebar. */
  moved: (name: string, place: number, of: number): string => `${name} is number ${place} of ${of}`,
  first: (name: string): string => `${name} is the first already`,
  last: (name: string): string => `${name} is the last already`,
  listRemoved: (open: number): string => (open === 0 ? "List deleted" : `List deleted; its ${tasks(open)} went to the Inbox`),
  labelRemoved: (open: number): string => (open === 0 ? "Label deleted" : `Label deleted; ${tasks(open)} had it`),
  /** In the sheet of keys. */
  keys: {
    title: "A list or label in the sidebar",
    rename: "Rename",
    move: "List up, down",
    menu: "Its menu",
    remove: "Delete",
  },
  /** After the name of the list or label that was shown, which went away meanwhile. */
  gone: "is no longer there. This is the Inbox.",
} as const;

/** Dragging tasks, and the keys that do the same. */
export const drag = {
  /** Beside the first title, where several are dragged. */
  others: (n: number): string => `and ${n} more`,
  toInbox: "to the Inbox",
  toToday: "due today",
  toTrash: "to the trash",
  toList: (name: string): string => `to ${name}`,
  toLabel: (name: string): string => `@${name}`,
  /** For readers: where a task stands after it was moved among the others. */
  placed: (title: string, place: number, of: number): string => `${title} is number ${place} of ${of}`,
  placedSeveral: (n: number, place: number, of: number): string => `${tasks(n)} from number ${place} of ${of} on`,
} as const;
