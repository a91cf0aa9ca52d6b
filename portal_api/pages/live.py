"""Server-sent events for pages: which dossier something happened to, never what; in the scope of who listens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from portal_api.events import Listener, Notice, Watch
from portal_api.who import DossierReader, recognised

HEARTBEAT_S = 15.0
_TURN_S = 0.5
_COMES_BACK_MS = 3000


def routes(watch: Watch, heartbeat_s: float = HEARTBEAT_S) -> APIRouter:
    async def events(
        asking: DossierReader,
        request: Request,
        last_event_id: Annotated[str, Header(pattern=r"^[0-9]{0,18}$")] = "",
    ) -> StreamingResponse:
        """A stream until the session ends; raises `too-many-listeners`."""
        stack = ExitStack()
        listener = stack.enter_context(watch.listening(asking.viewer))
        missed = await watch.missed_by(asking.viewer, int(last_event_id)) if last_event_id else []
        body = _stream(request, listener, missed, stack, heartbeat_s)
        return StreamingResponse(body, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    router = APIRouter(include_in_schema=False)
    router.get("/events")(events)
    return router


async def _stream(
    request: Request, listener: Listener, missed: list[Notice], stack: ExitStack, heartbeat_s: float
) -> AsyncIterator[bytes]:
    """Ends with the session, with the server, and when the listener is too slow; a browser then comes back."""
    loop = asyncio.get_running_loop()
    with stack:
        yield b"retry: %d\n\n" % _COMES_BACK_MS
        for notice in missed:
            yield _told(notice)
        beat = loop.time() + heartbeat_s
        while not (listener.missed or request.app.state.is_ending()):
            heard = await _next(listener)
            if heard is None and loop.time() < beat:
                continue
            if await run_in_threadpool(recognised, request) is None:
                yield b"event: ended\ndata: {}\n\n"
                return
            beat = loop.time() + heartbeat_s
            yield _told(heard) if heard else b": here\n\n"


async def _next(listener: Listener) -> Notice | None:
    try:
        return await asyncio.wait_for(listener.notices.get(), _TURN_S)
    except TimeoutError:
        return None


def _told(notice: Notice) -> bytes:
    data = orjson.dumps({"dossier": notice.dossier_id, "kind": notice.kind})
    return b"id: %d\nevent: changed\ndata: %s\n\n" % (notice.number, data)
