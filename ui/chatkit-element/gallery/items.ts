/** Items of a thread, as the server sends them. */
import { AT } from "./server";

let ids = 0;
export const nextId = (prefix = "msg") => `${prefix}_${++ids}`;

export function item(type: string, more: object): { id: string } {
  return { type, id: nextId(), thread_id: "thr_1", created_at: AT, ...more } as { id: string };
}

export function user(text: string, more: object = {}) {
  return item("user_message", { content: [{ type: "input_text", text }], attachments: [], inference_options: {}, ...more });
}

export function said(text: string, annotations: object[] = []) {
  return item("assistant_message", { content: [{ type: "output_text", text, annotations }] });
}

export function widget(root: object, more: object = {}) {
  return item("widget", { widget: root, ...more });
}

export function flow(workflow: object) {
  return item("workflow", { workflow: { type: "custom", expanded: false, tasks: [], ...workflow } });
}

export function step(task: object) {
  return item("task", { task: { type: "custom", status_indicator: "complete", ...task } });
}

export const url = (title: string, address: string, more: object = {}) => ({ type: "url", title, url: address, ...more });
export const file = (title: string, filename: string) => ({ type: "file", title, filename });
export const mark = (source: object, index?: number) => ({ type: "annotation", source, ...(index !== undefined && { index }) });

// Nodes of widgets.
export type Props = Record<string, unknown>;
export const node = (type: string, props: Props = {}, children?: object[]) => ({ type, ...props, ...(children && { children }) });
export const card = (props: Props, ...children: object[]) => node("Card", { size: "full", ...props }, children);
export const row = (props: Props, ...children: object[]) => node("Row", { wrap: "wrap", ...props }, children);
export const col = (props: Props, ...children: object[]) => node("Col", props, children);
export const text = (value: string, props: Props = {}) => node("Text", { value, ...props });
export const title = (value: string, props: Props = {}) => node("Title", { value, ...props });
export const caption = (value: string, props: Props = {}) => node("Caption", { value, ...props });
export const button = (label: string, props: Props = {}) => node("Button", { label, onClickAction: act("press"), ...props });
export const act = (type: string, more: object = {}) => ({ type, streaming: false, ...more });
