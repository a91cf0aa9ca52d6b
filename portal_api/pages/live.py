"""Server-sent events for pages: which dossier or exchange something happened to, in the scope of who listens."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Send

from portal_api.counter import OWN_READ
from portal_api.events import Listener, Notice, Watch
from portal_api.who import Hearing, may_hear, recognised
from schemas.errors import Busy, Refused
from schemas.viewer import Viewer

HEARTBEAT_S = 15.0
ASKS_EVERY_S = 3.0
"""How long a session that was ended elsewhere may keep its stream; it hears nothing more in that time."""
_TURN_S = 0.5
_COMES_BACK_MS = 3000


def routes(watch: Watch, heartbeat_s: float = HEARTBEAT_S) -> APIRouter:
    async def events(
        asking: Hearing,
        request: Request,
        last_event_id: Annotated[str, Header(pattern=r"^[0-9]{0,18}$")] = "",
    ) -> StreamingResponse:
        """A stream until the session ends; raises `too-many-listeners`."""
        watch.check_room(asking.viewer)
        body = _stream(request, watch, asking.viewer, last_event_id, heartbeat_s, is_own=OWN_READ in asking.who.scopes)
        return _Stream(body, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    router = APIRouter(include_in_schema=False)
    router.get("/events")(events)
    return router


class _Stream(StreamingResponse):
    """A stream that lets go of what it holds as soon as it ends, however early the browser left."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        finally:
            if isinstance(self.body_iterator, AsyncGenerator):
                await self.body_iterator.aclose()


async def _stream(
    request: Request, watch: Watch, viewer: Viewer, last_event_id: str, heartbeat_s: float, *, is_own: bool
) -> AsyncGenerator[bytes]:
    """Ends with the session, with the server, and when the listener is too slow; a browser then comes back.

    It listens from its first byte on: a browser that left before that holds no place. It ends as well while the
    database is away, and when others took the last place meanwhile.
    """
    loop = asyncio.get_running_loop()
    with suppress(Busy, Refused), watch.listening(viewer) as listener:
        yield b"retry: %d\n\n" % _COMES_BACK_MS
        for notice in await watch.missed_by(viewer, int(last_event_id)) if last_event_id else ():
            if told := _told(notice, is_own=is_own):
                yield told
        beat, asks = loop.time() + heartbeat_s, loop.time() + ASKS_EVERY_S
        while not (listener.missed or request.app.state.is_ending()):
            heard = await _next(listener)
            if heard is None and loop.time() < min(beat, asks):
                continue
            who = await run_in_threadpool(recognised, request)
            if who is None or not may_hear(who):
                yield b"event: ended\ndata: {}\n\n"
                return
            asks = loop.time() + ASKS_EVERY_S
            for each in await _still(watch, listener, who.viewer, heard):
                beat = loop.time() + heartbeat_s
                if told := _told(each, is_own=is_own):
                    yield told
            if loop.time() >= beat:
                beat = loop.time() + heartbeat_s
                yield b": here\n\n"


async def _next(listener: Listener) -> Notice | None:
    try:
        return await asyncio.wait_for(listener.notices.get(), _TURN_S)
    except TimeoutError:
        return None


async def _still(watch: Watch, listener: Listener, viewer: Viewer, heard: Notice | None) -> list[Notice]:
    """What was heard, if whoever listens may still hear it: his scope may have changed since he began."""
    found = [heard] if heard else []
    if viewer == listener.viewer:
        return found
    listener.viewer = viewer
    return await watch.in_scope(viewer, found) if found else []


def _told(notice: Notice, *, is_own: bool) -> bytes:
    """A customer hears which dossier of his changed, and of no exchange and no kind of work of the office."""
    if is_own and notice.about != "dossier":
        return b""
    data = orjson.dumps({notice.about: notice.id, "kind": "" if is_own else notice.kind})
    return b"id: %d\nevent: changed\ndata: %s\n\n" % (notice.number, data)
