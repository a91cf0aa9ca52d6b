"""Files, by the SHA-256 of their content.

Those of messages up to a megabyte live in the database and commit with their message.
Those of larger ones are written and synced before the journal commits, so that no receipt promises a missing file.

A file that was written for a message that was then refused stays behind; it harms nobody and is found by its hash.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import S3Store
from sqlalchemy.engine import Connection

from hub import rows as statements
from hub.records import BLOBS
from schemas.errors import Busy, NotFound

_SPOOL = 8 * 1024 * 1024


class Store(Protocol):
    """Where large files are."""

    def put(self, digest: str, source: IO[bytes]) -> None: ...

    def get(self, digest: str) -> bytes: ...

    def check(self) -> str: ...


class FolderStore:
    """A folder; a file appears under its hash only when it is whole and synced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, digest: str, source: IO[bytes]) -> None:
        place = self._place(digest)
        if place.exists():
            return
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as made:
                for part in iter(lambda: source.read(1 << 20), b""):
                    made.write(part)
                made.flush()
                os.fsync(made.fileno())
            Path(made.name).replace(place)
            for folder in (place.parent, self._folder):
                _sync(folder)
        except OSError as error:
            raise Busy("files", error.strerror or type(error).__name__) from error

    def get(self, digest: str) -> bytes:
        try:
            return self._place(digest).read_bytes()
        except FileNotFoundError:
            raise NotFound("not-found", path="file", came=digest, expected="a file") from None

    def check(self) -> str:
        """Tries the folder; returns where it is, raises `Busy` when it cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder) as trial:
                trial.write(b"hub")
        except OSError as error:
            raise Busy("files", error.strerror or type(error).__name__) from error
        return "folder"

    def _place(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest


def _sync(folder: Path) -> None:
    """Makes the names in a folder survive a power cut, as the files themselves do."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class S3CompatibleStore:
    """A bucket of an S3-compatible store; credentials come from the usual AWS variables."""

    def __init__(self, url: str) -> None:
        self._store = S3Store.from_url(url)

    def put(self, digest: str, source: IO[bytes]) -> None:
        try:
            obstore.put(self._store, digest, source)
        except Exception as error:
            raise Busy("files", type(error).__name__) from error

    def get(self, digest: str) -> bytes:
        try:
            return bytes(obstore.get(self._store, digest).bytes())
        except FileNotFoundError:
            raise NotFound("not-found", path="file", came=digest, expected="a file") from None
        except Exception as error:
            raise Busy("files", type(error).__name__) from error

    def check(self) -> str:
        """Lists nothing, to see that the bucket answers; raises `Busy` when it does not."""
        try:
            next(iter(obstore.list(self._store, prefix="doctor/")), None)
        except Exception as error:
            raise Busy("files", type(error).__name__) from error
        return "bucket"


def open_store(url: str) -> Store:
    """The store that a `file:` or `s3:` URL names."""
    parts = urlsplit(url)
    return FolderStore(Path(unquote(parts.path))) if parts.scheme == "file" else S3CompatibleStore(url)


class StoreSink:
    """Takes a file in pieces and puts it in the store when it is closed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hash = hashlib.sha256()
        self._spool = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115 - closed in `close`

    def write(self, data: bytes, /) -> None:
        self._hash.update(data)
        self._spool.write(data)

    def close(self) -> str:
        """Stores what was written; returns its SHA-256 as hex."""
        digest = self._hash.hexdigest()
        with self._spool as spool:
            spool.seek(0)
            self._store.put(digest, spool)
        return digest


def read_blob(connection: Connection, store: Store, reference: str) -> bytes:
    """The content of `sha256:<hex>` or of a bare hash; raises `NotFound`."""
    digest = reference.removeprefix("sha256:")
    small = statements.select(connection, BLOBS, "hash", [digest])
    return small[0].body if small else store.get(digest)
