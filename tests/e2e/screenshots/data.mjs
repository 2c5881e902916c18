// The lists that the pictures show: an empty one, one that somebody lives with, and one of ten thousand tasks.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { BINARY, dataDirectory, startDocket } from "../support/docket.mjs";

export const MANY = 10_000;
/** When the typical list was begun, when it was worked on last before today, and today a moment before the pictures. */
const BEGUN = "2026-11-12T09:12[Europe/Berlin]";
const WORKED_ON = "2026-11-19T18:40[Europe/Berlin]";
const MINUTES_AGO = "2026-11-21T10:02[Europe/Berlin]";

const TODAY = "2026-11-21";

/** Lists in their order: colour, how many tasks, and what the tasks that no picture names are made of. */
const LISTS = {
  Home: {
    color: "teal",
    size: 21,
    verbs: ["Clean", "Mend", "Measure", "Paint"],
    things: ["the hall mirror", "the kitchen shelf", "the balcony door", "the bathroom lamp"],
  },
  Work: {
    color: "blue",
    size: 38,
    verbs: ["Draft", "Check", "Send", "Update", "Archive", "Discuss"],
    things: [
      "the import notes",
      "the rollout checklist",
      "the support rota",
      "the budget sheet",
      "the onboarding page",
      "the retro actions",
    ],
  },
  Errands: { color: "orange", size: 7, verbs: ["Collect", "Bring back"], things: ["the parcel", "the suit", "the deposit bottles"] },
  "Meetup talk": {
    color: "plum",
    size: 12,
    verbs: ["Choose", "Rehearse", "Photograph"],
    things: ["the opening", "the second example", "the last slide", "the handout"],
  },
  Garden: { color: "green", size: 9, verbs: ["Prune", "Cover", "Weed"], things: ["the roses", "the herb bed", "the path"] },
  Reading: {
    color: "grey",
    size: 26,
    verbs: ["Read", "Reread", "Take notes on", "Look up"],
    things: [
      "“Thinking in Systems”",
      "the Raft paper",
      "chapter 7",
      "“The Mythical Man-Month”",
      "the SQLite docs",
      "“How Buildings Learn”",
      "chapter 9",
    ],
  },
};

/** Labels in their order, and how many tasks have each. */
const LABELS = { bills: 5, calls: 3, waiting: 6, "15min": 11 };

const weekly = { rrule: "FREQ=WEEKLY", from: "due" };
const OUTLINE = {
  title: "Write the outline of the talk",
  list: "Meetup talk",
  due: "2026-11-20T14:00",
  start: "2026-11-20",
  reminders: [{ before_due_min: 15 }],
  notes: [
    "Twenty minutes, then questions. Start from the **demo**, not from the history.",
    "",
    "- why a repeat is a calendar date, never a moment",
    "- what `every!` counts from",
    "- [slides from last year](https://example.com/slides)",
  ].join("\n"),
};
const STEPS = ["Ask Mira for the length", "Pick three examples", "Write the first page", "Time the demo", "Send it to Jonas"];

/** Tasks that pictures name, in the order in which they were added. */
const TASKS = [
  { title: "Pay the electricity bill", list: "Home", due: "2026-11-18", priority: 1, labels: ["bills"] },
  { title: "Return the library books", list: "Errands", due: "2026-11-19" },
  {
    title: "Answer Ines about the lease",
    list: "Home",
    due: "2026-11-20",
    priority: 2,
    labels: ["waiting"],
    notes: "She needs the signed lease before the handover on the 30th",
  },
  OUTLINE,
  { title: "Morning run, 5 km", due: TODAY },
  { title: "Water the plants", list: "Home", due: TODAY, repeat: weekly },
  {
    title: "Submit the receipts from the Lisbon trip",
    list: "Work",
    due: TODAY,
    priority: 2,
    labels: ["15min"],
    notes: "Hotel, train, two dinners",
  },
  { title: "Buy flour, butter, two lemons and baking paper", list: "Errands", due: TODAY },
  { title: "Book the train to Hamburg", list: "Home", due: `${TODAY}T18:00`, priority: 3 },
  {
    title: "Review Jonas’s pull request",
    list: "Work",
    due: TODAY,
    priority: 3,
    steps: ["Read it once", "Run it", "Write what is missing"],
  },
  { title: "Read chapter 4, “Storage and Retrieval”", list: "Reading", due: TODAY },
  { title: "Take the paper bin out", list: "Home", due: `${TODAY}T20:00`, repeat: weekly },
  { title: "Call Grandma", list: "Home", due: "2026-11-22T17:00", repeat: weekly, labels: ["calls"] },
  { title: "Repot the fig tree", list: "Garden", due: "2026-11-22" },
  { title: "Send the invoice for October", list: "Work", due: "2026-11-23T09:00", priority: 1, notes: "With the hours of both weeks" },
  { title: "Scan the lease and the annex", list: "Home", due: "2026-11-23" },
  { title: "Stand-up with the import team", list: "Work", due: "2026-11-23T10:15", repeat: { rrule: "FREQ=DAILY", from: "due" } },
  { title: "Renew the parking permit", list: "Home", due: "2026-11-23", priority: 2, labels: ["15min"] },
  { title: "Order the birthday cake", list: "Errands", due: "2026-11-23", priority: 3 },
  { title: "Take the cat to the vet", list: "Home", due: "2026-11-24T16:30", priority: 2 },
  { title: "Pay rent", list: "Home", due: "2026-11-24", priority: 1, labels: ["bills"] },
  { title: "Write the minutes", list: "Work", due: "2026-11-25", steps: ["Names", "Decisions"] },
  { title: "Call the dentist", list: "Home", due: `${TODAY}T11:30`, priority: 3, labels: ["calls"] },
  { title: "Dinner with Ines and Tom", list: "Home", due: "2026-11-27T19:30" },
  {
    title: "Call the insurance about the flat",
    list: "Home",
    due: "2026-12-04",
    labels: ["calls"],
    notes: "The policy number is on page 3 of the lease",
  },
  { title: "Compare car leasing offers", list: "Errands" },
  {
    title: "Compare the three offers for the new boiler, ask about the guarantee on each, and write down what the chimney sweep said",
    list: "Home",
    due: "2026-11-28",
    priority: 3,
    labels: ["waiting", "15min", "bills"],
    notes: "The third one has no date on it.",
    repeat: weekly,
  },
  { title: "Learn to whistle" },
  { title: "Ask about a slot in the ceramics course" },
  { title: "Find out what the noise in the boiler room is" },
  { title: "Return Tom’s drill" },
];
const DONE = ["Print two copies of the lease", "Read the lease with Tom"];

