import { beforeEach, describe, expect, it } from "vitest";
import { closeTask, linkToTask, openFromAddress, openTask, taskIn, useOpenTask } from "./openTask";

const ID = "01a1fd59-2400-73ee-8f24-5247c72a1d23";

beforeEach(() => closeTask());

describe("the task that an address names", () => {
  it.each([
    [linkToTask(ID), ID],
    [`/#task=${ID}`, ID],
    [`#a=b&task=${ID}&c=d`, ID],
    [`DOCKET://task/${ID.toUpperCase()}/`, ID],
    ["docket://task/", null],
    [`docket://list/${ID}`, null],
    [`#subtask=${ID}`, null],
    ["#task=../../etc", null],
  ])("%s", (address, id) => {
    expect(taskIn(address)).toBe(id);
  });
});

it("says in the address what is open, and takes it out again", () => {
  openTask(ID);
  expect(window.location.hash).toBe(`#task=${ID}`);
  closeTask();
  expect(window.location.hash).toBe("");
});

it("opens what the address names, once", () => {
  window.location.hash = `#task=${ID}`;
  openFromAddress();
  const { id, asked } = useOpenTask.getState();
  expect(id).toBe(ID);
  openFromAddress();
  expect(useOpenTask.getState().asked).toBe(asked);
});
