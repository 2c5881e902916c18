/**
 * Server-sent events from a byte stream, as the WHATWG HTML standard (9.2.6) reads them: LF, CRLF or CR
 * line ends, a leading byte order mark, comments, several `data:` lines for one event. Chunks may be cut
 * anywhere, also inside a UTF-8 sequence or between CR and LF.
 */
export class SseParser {
  #decoder = new TextDecoder("utf-8");
  #line = "";
  #data: string[] = [];
  #afterCr = false;

  /** Feeds one chunk; returns the data of the events it completed, in order. */
  push(chunk: Uint8Array): string[] {
    return this.#read(this.#decoder.decode(chunk, { stream: true }));
  }

  /**
   * Ends the stream. An event that lacks only its blank line is returned too: the protocol has no end
   * marker and servers close the body right after the last byte; whoever parses the JSON notices a cut.
   */
  end(): string[] {
    const events = this.#read(this.#decoder.decode());
    if (this.#line !== "") this.#takeLine(this.#line);
    this.#line = "";
    if (this.#data.length > 0) events.push(this.#data.join("\n"));
    this.#data = [];
    return events;
  }

  #read(text: string): string[] {
    const events: string[] = [];
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      if (this.#afterCr) {
        this.#afterCr = false;
        if (char === 10) {
          start = i + 1;
          continue;
        }
      }
      if (char !== 10 && char !== 13) continue;
      this.#afterCr = char === 13;
      this.#finishLine(this.#line + text.slice(start, i), events);
      this.#line = "";
      start = i + 1;
    }
    this.#line += text.slice(start);
    return events;
  }

  #finishLine(line: string, events: string[]): void {
    if (line !== "") {
      this.#takeLine(line);
    } else if (this.#data.length > 0) {
      events.push(this.#data.join("\n"));
      this.#data = [];
    }
  }

  #takeLine(line: string): void {
    if (!line.startsWith("data")) return;
    if (line.length === 4) this.#data.push("");
    else if (line[4] === ":") this.#data.push(line.slice(line[5] === " " ? 6 : 5));
  }
}
