"""What a page of operations can do: each act with the operation of the API that does the same, and what it will do.

The confirmation shows a `Preview` before anything happens; `seen` says in which state the thing was then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from hub.delivery.views import PartnerView
from hub.ids import derived_id
from hub.outgoing import QUEUED
from hub.parked import ParkedMessage
from portal_api.pages.operations.parked import parted
from portal_api.routes.outgoing import view_of
from portal_api.routes.parked import decide_parked
from portal_api.routes.partners import partner_of
from portal_api.who import Asking
from portal_api.writes import decided
from schemas.commands import Command
from schemas.errors import Conflict, NotFound
from schemas.operations import APPLICATIONS, PausePartner, ResumePartner, SendAgain, WithdrawOutgoing


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that an act is about: its id, what it is, a moment, and how many wait behind it."""

    id: str
    name: str
    at: datetime | None = None
    node: str = ""
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act will do: `facts` fill its sentence in; `gone` are those that it cannot be done to any more."""

    subjects: tuple[Subject, ...]
    seen: str
    back: str
    facts: dict[str, Any] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """`operation` is the documented one; `look` raises `Conflict` when it cannot be done now.

    `carry_out` gets the things, the reason and a key, and says under which unit it stands in the journal.
    """

    place: str
    operation: tuple[str, str]
    look: Callable[[Asking, Sequence[str]], Preview]
    carry_out: Callable[[Asking, Sequence[str], str, str], str]
    is_final: bool = False


def digest(*facts: object) -> str:
    """A short text that differs when one of these does."""
    return sha256("\x1f".join(str(each) for each in facts).encode()).hexdigest()[:32]


def _parked(asking: Asking, about: Sequence[str]) -> Preview:
    still, gone = parted(asking, about)
    if not still:
        raise Conflict("not-parked", path="unit", came=", ".join(gone), expected="a parked message")
    facts = {"lanes": len({each.lane_id for each in still}), "followers": _followers(still)}
    back = f"/operations/parked/{still[0].unit_id}" if len(about) == 1 else "/operations/parked"
    subjects = tuple(
        Subject(each.unit_id, each.message_type, each.received_at, each.sender, each.followers) for each in still
    )
    seen = digest(*(f"{each.unit_id} {each.parked_at.isoformat()}" for each in still))
    return Preview(subjects, seen, back, facts, tuple(gone))


def _followers(parked: Sequence[ParkedMessage]) -> int:
    """Those of one exchange wait behind all its parked messages and count once."""
    return sum({each.lane_id: each.followers for each in parked}.values())


def _retry(asking: Asking, about: Sequence[str], reason: str, key: str) -> str:
    decide_parked(asking, "retry", about, reason, key)
    return parked_unit(asking, about[0], key)


def _discard(asking: Asking, about: Sequence[str], reason: str, key: str) -> str:
    decide_parked(asking, "discard", about, reason, key)
    return parked_unit(asking, about[0], key)


def parked_unit(asking: Asking, message_id: str, key: str) -> str:
    """Under which unit a decision about a parked message stands in the journal."""
    return derived_id("release", f"{asking.viewer.actor} {key}", message_id)


def _partner(direction: str, *, pauses: bool) -> Callable[[Asking, Sequence[str]], Preview]:
    def look(asking: Asking, about: Sequence[str]) -> Preview:
        partner = partner_of(asking, only(about))
        since = getattr(partner, f"{direction}_paused_at")
        if pauses == bool(since):
            came, reason = partner.node, getattr(partner, f"{direction}_reason")
            slug = "already-paused" if pauses else "not-paused"
            raise Conflict(slug, path=direction, came=came, expected=reason or "een pauze / a pause")
        return _of_partner(partner, since)

    return look


def _of_partner(partner: PartnerView, since: datetime | None) -> Preview:
    facts = {"queued": partner.queued}
    subject = Subject(partner.node, partner.name, partner.oldest_queued_at, partner.node)
    return Preview((subject,), digest(since), f"/operations/partners/{partner.node}", facts)


def _outgoing(*states: str, as_new: bool = False) -> Callable[[Asking, Sequence[str]], Preview]:
    def look(asking: Asking, about: Sequence[str]) -> Preview:
        line = view_of(asking, only(about)).line
        if line.state not in states:
            slug = "not-queued" if QUEUED in states else "not-sent"
            raise Conflict(slug, path="outgoing", came=line.state, expected=", ".join(states))
        if as_new and line.code in APPLICATIONS:
            version = line.request_version
            raise Conflict("application-sent", path="as_new", came=version, expected=version + 1)
        subject = Subject(line.id, line.message_type, line.made_at, line.receiver)
        facts = {"attempts": line.attempts}
        return Preview((subject,), digest(line.state, line.decided_at), f"/operations/outgoing/{line.id}", facts)

    return look


def _decision(command: Callable[[str, str], Command]) -> Callable[[Asking, Sequence[str], str, str], str]:
    def carry_out(asking: Asking, about: Sequence[str], reason: str, key: str) -> str:
        return decided(asking, key, command(only(about), reason)).unit_id

    return carry_out


def only(about: Sequence[str]) -> str:
    """The one thing that an act is about; raises `NotFound` for none or several."""
    if len(about) != 1:
        raise NotFound("not-found", path="about", came=len(about), expected="1")
    return about[0]


_GONE = ("delivered", "acknowledged", "refused")
_PAUSE, _RESUME = ("POST", "/partners/{node}/pause"), ("POST", "/partners/{node}/resume")
_AGAIN = ("POST", "/outgoing/{outgoing_id}/again")

ACTS: dict[str, Act] = {
    "retry": Act("parked", ("POST", "/parked/retry"), _parked, _retry),
    "discard": Act("parked", ("POST", "/parked/discard"), _parked, _discard, is_final=True),
    "pause-out": Act(
        "partners",
        _PAUSE,
        _partner("out", pauses=True),
        _decision(lambda node, reason: PausePartner(node=node, direction="out", reason=reason)),
    ),
    "pause-in": Act(
        "partners",
        _PAUSE,
        _partner("in", pauses=True),
        _decision(lambda node, reason: PausePartner(node=node, direction="in", reason=reason)),
    ),
    "resume-out": Act(
        "partners",
        _RESUME,
        _partner("out", pauses=False),
        _decision(lambda node, reason: ResumePartner(node=node, direction="out", reason=reason)),
    ),
    "resume-in": Act(
        "partners",
        _RESUME,
        _partner("in", pauses=False),
        _decision(lambda node, reason: ResumePartner(node=node, direction="in", reason=reason)),
    ),
    "again": Act(
        "outgoing",
        _AGAIN,
        _outgoing(*_GONE),
        _decision(lambda id_, reason: SendAgain(outgoing_id=id_, reason=reason)),
        is_final=True,
    ),
    "as-new": Act(
        "outgoing",
        _AGAIN,
        _outgoing(*_GONE, as_new=True),
        _decision(lambda id_, reason: SendAgain(outgoing_id=id_, as_new=True, reason=reason)),
        is_final=True,
    ),
    "withdraw": Act(
        "outgoing",
        ("POST", "/outgoing/{outgoing_id}/withdraw"),
        _outgoing(QUEUED),
        _decision(lambda id_, reason: WithdrawOutgoing(outgoing_id=id_, reason=reason)),
        is_final=True,
    ),
}
"""Every act by its word in the address and in the catalogue."""