/** Fills a fresh data directory once a run, and answers where it is. */
export const FILL = {
  empty: async () => {},
  typical: async (dataDir) => {
    await typical(dataDir);
  },
  many: async (dataDir) => {
    await promisify(execFile)(BINARY, ["seed", "--data-dir", dataDir, "--threads", "1", "--items", "1", "--tasks", String(MANY)]);
  },
};

async function typical(dataDir) {
  const added = await during(dataDir, BEGUN, begin);
  await during(dataDir, WORKED_ON, async (docket) => {
    await docket.request("PATCH", `/api/v1/tasks/${added.get(OUTLINE.title)}`, { priority: 1 });
    for (const title of [...DONE, STEPS[0], STEPS[1]]) await docket.request("POST", `/api/v1/tasks/${added.get(title)}/complete`);
  });
  await during(dataDir, MINUTES_AGO, (docket) =>
    docket.request("PATCH", `/api/v1/tasks/${added.get(OUTLINE.title)}`, { due: `${TODAY}T14:00` }),
  );
  // What a server leaves beside the list belongs to the days before, and no picture shows it.
  await rm(`${dataDir}/backups`, { recursive: true, force: true });
}

/** Does `work` with a server at whose place it is the moment `now`. */
async function during(dataDir, now, work) {
  const cleanups = [];
  const docket = await startDocket({ after: (cleanup) => cleanups.unshift(cleanup) }, dataDir, { DOCKET_NOW: now });
  try {
    return await work(docket);
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

async function begin(docket) {
  for (const [name, { color }] of Object.entries(LISTS)) await docket.request("POST", "/api/v1/lists", { name, color });
  for (const name of Object.keys(LABELS)) await docket.request("POST", "/api/v1/labels", { name });
  const added = new Map();
  const add = async ({ steps = [], ...task }) => {
    const { id } = await docket.request("POST", "/api/v1/tasks", task);
    added.set(task.title, id);
    for (const title of steps) await add({ title, parent: id });
  };
  for (const task of TASKS) await add(task === OUTLINE ? { ...task, steps: STEPS } : task);
  for (const title of DONE) await add({ title, list: "Home" });
  for (const task of fillers()) await add(task);
  return added;
}

/** Open steps of the tasks of a list, which count as its tasks. */
function steps(list) {
  return TASKS.filter((task) => task.list === list).reduce(
    (sum, task) => sum + (task === OUTLINE ? STEPS.length - 2 : (task.steps ?? []).length),
    0,
  );
}

/** So many more tasks that each list and each label has its number. */
function fillers() {
  const has = (of, name) => TASKS.filter((task) => of(task).includes(name)).length;
  const labels = Object.entries(LABELS).flatMap(([name, size]) => Array(size - has((task) => task.labels ?? [], name)).fill(name));
  const made = Object.entries(LISTS).flatMap(([list, { size, verbs, things }]) => {
    const titles = verbs.flatMap((verb) => things.map((thing) => `${verb} ${thing}`));
    return titles.slice(0, Math.max(0, size - has((task) => [task.list], list) - steps(list))).map((title) => ({ title, list }));
  });
  return made.map((task, index) => ({
    ...task,
    ...(index % 4 === 0 ? { due: dayAfter(6 + ((index * 5) % 40)) } : {}),
    ...(index % 3 === 0 && labels.length > 0 ? { labels: [labels.shift()] } : {}),
  }));
}

function dayAfter(days) {
  return new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
}

/** A folder with the data of a kind, filled when it is first asked for. */
export function templates(t) {
  const made = new Map();
  return (kind) => {
    if (!made.has(kind)) {
      made.set(
        kind,
        dataDirectory(t).then(async (dataDir) => {
          await FILL[kind](dataDir);
          return dataDir;
        }),
      );
    }
    return made.get(kind);
  };
}
