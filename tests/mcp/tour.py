#!/usr/bin/env python3
"""Takes Python's `mcp` client on a tour of the list, after `scripts/setup --tests`.

    .venv/bin/python tests/mcp/tour.py

Through both doors, `docket mcp` on standard input and output and `POST /mcp`, and in both lifecycles: that of MCP 2026-07-28, where
each request stands for itself, and the older one that begins with `initialize`. Ends with 1 where something was not as it has to be.
"""
from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import httpx2
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKET = Path(os.environ.get("DOCKET_BIN", Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug/docket"))
NOW = {"DOCKET_NOW": "2026-11-21T10:00[Europe/Berlin]"}
LIFECYCLES = {"auto": "2026-07-28", "legacy": "2025-11-25"}
READING = ["list_tasks", "search_tasks", "get_task", "list_lists", "plan_day"]
TOOLS = [
    "add_task", "list_tasks", "search_tasks", "get_task", "update_task", "complete_task", "reopen_task", "reschedule_task", "set_repeat",
    "delete_task", "restore_task", "add_list", "list_lists", "plan_day", "undo", "redo",
]

# Fewer mean that the tour stopped half-way, which must not look like one that went well.
ALL_CHECKS = 286

checks = 0
failures: list[str] = []


def check(name: str, found: object, wanted: object) -> None:
    global checks
    checks += 1
    if found != wanted:
        failures.append(name)
        print(f"FAIL {name}: {found!r}, not {wanted!r}", flush=True)


class Server:
    """`docket serve` with a session."""

    def __init__(self, ready: dict[str, str]):
        self.url = ready["url"]
        session = httpx.post(f"{self.url}/api/chatkit/session", headers={"Authorization": f"Bearer {ready['ticket']}"}).json()
        self.page = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {session['client_secret']}"}, trust_env=False)

    def set_mcp(self, **wish: bool) -> dict:
        answer = self.page.put("/api/v1/settings/mcp", json=wish)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> dict:
        return self.page.get(path).raise_for_status().json()


@contextmanager
def served(folder: str):
    command = [DOCKET, "serve", "--port", "0", "--data-dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **NOW, "DOCKET_LOG": "off"})
    try:
        yield Server(json.loads(process.stdout.readline()))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


@asynccontextmanager
async def over_stdio(folder: str, lifecycle: str, *arguments: str):
    started = StdioServerParameters(command=str(DOCKET), args=["mcp", "--data-dir", folder, *arguments], env=NOW)
    async with Client(started, mode=lifecycle) as client:
        yield client


@asynccontextmanager
async def over_http(server: Server, secret: str, lifecycle: str, **headers: str):
    headers["Authorization"] = f"Bearer {secret}"
    async with httpx2.AsyncClient(headers=headers, trust_env=False) as http:
        async with Client(streamable_http_client(f"{server.url}/mcp", http_client=http), mode=lifecycle) as client:
            yield client


async def done(client: Client, tool: str, **arguments: object) -> dict:
    result = await client.call_tool(tool, arguments)
    check(f"{tool} is done", result.is_error, False)
    check(f"{tool} says the same as text", json.loads(result.content[0].text), result.structured_content)
    return result.structured_content


async def not_done(client: Client, code: str, tool: str, **arguments: object) -> str:
    result = await client.call_tool(tool, arguments)
    check(f"{tool} is not done", (result.is_error, result.structured_content["error"]["code"]), (True, code))
    return result.content[0].text


async def tour(client: Client, lifecycle: str) -> None:
    """Everything that a client does with a list, from nothing to the trash and back."""
    check("the version", client.protocol_version, LIFECYCLES[lifecycle])
    check("its name", client.server_info.name, "docket")
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    check("the tools", list(tools), TOOLS)
    hints = {name: (tool.annotations.read_only_hint, tool.annotations.destructive_hint) for name, tool in tools.items()}
    check("what only reads", [name for name, (reads, _) in hints.items() if reads], READING)
    check("what takes away", [name for name, (_, destroys) in hints.items() if destroys], ["delete_task", "undo", "redo"])

    friday = {"date": "2026-11-27", "weekday": "Friday", "time": "09:00"}
    added = await done(client, "add_task", title="Pay the rent", due=friday, list="Home", labels=["bills"], priority=1)
    check("the list is made", added["created_lists"], ["Home"])
    rent = added["tasks"][0]["id"]
    await done(client, "add_task", title="Größe messen ✓")
    listed = await done(client, "list_tasks")
    check("the list", sorted(task["title"] for task in listed["tasks"]), ["Größe messen ✓", "Pay the rent"])

    monday = {"date": "2026-11-30", "weekday": "Monday"}
    moved = await done(client, "reschedule_task", ids=[rent], due=monday)
    check("the new day, with its time kept", moved["tasks"][0]["due"]["date"], "2026-11-30")
    await done(client, "complete_task", ids=[rent])
    check("it is done", (await done(client, "get_task", id=rent))["tasks"][0]["status"], "done")
    await done(client, "undo")
    check("it is open again", (await done(client, "get_task", id=rent))["tasks"][0]["status"], "open")
    await done(client, "delete_task", ids=[rent])
    check("it is in the trash", (await done(client, "get_task", id=rent))["tasks"][0]["in_trash"], True)
    await done(client, "restore_task", ids=[rent])
    check("it is found", len((await done(client, "search_tasks", words="rent"))["tasks"]), 1)

    said = await not_done(client, "WEEKDAY_MISMATCH", "reschedule_task", ids=[rent], due={**monday, "weekday": "Friday"})
    check("in words", said.endswith("."), True)
    await not_done(client, "INVALID_TITLE", "add_task", title="")
    await not_done(client, "BAD_ARGUMENTS", "add_task", title="x", colour="red")
    many = [(await done(client, "add_task", title=f"Task {number}"))["tasks"][0]["id"] for number in range(6)]
    await not_done(client, "TOO_MANY_TASKS", "delete_task", ids=many)
    try:
        await client.call_tool("empty_trash", {})
        check("a tool that is none", "an answer", "an error")
    except MCPError as error:
        check("a tool that is none", error.error.code, -32602)


async def may_only_read(client: Client) -> None:
    check("only what reads is told of", [tool.name for tool in (await client.list_tools()).tools], READING)
    await done(client, "list_tasks")
    for tool in set(TOOLS) - set(READING):
        await not_done(client, "READ_ONLY", tool)


async def refused(name: str, status: int, server: Server, secret: str, **headers: str) -> None:
    """The client gets no further than the gate, in either lifecycle, and is told why by HTTP."""
    statuses: list[int] = []

    async def note(response: httpx2.Response) -> None:
        statuses.append(response.status_code)

    for lifecycle in LIFECYCLES:
        sent = {"Authorization": f"Bearer {secret}", **headers}
        try:
            async with httpx2.AsyncClient(headers=sent, event_hooks={"response": [note]}, trust_env=False) as http:
                async with Client(streamable_http_client(f"{server.url}/mcp", http_client=http), mode=lifecycle) as client:
                    await client.list_tools()
            check(f"{name}, {lifecycle}", "let in", "refused")
        except* Exception:
            check(f"{name}, {lifecycle}", set(statuses), {status})


async def main() -> None:
    for lifecycle in LIFECYCLES:
        print(f"-- docket mcp, {lifecycle}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            async with over_stdio(folder, lifecycle) as client:
                await tour(client, lifecycle)
            async with over_stdio(folder, lifecycle, "--read-only") as client:
                await may_only_read(client)
        print(f"-- POST /mcp, {lifecycle}", flush=True)
        with tempfile.TemporaryDirectory() as folder, served(folder) as server:
            secret = server.set_mcp(on=True)["secret"]
            async with over_http(server, secret, lifecycle) as client:
                await tour(client, lifecycle)
            check("whose tasks they are", {task["source"] for task in server.get("/api/v1/tasks")["tasks"]}, {"mcp"})
            server.set_mcp(read_only=True)
            async with over_http(server, secret, lifecycle) as client:
                await may_only_read(client)
            outcomes = {call["outcome"] for call in server.get("/api/v1/audit?limit=100")["calls"]}
            check("the audit", outcomes, {"done", "failed", "refused"})
    print("-- who is not let in", flush=True)
    with tempfile.TemporaryDirectory() as folder, served(folder) as server:
        await refused("off", 404, server, "0" * 64)
        secret = server.set_mcp(on=True)["secret"]
        await refused("a wrong secret", 401, server, "0" * 64)
        await refused("a page's client secret", 401, server, server.page.headers["Authorization"].removeprefix("Bearer "))
        await refused("a page", 403, server, secret, Origin=server.url)
        server.set_mcp(on=False)
        await refused("switched off again", 404, server, secret)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    sys.exit(1 if failures or checks < ALL_CHECKS else 0)


if __name__ == "__main__":
    asyncio.run(main())
