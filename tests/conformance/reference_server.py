#!/usr/bin/env python3
"""Reference ChatKit server used to validate oracle.py against the SDK itself.

FastAPI + uvicorn in front of chatkit.server.ChatKitServer (openai-chatkit),
with a real SQLite store and a *scripted* responder: what the assistant does is
chosen by the first word of the user's message (see SCRIPTS below and the
README).  Nothing here calls a model or the network.

    python reference_server.py --port 8123 --db reference.db

Routes
    GET  /health                      200 {"ok": true}
    POST /api/chatkit/session         {"client_secret": "...", "expires_at": ...}
    POST /api/chatkit                 every ChatKit request (JSON or SSE)
    POST /api/chatkit/upload          direct upload (multipart, field "file")
    PUT|POST /api/chatkit/uploads/ID  second phase of a two-phase upload
    GET  /api/chatkit/files/ID        preview bytes
    GET  /api/chatkit/debug/feedback  what items.feedback recorded   (test aid)
    GET  /api/chatkit/debug/items/ID  ALL stored items, hidden too   (test aid)
Auth: every /api/chatkit* route but /session wants `Authorization: Bearer`.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import TypeAdapter, ValidationError

from chatkit.actions import Action
from chatkit.errors import CustomStreamError, ErrorCode, StreamError
from chatkit.server import ChatKitServer, StreamingResult, stream_widget
from chatkit.store import AttachmentStore, NotFoundError, Store
from chatkit.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    Attachment,
    AttachmentCreateParams,
    AttachmentUploadDescriptor,
    AudioInput,
    ClientEffectEvent,
    ClientToolCallItem,
    ClosedStatus,
    CustomSummary,
    CustomTask,
    DurationSummary,
    EndOfTurnItem,
    EntitySource,
    FileAttachment,
    FileSource,
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    HiddenContextItem,
    ImageAttachment,
    LockedStatus,
    NoticeEvent,
    Page,
    ProgressUpdateEvent,
    SearchTask,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    SyncCustomActionResponse,
    TaskItem,
    ThoughtTask,
    ThreadItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    TranscriptionResult,
    URLSource,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)
from chatkit.widgets import DynamicWidgetRoot

Ctx = dict[str, Any]
TOKENS: type[dict] = dict  # bearer token -> expiry
ITEM = TypeAdapter(ThreadItem)
ATT = TypeAdapter(Attachment)


# --------------------------------------------------------------------- store
class SqliteStore(Store[Ctx]):
    """Rows carry a monotonically growing `seq`, so order never depends on
    clock resolution.  Cursors are record ids (opaque to the client)."""

    def __init__(self, path: str):
        self.path = path
        with self.db() as c:
            c.executescript(
                """
                CREATE TABLE IF NOT EXISTS threads(
                  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
                  owner TEXT NOT NULL, data TEXT NOT NULL, UNIQUE(owner,id));
                CREATE TABLE IF NOT EXISTS items(
                  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
                  thread_id TEXT NOT NULL, owner TEXT NOT NULL, data TEXT NOT NULL,
                  UNIQUE(owner,thread_id,id));
                CREATE TABLE IF NOT EXISTS attachments(
                  id TEXT NOT NULL, owner TEXT NOT NULL, data TEXT NOT NULL,
                  bytes BLOB, UNIQUE(owner,id));
                CREATE TABLE IF NOT EXISTS feedback(
                  thread_id TEXT, item_ids TEXT, kind TEXT, owner TEXT);
                """
            )

    @contextmanager
    def db(self):
        c = sqlite3.connect(self.path, timeout=30)
        try:
            with c:
                yield c
        finally:
            c.close()

    # threads
    async def load_thread(self, thread_id: str, context: Ctx) -> ThreadMetadata:
        with self.db() as c:
            row = c.execute(
                "SELECT data FROM threads WHERE owner=? AND id=?",
                (context["user"], thread_id),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"thread {thread_id}")
        return ThreadMetadata.model_validate_json(row[0])

    async def save_thread(self, thread: ThreadMetadata, context: Ctx) -> None:
        data = ThreadMetadata(**thread.model_dump(exclude={"items"})).model_dump_json()
        with self.db() as c:
            c.execute(
                "INSERT INTO threads(id,owner,data) VALUES(?,?,?) "
                "ON CONFLICT(owner,id) DO UPDATE SET data=excluded.data",
                (thread.id, context["user"], data),
            )

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: Ctx
    ) -> Page[ThreadMetadata]:
        rows, more, cursor = self._page("threads", None, after, limit, order, context)
        return Page(
            data=[ThreadMetadata.model_validate_json(d) for _, d in rows],
            has_more=more,
            after=cursor,
        )

    async def delete_thread(self, thread_id: str, context: Ctx) -> None:
        with self.db() as c:
            c.execute("DELETE FROM items WHERE owner=? AND thread_id=?", (context["user"], thread_id))
            c.execute("DELETE FROM threads WHERE owner=? AND id=?", (context["user"], thread_id))

    # items
    def _page(self, table, thread_id, after, limit, order, context):
        where, args = ["owner=?"], [context["user"]]
        if thread_id is not None:
            where.append("thread_id=?")
            args.append(thread_id)
        with self.db() as c:
            if after:
                row = c.execute(
                    f"SELECT seq FROM {table} WHERE id=? AND {' AND '.join(where)}",
                    [after, *args],
                ).fetchone()
                if row is None:
                    raise NotFoundError(f"cursor {after}")
                where.append("seq > ?" if order == "asc" else "seq < ?")
                args.append(row[0])
            rows = c.execute(
                f"SELECT id,data FROM {table} WHERE {' AND '.join(where)} "
                f"ORDER BY seq {'ASC' if order == 'asc' else 'DESC'} LIMIT ?",
                [*args, limit + 1],
            ).fetchall()
        more = len(rows) > limit
        rows = rows[:limit]
        return rows, more, (rows[-1][0] if more and rows else None)

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: Ctx
    ) -> Page[ThreadItem]:
        rows, more, cursor = self._page("items", thread_id, after, limit, order, context)
        return Page(
            data=[ITEM.validate_json(d) for _, d in rows], has_more=more, after=cursor
        )

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: Ctx) -> None:
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id: str, item: ThreadItem, context: Ctx) -> None:
        with self.db() as c:
            c.execute(
                "INSERT INTO items(id,thread_id,owner,data) VALUES(?,?,?,?) "
                "ON CONFLICT(owner,thread_id,id) DO UPDATE SET data=excluded.data",
                (item.id, thread_id, context["user"], item.model_dump_json()),
            )

    async def load_item(self, thread_id: str, item_id: str, context: Ctx) -> ThreadItem:
        with self.db() as c:
            row = c.execute(
                "SELECT data FROM items WHERE owner=? AND thread_id=? AND id=?",
                (context["user"], thread_id, item_id),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"item {item_id}")
        return ITEM.validate_json(row[0])

    async def delete_thread_item(self, thread_id: str, item_id: str, context: Ctx) -> None:
        with self.db() as c:
            c.execute(
                "DELETE FROM items WHERE owner=? AND thread_id=? AND id=?",
                (context["user"], thread_id, item_id),
            )

    # attachments
    async def save_attachment(self, attachment: Attachment, context: Ctx) -> None:
        with self.db() as c:
            c.execute(
                "INSERT INTO attachments(id,owner,data) VALUES(?,?,?) "
                "ON CONFLICT(owner,id) DO UPDATE SET data=excluded.data",
                (attachment.id, context["user"], attachment.model_dump_json()),
            )

    async def load_attachment(self, attachment_id: str, context: Ctx) -> Attachment:
        with self.db() as c:
            row = c.execute(
                "SELECT data FROM attachments WHERE owner=? AND id=?",
                (context["user"], attachment_id),
            ).fetchone()
        if row is None:
            raise NotFoundError(f"attachment {attachment_id}")
        return ATT.validate_json(row[0])

    async def delete_attachment(self, attachment_id: str, context: Ctx) -> None:
        with self.db() as c:
            c.execute(
                "DELETE FROM attachments WHERE owner=? AND id=?",
                (context["user"], attachment_id),
            )


class SqliteAttachments(AttachmentStore[Ctx]):
    def __init__(self, store: SqliteStore, base_url: str):
        self.store, self.base = store, base_url

    def build(self, name: str, mime: str, ident: str, two_phase: bool) -> Attachment:
        desc = (
            AttachmentUploadDescriptor(
                url=f"{self.base}/api/chatkit/uploads/{ident}",  # type: ignore[arg-type]
                method="PUT",
                headers={"Content-Type": mime},
            )
            if two_phase
            else None
        )
        meta = {"internal": "must never reach the client"}
        if mime.startswith("image/"):
            return ImageAttachment(
                id=ident, name=name, mime_type=mime, upload_descriptor=desc, metadata=meta,
                preview_url=f"{self.base}/api/chatkit/files/{ident}",  # type: ignore[arg-type]
            )
        return FileAttachment(id=ident, name=name, mime_type=mime, upload_descriptor=desc, metadata=meta)

    async def create_attachment(self, input: AttachmentCreateParams, context: Ctx) -> Attachment:
        return self.build(
            input.name, input.mime_type, self.generate_attachment_id(input.mime_type, context), True
        )

    async def delete_attachment(self, attachment_id: str, context: Ctx) -> None:
        with self.store.db() as c:
            c.execute(
                "UPDATE attachments SET bytes=NULL WHERE owner=? AND id=?",
                (context["user"], attachment_id),
            )


# ----------------------------------------------------------- scripted answers
def card(text: str, *, streaming: bool | None = None, extra: list[dict] | None = None) -> DynamicWidgetRoot:
    body: dict[str, Any] = {"type": "Text", "id": "body", "value": text}
    if streaming is not None:
        body["streaming"] = streaming
    return DynamicWidgetRoot.model_validate(
        {
            "type": "Card",
            "children": [
                {"type": "Title", "value": "Scripted card"},
                body,
                {
                    "type": "Button",
                    "label": "Do it",
                    "onClickAction": {
                        "type": "demo.done", "payload": {"n": 1}, "handler": "server",
                        "loadingBehavior": "auto", "streaming": True,
                    },
                },
                *(extra or []),
            ],
        }
    )


class ScriptedServer(ChatKitServer[Ctx]):
    store: SqliteStore

    def mid(self, kind, thread, ctx):
        return self.store.generate_item_id(kind, thread, ctx)

    # -- pieces -----------------------------------------------------------
    async def _text(
        self, thread, ctx, deltas: list[str], delay: float = 0.0,
        annotations: list[Annotation] | None = None, fail_after: int | None = None,
        error: Exception | None = None,
    ) -> AsyncIterator[ThreadStreamEvent]:
        item = AssistantMessageItem(
            id=self.mid("message", thread, ctx), thread_id=thread.id,
            created_at=datetime.now(), content=[],
        )
        yield ThreadItemAddedEvent(item=item)
        yield ThreadItemUpdatedEvent(
            item_id=item.id,
            update=AssistantMessageContentPartAdded(
                content_index=0, content=AssistantMessageContent(text="")
            ),
        )
        text = ""
        for n, d in enumerate(deltas):
            if fail_after is not None and n >= fail_after:
                raise error or RuntimeError("scripted failure")
            if delay:
                await asyncio.sleep(delay)
            text += d
            yield ThreadItemUpdatedEvent(
                item_id=item.id,
                update=AssistantMessageContentPartTextDelta(content_index=0, delta=d),
            )
        for i, a in enumerate(annotations or []):
            yield ThreadItemUpdatedEvent(
                item_id=item.id,
                update=AssistantMessageContentPartAnnotationAdded(
                    content_index=0, annotation_index=i, annotation=a
                ),
            )
        final = AssistantMessageContent(text=text, annotations=annotations or [])
        yield ThreadItemUpdatedEvent(
            item_id=item.id,
            update=AssistantMessageContentPartDone(content_index=0, content=final),
        )
        yield ThreadItemDoneEvent(
            item=AssistantMessageItem(
                id=item.id, thread_id=thread.id, created_at=item.created_at, content=[final]
            )
        )

    # -- the responder ------------------------------------------------------
    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Ctx
    ) -> AsyncIterator[ThreadStreamEvent]:
        if input_user_message is None:
            # continuation: after a client tool's output or a structured input
            page = await self.store.load_thread_items(thread.id, None, 1, "desc", context)
            last = page.data[0] if page.data else None
            if isinstance(last, ClientToolCallItem):
                said = f"tool said: {json.dumps(last.output, sort_keys=True)}"
            elif isinstance(last, StructuredInputItem):
                parts = []
                for q in last.inputs:
                    a = q.answer
                    parts.append(f"{q.id}={'skipped' if a is None or a.skipped else ','.join(a.values)}")
                said = f"input {last.status}: {'; '.join(parts)}"
            else:
                said = "nothing to continue"
            async for e in self._text(thread, context, [said]):
                yield e
            return

        words = "".join(
            p.text if isinstance(p, UserMessageTextContent) else f"@{p.text}"
            for p in input_user_message.content
        )
        cmd, _, arg = words.strip().partition(" ")
        match cmd:
            case "text":
                n = int(arg or 5)
                async for e in self._text(thread, context, [f"w{i} " for i in range(n)]):
                    yield e
            case "slow":
                n = int(arg or 200)
                async for e in self._text(thread, context, [f"s{i} " for i in range(n)], delay=0.05):
                    yield e
            case "silent":  # slow, but never says anything: nothing to keep
                async for e in self._text(thread, context, [" "] * 200, delay=0.05):
                    yield e
            case "annot":
                src: list[Annotation] = [
                    Annotation(source=URLSource(url="https://example.com/a", title="A", attribution="Ex"), index=3),
                    Annotation(source=FileSource(filename="a.txt", title="a.txt"), index=3),
                    Annotation(source=EntitySource(id="task_1", title="Task 1", icon="check", interactive=True, data={"k": "v"})),
                ]
                async for e in self._text(thread, context, ["see ", "sources"], annotations=src):
                    yield e
            case "title":
                async for e in self._text(thread, context, ["naming"]):
                    yield e
                thread.title = arg or "A title"
            case "lock":
                thread.status = LockedStatus(reason=arg or None)
                async for e in self._text(thread, context, ["locked"]):
                    yield e
            case "close":
                thread.status = ClosedStatus(reason=arg or None)
                async for e in self._text(thread, context, ["closed"]):
                    yield e
            case "domains":
                thread.allowed_image_domains = ["example.com"]
                async for e in self._text(thread, context, ["ok"]):
                    yield e
            case "widget":
                yield ThreadItemDoneEvent(
                    item=WidgetItem(
                        id=self.mid("message", thread, context), thread_id=thread.id,
                        created_at=datetime.now(), widget=card("static"), copy_text="static copy",
                    )
                )
            case "wstream":
                async def gen():
                    text = ""
                    for w in ("", "alpha ", "beta ", "gamma"):
                        text += w
                        yield card(text, streaming=w != "gamma")
                async for e in stream_widget(
                    thread, gen(), copy_text="alpha beta gamma",
                    generate_id=lambda k: self.mid(k, thread, context),
                ):
                    yield e
            case "wroot":
                async def gen2():
                    yield card("first")
                    yield card("first", extra=[{"type": "Badge", "label": "new"}])
                async for e in stream_widget(
                    thread, gen2(), generate_id=lambda k: self.mid(k, thread, context)
                ):
                    yield e
            case "tool":
                async for e in self._text(thread, context, ["calling"]):
                    yield e
                yield ThreadItemDoneEvent(
                    item=ClientToolCallItem(
                        id=self.mid("tool_call", thread, context), thread_id=thread.id,
                        created_at=datetime.now(), call_id=self.mid("tool_call", thread, context),
                        name="get_selection", arguments={"scope": arg or "all"},
                    )
                )
            case "ask":
                yield ThreadItemDoneEvent(
                    item=StructuredInputItem(
                        id=self.mid("message", thread, context), thread_id=thread.id,
                        created_at=datetime.now(),
                        inputs=[
                            StructuredInputMultipleChoice(
                                id="prio", question="Priority?",
                                options=[
                                    StructuredInputMultipleChoiceOption(value="Low"),
                                    StructuredInputMultipleChoiceOption(value="High"),
                                ],
                            ),
                            StructuredInputFreeform(id="note", question="Note?", description="free"),
                        ],
                    )
                )
            case "error":  # unexpected exception mid-stream
                async for e in self._text(thread, context, ["a", "b", "c"], fail_after=2):
                    yield e
            case "errcode":
                async for e in self._text(
                    thread, context, ["a", "b"], fail_after=1,
                    error=StreamError(ErrorCode.STREAM_ERROR, allow_retry=False),
                ):
                    yield e
            case "errcustom":
                async for e in self._text(
                    thread, context, ["a", "b"], fail_after=1,
                    error=CustomStreamError(arg or "out of quota", allow_retry=True),
                ):
                    yield e
            case "notice":
                yield NoticeEvent(level="warning", title="Heads up", message="**careful**")
                yield ProgressUpdateEvent(icon="search", text="looking")
                yield ClientEffectEvent(name="highlight", data={"id": 7})
                async for e in self._text(thread, context, ["done"]):
                    yield e
            case "flow":
                wf = WorkflowItem(
                    id=self.mid("workflow", thread, context), thread_id=thread.id,
                    created_at=datetime.now(), workflow=Workflow(type="reasoning", tasks=[]),
                )
                yield ThreadItemAddedEvent(item=wf.model_copy(deep=True))
                t0 = ThoughtTask(content="thinking", status_indicator="loading")
                wf.workflow.tasks.append(t0)
                yield ThreadItemUpdatedEvent(item_id=wf.id, update=WorkflowTaskAdded(task_index=0, task=t0))
                t1 = SearchTask(title="web", queries=["q"], sources=[URLSource(url="https://example.com", title="E")])
                wf.workflow.tasks.append(t1)
                yield ThreadItemUpdatedEvent(item_id=wf.id, update=WorkflowTaskAdded(task_index=1, task=t1))
                t0b = ThoughtTask(content="thought it over", status_indicator="complete")
                wf.workflow.tasks[0] = t0b
                yield ThreadItemUpdatedEvent(item_id=wf.id, update=WorkflowTaskUpdated(task_index=0, task=t0b))
                wf.workflow.summary = DurationSummary(duration=3)
                yield ThreadItemDoneEvent(item=wf)
                yield ThreadItemDoneEvent(
                    item=TaskItem(
                        id=self.mid("task", thread, context), thread_id=thread.id,
                        created_at=datetime.now(), task=CustomTask(title="Saved", icon="check", content="ok"),
                    )
                )
                async for e in self._text(thread, context, ["after thinking"]):
                    yield e
                yield ThreadItemDoneEvent(
                    item=EndOfTurnItem(
                        id=self.mid("message", thread, context), thread_id=thread.id, created_at=datetime.now()
                    )
                )
            case "image":
                it = GeneratedImageItem(
                    id=self.mid("message", thread, context), thread_id=thread.id, created_at=datetime.now()
                )
                yield ThreadItemAddedEvent(item=it)
                img = GeneratedImage(id="ig_1", url="data:image/png;base64,AAAA")
                yield ThreadItemUpdatedEvent(item_id=it.id, update=GeneratedImageUpdated(image=img, progress=0.5))
                yield ThreadItemDoneEvent(item=it.model_copy(update={"image": img}))
            case "hidden":
                yield ThreadItemDoneEvent(
                    item=HiddenContextItem(
                        id=self.mid("message", thread, context), thread_id=thread.id,
                        created_at=datetime.now(), content={"secret": arg or "x"},
                    )
                )
                async for e in self._text(thread, context, ["visible"]):
                    yield e
            case "remove":
                tmp = WidgetItem(
                    id=self.mid("message", thread, context), thread_id=thread.id,
                    created_at=datetime.now(), widget=card("temporary"),
                )
                yield ThreadItemDoneEvent(item=tmp)
                yield ThreadItemRemovedEvent(item_id=tmp.id)
                async for e in self._text(thread, context, ["removed"]):
                    yield e
            case "replace":
                it = WidgetItem(
                    id=self.mid("message", thread, context), thread_id=thread.id,
                    created_at=datetime.now(), widget=card("before"),
                )
                yield ThreadItemDoneEvent(item=it)
                yield ThreadItemReplacedEvent(item=it.model_copy(update={"widget": card("after")}))
            case "options":
                io = input_user_message.inference_options
                tool = io.tool_choice.id if io.tool_choice else "-"
                async for e in self._text(
                    thread, context,
                    [f"tool={tool} model={io.model or '-'} quoted={input_user_message.quoted_text or '-'}"],
                ):
                    yield e
            case _:
                async for e in self._text(thread, context, [f"echo: {words}"]):
                    yield e

    # -- actions, feedback, voice ------------------------------------------
    async def action(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None, context: Ctx
    ) -> AsyncIterator[ThreadStreamEvent]:
        if action.type == "demo.fail":
            raise CustomStreamError("action failed", allow_retry=False)
        if sender is not None:
            yield ThreadItemReplacedEvent(
                item=sender.model_copy(update={"widget": card(f"acted {json.dumps(action.payload)}")})
            )
        yield ThreadItemDoneEvent(
            item=HiddenContextItem(
                id=self.mid("message", thread, context), thread_id=thread.id,
                created_at=datetime.now(), content=f"action {action.type}",
            )
        )
        async for e in self._text(thread, context, [f"action {action.type}"]):
            yield e

    async def sync_action(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None, context: Ctx
    ) -> SyncCustomActionResponse:
        if sender is None:
            return SyncCustomActionResponse()
        item = sender.model_copy(update={"widget": card(f"sync {json.dumps(action.payload)}")})
        await self.store.save_item(thread.id, item, context)
        return SyncCustomActionResponse(updated_item=item)

    async def add_feedback(self, thread_id, item_ids, feedback, context) -> None:
        with self.store.db() as c:
            c.execute(
                "INSERT INTO feedback VALUES(?,?,?,?)",
                (thread_id, json.dumps(item_ids), feedback, context["user"]),
            )

    async def transcribe(self, audio_input: AudioInput, context: Ctx) -> TranscriptionResult:
        return TranscriptionResult(text=f"{len(audio_input.data)} bytes of {audio_input.media_type}")


# --------------------------------------------------------------------- http
def make_app(db: str, base_url: str, secret: str) -> FastAPI:
    store = SqliteStore(db)
    files = SqliteAttachments(store, base_url)
    server = ScriptedServer(store, files)
    app = FastAPI()
    live: dict[str, float] = TOKENS()

    def who(request: Request) -> Ctx:
        head = request.headers.get("authorization", "")
        token = head[7:] if head.lower().startswith("bearer ") else ""
        if live.get(token, 0) < time.time():
            raise HTTPException(401, {"error": {"code": "unauthorized", "message": "bad token"}})
        return {"user": "local", "locale": request.headers.get("accept-language")}

    @app.get("/health")
    async def health():
        return {"ok": True}

    @app.post("/api/chatkit/session")
    async def session(request: Request):
        if secret and request.headers.get("x-app-secret", secret) != secret:
            raise HTTPException(401)
        token = "cks_" + secrets.token_hex(16)
        live[token] = time.time() + 3600
        return {"client_secret": token, "expires_at": int(live[token])}

    @app.post("/api/chatkit")
    async def chatkit(request: Request):
        ctx = who(request)
        try:
            result = await server.process(await request.body(), ctx)
        except ValidationError as e:
            return JSONResponse({"error": {"code": "invalid_request", "message": str(e)}}, 400)
        except NotFoundError as e:
            return JSONResponse({"error": {"code": "not_found", "message": str(e)}}, 404)
        except ValueError as e:
            return JSONResponse({"error": {"code": "invalid_request", "message": str(e)}}, 400)
        if isinstance(result, StreamingResult):
            return StreamingResponse(
                result, media_type="text/event-stream",
                headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
            )
        return Response(result.json, media_type="application/json")

    @app.post("/api/chatkit/upload")
    async def upload(request: Request):
        ctx = who(request)
        form = await request.form()
        f = form.get("file")
        if f is None or isinstance(f, str):
            raise HTTPException(400, "field `file` missing")
        ident = files.generate_attachment_id(f.content_type or "", ctx)
        att = files.build(f.filename or "file", f.content_type or "application/octet-stream", ident, False)
        await store.save_attachment(att, ctx)
        with store.db() as c:
            c.execute("UPDATE attachments SET bytes=? WHERE id=?", (await f.read(), ident))
        return Response(
            att.model_dump_json(exclude_none=True, context={"exclude_metadata": True}),
            media_type="application/json",
        )

    @app.api_route("/api/chatkit/uploads/{ident}", methods=["PUT", "POST"])
    async def phase_two(ident: str, request: Request):
        ctx = who(request)
        att = await store.load_attachment(ident, ctx)
        body = await request.body()
        with store.db() as c:
            c.execute("UPDATE attachments SET bytes=? WHERE id=?", (body, ident))
        await store.save_attachment(att.model_copy(update={"upload_descriptor": None}), ctx)
        return Response(status_code=204)

    @app.get("/api/chatkit/files/{ident}")
    async def preview(ident: str):
        with store.db() as c:
            row = c.execute("SELECT bytes,data FROM attachments WHERE id=?", (ident,)).fetchone()
        if row is None or row[0] is None:
            raise HTTPException(404)
        return Response(row[0], media_type=json.loads(row[1])["mime_type"])

    @app.get("/api/chatkit/debug/feedback")
    async def dbg_feedback(request: Request):
        who(request)
        with store.db() as c:
            rows = c.execute("SELECT thread_id,item_ids,kind FROM feedback").fetchall()
        return [{"thread_id": t, "item_ids": json.loads(i), "kind": k} for t, i, k in rows]

    @app.get("/api/chatkit/debug/items/{thread_id}")
    async def dbg_items(thread_id: str, request: Request):
        who(request)
        with store.db() as c:
            rows = c.execute("SELECT data FROM items WHERE thread_id=? ORDER BY seq", (thread_id,)).fetchall()
        return [json.loads(r[0]) for r in rows]

    return app


def main() -> int:
    p = argparse.ArgumentParser()
    p.add_argument("--host", default="127.0.0.1")
    p.add_argument("--port", type=int, default=8123)
    p.add_argument("--db", default="reference.db")
    p.add_argument("--secret", default="")
    p.add_argument("--fresh", action="store_true", help="delete the database first")
    a = p.parse_args()
    if a.fresh:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(a.db + suffix).unlink(missing_ok=True)
    app = make_app(a.db, f"http://{a.host}:{a.port}", a.secret)
    uvicorn.run(app, host=a.host, port=a.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
