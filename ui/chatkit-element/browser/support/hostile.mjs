/**
 * A server of the protocol that puts one value, `evil`, into every place where a server can put anything. What it answers is decided by
 * the id of the thread: see `hostile`.
 */

const AT = "2026-11-21T12:00:00Z";

const url = (evil) => ({ type: "url", url: evil, title: evil, attribution: evil, description: evil, group: evil, timestamp: evil });
const file = (evil) => ({ type: "file", filename: evil, title: evil, description: evil, group: evil });
const entity = (evil) => ({
  type: "entity",
  id: evil,
  title: evil,
  icon: evil,
  label: evil,
  inline_label: evil,
  description: evil,
  group: evil,
  interactive: true,
  data: { [String(evil)]: evil },
});

const sources = (evil) => [
  url(evil),
  { ...url(evil), url: "https://example.com/" },
  { ...url("Title"), url: evil },
  file(evil),
  entity(evil),
];

const tasks = (evil) => [
  { type: "custom", status_indicator: "complete", title: evil, icon: evil, content: evil },
  { type: "web_search", status_indicator: "loading", title: evil, title_query: evil, queries: [evil], sources: [url(evil)] },
  { type: "thought", status_indicator: "none", title: evil, content: evil },
  { type: "file", status_indicator: "complete", title: evil, sources: [file(evil)] },
  { type: "image", status_indicator: evil, title: evil },
  { type: evil, title: evil },
];

const action = (evil) => ({ type: evil, payload: { evil }, handler: evil, loadingBehavior: evil });
const sides = (evil) => ({ top: evil, right: evil, bottom: evil, left: evil, x: evil, y: evil });

/** Properties that nodes share: sizes, colours, borders, layout. */
const box = (evil) => ({
  width: evil,
  height: evil,
  size: evil,
  minWidth: evil,
  maxWidth: evil,
  minHeight: evil,
  maxHeight: evil,
  aspectRatio: evil,
  radius: evil,
  margin: sides(evil),
  padding: evil,
  gap: evil,
  flex: evil,
  wrap: evil,
  align: evil,
  justify: evil,
  direction: evil,
  background: evil,
  border: { size: 1, color: evil, style: evil },
});

const text = (evil) => ({
  value: evil,
  color: evil,
  weight: evil,
  textAlign: evil,
  size: evil,
  maxLines: evil,
  minLines: evil,
  width: evil,
});

const field = (evil) => ({
  name: evil,
  placeholder: evil,
  defaultValue: evil,
  pattern: evil,
  variant: evil,
  size: evil,
  gutterSize: evil,
  label: evil,
  ariaLabel: evil,
  inputType: evil,
  rows: evil,
  maxRows: evil,
  min: evil,
  max: evil,
  side: evil,
  align: evil,
  color: evil,
  direction: evil,
  onChangeAction: action(evil),
});

