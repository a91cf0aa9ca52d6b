"""What passes between a partner and the hub: a message with the facts that travel beside it, and its receipt.

The names of the facts and of the receipt are those of the hub's channels (docs/channels.md).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from schemas.errors import Refused
from schemas.hdn.messages import message_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A message that reached a partner: `id` and `facts` as its channel says them."""

    id: str
    body: bytes
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message that a partner hands over; `at` is the moment it speaks of (aware), `code` its two letters.

    `dossier` is the name of the exchange for a message without a Header.
    """

    id: str
    code: str
    body: bytes
    sender: str
    receiver: str
    version: int
    at: datetime
    dossier: str = ""

    @property
    def facts(self) -> dict[str, str]:
        """The envelope, without its identity, which each channel has a place of its own for."""
        row = message_type(self.code)
        return {
            "sender": self.sender,
            "receiver": self.receiver,
            "message_type": row.name if row else self.code,
            "request_version": str(self.version),
            **({"dossier": self.dossier} if self.dossier else {}),
        }


def identity(node: str, body: bytes) -> str:
    """The identity of a message: the same bytes of the same node have the same, also after a restart."""
    return f"{node}-{digest(body)[:24]}"


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def receipt(came: Came, refusal: Refused | None, at: datetime) -> bytes:
    """The answer of a partner's channel, in the form of the hub's own receipts."""
    said: dict[str, Any] = {
        "id": f"r-{digest(came.id.encode())[:24]}",
        "outcome": "refused" if refusal else "accepted",
        "received_at": at.isoformat(timespec="milliseconds"),
        "content_hash": digest(came.body),
        "flags": [],
        "envelope": {**came.facts, "message_id": came.id},
    }
    if refusal:
        told = refusal.as_dict()
        said["refusal"] = {
            name: told[name] for name in ("slug", "path", "came", "expected", "nl", "en") if name in told
        }
    return orjson.dumps(said)
