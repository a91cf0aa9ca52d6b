"""Identities: new ones sort by time, derived ones are the same again at replay."""

from uuid import UUID, uuid5

from uuid6 import uuid7

_NAMESPACE = UUID("8f1d2c5e-3b7a-5d44-9a35-7f1d52f0c6aa")


def new_id() -> str:
    """A new identity (UUID version 7), as 36 characters that sort by time of making."""
    return str(uuid7())


def derived_id(*names: str) -> str:
    """The identity that belongs to these names; the same names give the same identity everywhere."""
    return str(uuid5(_NAMESPACE, "\x1f".join(names)))