/** One of each node of the catalogue, with the value in every property. */
function nodes(evil) {
  const options = [{ value: evil, label: evil, description: evil }];
  const picture = { type: "Image", alt: evil, fit: evil, position: evil, frame: evil, ...box(evil) };
  return [
    { type: "Text", ...text(evil) },
    { type: "Text", value: "editable", editable: { name: evil, placeholder: evil, pattern: evil, autoComplete: evil } },
    { type: "Title", ...text(evil) },
    { type: "Caption", ...text(evil), truncate: true },
    { type: "Label", ...text(evil), fieldName: evil },
    { type: "Markdown", value: evil },
    { type: "Markdown", value: evil, streaming: true },
    { type: "Badge", label: evil, color: evil, variant: evil, size: evil },
    { type: "Icon", name: evil, color: evil, size: evil },
    { ...picture, src: evil },
    { ...picture, src: GIF },
    { type: "Box", ...box(evil), children: [{ type: "Text", value: evil }] },
    { type: "Row", ...box(evil), color: evil },
    { type: "Col", ...box(evil), border: sides(evil) },
    { type: "Divider", color: evil, size: evil, spacing: evil },
    { type: "Spacer", minSize: evil },
    { type: "Transition", children: { type: "Text", value: evil } },
    {
      type: "Table",
      children: [
        {
          type: "Table.Row",
          header: true,
          children: [
            { type: "Table.Cell", width: evil, colSpan: evil, rowSpan: evil, align: evil, children: [{ type: "Text", value: evil }] },
          ],
        },
      ],
    },
    {
      type: "Button",
      label: evil,
      iconStart: evil,
      iconEnd: evil,
      iconSize: evil,
      style: evil,
      color: evil,
      variant: evil,
      onClickAction: action(evil),
    },
    { type: "Form", ...box(evil), onSubmitAction: action(evil), children: [{ type: "Input", ...field(evil) }] },
    { type: "Input", ...field(evil) },
    { type: "Textarea", ...field(evil) },
    { type: "Select", ...field(evil), options },
    { type: "Select", ...field(evil), options, searchable: true },
    { type: "DatePicker", ...field(evil) },
    { type: "Checkbox", ...field(evil) },
    { type: "RadioGroup", ...field(evil), options },
    { type: "Chart", data: [{ [String(evil)]: evil }], series: [{ type: "bar", dataKey: evil, label: evil, color: evil }], xAxis: evil },
    {
      type: evil,
      children: [{ type: "Text", value: evil }],
      onload: evil,
      onclick: evil,
      style: evil,
      innerHTML: evil,
      dangerouslySetInnerHTML: { __html: evil },
    },
  ];
}

const status = (evil) => ({ text: evil, icon: evil, favicon: evil, frame: evil });

function widgets(evil) {
  const decision = { label: evil, action: action(evil) };
  return [
    {
      type: "Card",
      id: evil,
      key: evil,
      size: evil,
      theme: evil,
      status: status(evil),
      confirm: decision,
      cancel: decision,
      ...box(evil),
      children: nodes(evil),
    },
    { type: "Card", asForm: true, children: [{ type: "Input", ...field(evil) }], confirm: decision },
    {
      type: "ListView",
      status: status(evil),
      limit: evil,
      children: [{ type: "ListViewItem", onClickAction: action(evil), gap: evil, align: evil, children: [{ type: "Text", value: evil }] }],
    },
    { type: "Basic", ...box(evil), children: [{ type: "Text", value: evil }] },
  ];
}

/** Markdown is itself a place with places in it. */
function documents(evil) {
  return [
    evil,
    `before ${evil} after`,
    `[${evil}](https://example.com)`,
    `[x](${evil})`,
    `[x](<${evil}>)`,
    `[x](https://example.com "${evil}")`,
    `![${evil}](https://example.com/x.png)`,
    `![x](${evil})`,
    `\`\`\`${evil}\n${evil}\n\`\`\``,
    `| ${evil} |\n|---|\n| ${evil} |`,
    `# ${evil}\n\n> ${evil}\n\n- [ ] ${evil}`,
    `$$${evil}$$ and $${evil}$`,
    `[x][${evil}]\n\n[${evil}]: ${evil}`,
  ];
}

const GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

