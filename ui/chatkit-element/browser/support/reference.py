#!/usr/bin/env python3
"""The Python SDK's own server (tests/conformance/reference_server.py), many times over in one process.

A request says by the header `x-world`, `<name> <base address>`, whose database it is for: each test has one of its own, without
waiting for a Python to start. The base address is the one that addresses of uploads and pictures begin with: that of the page.

Prints its port, and ends when its input does, so that it never outlives the tests.
"""
from __future__ import annotations

import logging
import socket
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "tests/conformance"))

from reference_server import make_app  # noqa: E402  (its folder is known only now)


def worlds(folder: str):
    """An ASGI application that hands each request to the server of its world."""
    apps = {}

    async def dispatch(scope, receive, send):
        world = dict(scope["headers"])[b"x-world"].decode()
        if world not in apps:
            name, base_url = world.split(" ")
            apps[world] = make_app(f"{folder}/{name}.db", base_url, "")
        await apps[world](scope, receive, send)

    return dispatch


def main() -> None:
    # Scripts that fail on purpose need no traceback among the results.
    logging.getLogger("chatkit").addFilter(lambda record: "scripted failure" not in str(record.msg))
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(worlds(folder), log_level="warning", lifespan="off"))

        def end_with_input() -> None:
            sys.stdin.read()
            server.should_exit = True

        threading.Thread(target=end_with_input, daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
