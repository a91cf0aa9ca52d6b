"""Identities: new ones sort by time, derived ones are the same again at replay."""

from hashlib import sha1
from uuid import UUID

from uuid6 import uuid7

_NAMESPACE = UUID("8f1d2c5e-3b7a-5d44-9a35-7f1d52f0c6aa")


def new_id() -> str:
    """A new identity (UUID version 7), as 36 characters that sort by time of making."""
    return str(uuid7())


def derived_id(*names: str) -> str:
    """The identity that belongs to these names; the same names give the same identity everywhere."""
    # A UUID of version 5, as `uuid.uuid5` makes it, in a third of its time.
    digest = sha1(_NAMESPACE.bytes + "\x1f".join(names).encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