/** A preview of an attachment may come over https from wherever the server says. */
const preview = (evil) => (/^https:\/\//i.test(String(evil)) ? GIF : evil);

const attachments = (evil) => [
  { type: "file", id: `a-${evil}`, name: evil, mime_type: evil },
  { type: "image", id: `i-${evil}`, name: evil, mime_type: evil, preview_url: preview(evil) },
];

/** A question; its own names are unlike, since forms are told apart by them. */
const questions = (evil) => [
  { type: "multiple_choice", id: `q1-${evil}`, question: evil, description: evil, options: [{ value: evil }] },
  { type: "multiple_choice", id: `q2-${evil}`, question: evil, multiple: true, options: [{ value: evil }] },
  { type: "freeform", id: `q3-${evil}`, question: evil, description: evil },
];

const answered = (evil) => questions(evil).map((question) => ({ ...question, answer: { values: [evil], skipped: false } }));

/** Items of every kind with `evil` in all that is shown of them. */
export function itemsWith(evil, number) {
  const bodies = [
    {
      type: "user_message",
      content: [
        { type: "input_text", text: evil },
        { type: "input_tag", id: evil, text: evil, data: { evil }, group: evil, interactive: true },
      ],
      attachments: attachments(evil),
      quoted_text: evil,
      inference_options: { model: evil, tool_choice: { id: evil } },
    },
    { type: "assistant_message", content: documents(evil).map((said) => ({ type: "output_text", text: said, annotations: [] })) },
    {
      type: "assistant_message",
      content: [
        { type: "output_text", text: "See.", annotations: sources(evil).map((source) => ({ type: "annotation", source, index: 2 })) },
      ],
    },
    { type: "workflow", workflow: { type: "custom", expanded: true, tasks: tasks(evil), summary: { title: evil, icon: evil } } },
    { type: "workflow", workflow: { type: evil, expanded: true, tasks: tasks(evil), summary: { duration: evil } } },
    ...tasks(evil).map((task) => ({ type: "task", task })),
    ...widgets(evil).map((widget) => ({ type: "widget", widget, copy_text: evil })),
    { type: "generated_image", image: { id: evil, url: evil } },
    { type: "structured_input", status: "pending", inputs: questions(evil) },
    { type: "structured_input", status: "answered", inputs: answered(evil) },
    { type: evil, text: evil },
  ];
  return bodies.map((body, i) => ({ id: `item-${number}-${i}`, thread_id: "thr_evil", created_at: AT, ...body }));
}

function threadWith(evils, id = "thr_evil") {
  const [first] = evils;
  return {
    id,
    created_at: AT,
    title: first,
    status: { type: "active", reason: first },
    allowed_image_domains: ["allowed.example", first],
    metadata: {},
    items: { data: evils.flatMap(itemsWith), has_more: false },
  };
}

/** What a stream can bring besides items, for each value. */
function eventsWith(evil, i) {
  const id = `said-${i}`;
  const item = { id, thread_id: "thr_evil", created_at: AT, type: "assistant_message", content: [] };
  const update = (more) => ({ type: "thread.item.updated", item_id: id, update: more });
  const annotation = { type: "annotation", source: url(evil), index: evil };
  return [
    { type: "stream_options", stream_options: { allow_cancel: true } },
    { type: "progress_update", text: evil, icon: evil },
    { type: "notice", level: evil, title: evil, message: evil },
    { type: "notice", level: "danger", title: evil, message: evil },
    { type: "client_effect", name: evil, data: { evil } },
    { type: "thread.item.added", item },
    update({ type: "assistant_message.content_part.added", content_index: 0, content: { type: "output_text", text: "", annotations: [] } }),
    ...[...String(evil)].map((delta) => update({ type: "assistant_message.content_part.text_delta", content_index: 0, delta })),
    update({ type: "assistant_message.content_part.annotation_added", content_index: 0, annotation_index: 0, annotation }),
  ];
}

/** How a stream ends: the thread is closed to further messages for a reason, and an error says why. */
function endWith(evil, type) {
  return [
    { type: "thread.updated", thread: { ...threadWith([evil]), status: { type, reason: evil }, items: { data: [], has_more: false } } },
    { type: "error", code: evil, message: evil, allow_retry: true },
  ];
}

/**
 * Answers as the server does. `evils.of(threadId)` are the values of a thread; `evils.all` those for the list of threads. A thread
 * `broken_7` cannot be read, and the seventh value says why.
 */
export function hostile(evils) {
  return (exchange) => {
    const { type, params, path } = exchange.asked;
    const id = params?.thread_id;
    if (path === "session") return exchange.json(200, { client_secret: "secret" });
    if (id?.startsWith("broken_")) {
      const evil = evils.all[Number(id.slice("broken_".length))];
      return exchange.json(500, { error: { code: evil, message: evil } });
    }
    switch (type) {
      case "threads.get_by_id":
        return exchange.json(200, threadWith(evils.of(id), id));
      case "threads.list":
        return exchange.json(200, { data: evils.all.map((title, i) => ({ ...threadWith([], `thr_${i}`), title })), has_more: false });
      case "threads.add_user_message": {
        const list = evils.of(id);
        return exchange.events([...list.flatMap(eventsWith), ...endWith(list.at(-1), list.length % 2 === 0 ? "locked" : "closed")]);
      }
      default:
        return exchange.json(500, {});
    }
  };
}
