import { createParser } from "eventsource-parser";
import { describe, expect, it } from "vitest";
import { SseParser } from "../src/wire/sse";

const bytes = (text: string) => new TextEncoder().encode(text);

function parse(chunks: Uint8Array[]): string[] {
  const parser = new SseParser();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

const STREAM = [
  "\ufeff: a comment\n",
  'data: {"a":"ä€😀"}\n\n',
  "event: named\r\nid: 7\r\ndata: one\r\ndata:two\r\ndata\r\n\r\n",
  "retry: 10\rdata:  two spaces\r\r",
  ":\n\n",
  "database: no\n\n",
  'data: {"last":true}\n\n',
].join("");

const EVENTS = ['{"a":"ä€😀"}', "one\ntwo\n", " two spaces", '{"last":true}'];

describe("SseParser", () => {
  it("reads comments, several data lines, all three line ends and a byte order mark", () => {
    expect(parse([bytes(STREAM)])).toEqual(EVENTS);
  });

  it("reads the same when the stream is cut at any byte, or into single bytes", () => {
    const whole = bytes(STREAM);
    for (let at = 0; at <= whole.length; at++) {
      expect(parse([whole.slice(0, at), whole.slice(at)]), `cut at ${at}`).toEqual(EVENTS);
    }
    expect(parse([...whole].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  it("agrees with another parser on line feeds only", () => {
    const text = 'data: {"x":1}\n\n: c\ndata: a\ndata: b\n\ndata:\n\ndata: z\n\n';
    const theirs: string[] = [];
    createParser({ onEvent: (event) => theirs.push(event.data) }).feed(text);
    expect(parse([bytes(text)])).toEqual(theirs);
  });

  it("hands out a last event that lacks its blank line, and nothing for an empty stream", () => {
    expect(parse([bytes("data: a\n\ndata: b")])).toEqual(["a", "b"]);
    expect(parse([])).toEqual([]);
  });
});
