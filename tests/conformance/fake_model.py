#!/usr/bin/env python3
"""An OpenAI-compatible model that follows the script contract of oracle.py, as far as a model can: Chat Completions, streamed.

The first word of the newest user message chooses the answer: `text N`, `slow N`, `silent`, `fail` (HTTP 500); anything else
is repeated as `echo: ...`.

    fake_model.py [--port N]        prints its address once it listens
"""
from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator

PACE = 0.05


def newest_text(body: dict) -> str:
    """What the user wrote last; a content of parts is joined."""
    for message in reversed(body.get("messages", [])):
        if message.get("role") == "user":
            content = message.get("content") or ""
            return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)
    return ""


def deltas(text: str) -> Iterator[tuple[str, float]]:
    """Pieces of the answer, each with the seconds to wait before it."""
    script, _, rest = text.partition(" ")
    if script == "text":
        yield from ((f"w{n} ", 0) for n in range(int(rest or 5)))
    elif script == "slow":
        yield from ((f"s{n} ", PACE) for n in range(int(rest or 200)))
    elif script == "silent":
        yield from ((" ", PACE) for _ in range(200))
    else:
        yield "echo: ", 0
        yield text, 0


def frame(delta: dict, finish: str | None = None) -> bytes:
    chunk = {
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


class Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.reader, self.writer = reader, writer

    async def chunk(self, data: bytes) -> None:
        self.writer.write(b"%x\r\n%b\r\n" % (len(data), data))
        await self.writer.drain()

    async def answer(self, text: str) -> None:
        if text.split(" ")[0] == "fail":
            body = b'{"error":{"message":"scripted","type":"server_error"}}'
            head = b"HTTP/1.1 500 Scripted\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self.writer.write(head % len(body) + body)
            await self.writer.drain()
            return
        self.writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await self.chunk(frame({"role": "assistant", "content": ""}))
        for delta, pause in deltas(text):
            if pause:
                await asyncio.sleep(pause)
            await self.chunk(frame({"content": delta}))
        await self.chunk(frame({}, "stop") + b"data: [DONE]\n\n")
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    async def serve(self) -> None:
        try:
            while True:
                head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
                await self.answer(newest_text(json.loads(await self.reader.readexactly(length) or b"{}")))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.writer.close()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    server = await asyncio.start_server(lambda r, w: Connection(r, w).serve(), "127.0.0.1", port, limit=1 << 24)
    print("http://127.0.0.1:%d/v1" % server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
