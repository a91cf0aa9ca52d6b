"""Bodies with a file in them: counted while they come in, refused at the first byte too many."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from schemas.errors import Refused

BESIDE = 16 * 1024
"""Bytes that a form may have beside its file."""
_MOST_FIELDS, _MOST_FILES = 40, 20


async def whole(request: Request, most: int, slug: str) -> bytes:
    """The body, of at most so many bytes; raises `Refused` with `slug`."""
    return b"".join([part async for part in _counted(request, most, slug)])


@asynccontextmanager
async def posted(request: Request, most: int, slug: str) -> AsyncGenerator[FormData, None]:
    """The fields and files of a multipart form of at most so many bytes; a large file waits on disk until the end.

    Raises `Refused`: `slug` for too many bytes, `request-invalid` for what is no such form.
    """
    came = request.headers.get("content-type", "")
    if not came.lower().startswith("multipart/form-data"):
        raise Refused("request-invalid", path="Content-Type", came=came, expected="multipart/form-data")
    parser = MultiPartParser(
        request.headers, _counted(request, most + BESIDE, slug), max_files=_MOST_FILES, max_fields=_MOST_FIELDS
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        why = error.message if isinstance(error, MultiPartException) else type(error).__name__
        raise Refused("request-invalid", path="body", came=why, expected="multipart/form-data") from None
    try:
        yield form
    finally:
        await form.close()


def text_of(form: FormData, name: str, most: int = 500) -> str:
    """A field of the form, empty when it is not there; raises `Refused` (`request-invalid`)."""
    found = form.get(name, "")
    if not isinstance(found, str) or len(found) > most or "\x00" in found:
        raise Refused("request-invalid", path=name, came="?", expected=f"<= {most}")
    return found


def file_of(form: FormData, name: str) -> UploadFile | None:
    """The file of a field; `None` when none was chosen."""
    return next(iter(files_of(form, name)), None)


def files_of(form: FormData, name: str) -> list[UploadFile]:
    """The files of a field, in the order of the form."""
    found = [each for each in form.getlist(name) if isinstance(each, UploadFile)]
    return [each for each in found if each.filename or each.size]


async def _counted(request: Request, most: int, slug: str) -> AsyncGenerator[bytes, None]:
    seen = 0
    async for part in request.stream():
        seen += len(part)
        if seen > most:
            raise Refused(slug, path="body", came=seen, expected=most)
        yield part
