"""Statuses: which one counts, and what is strange about one. Pure.

The current status is a maximum over all messages, so the order of arrival never matters:
the request version first, within it a terminal status before any other, then the message's own moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from schemas.errors import Refused
from schemas.hdn.statuses import StatusRule, status_rule, status_rules
from schemas.sending import AnswerRegistered
from schemas.statuses import RegisterStatus, SetStatus, StatusMoved
from schemas.values import rank

APPLICATION_DOMAINS = frozenset({"AX", "KX", "LX", "MX", "WX"})
"""The messages that are applications; a status about another one (DX, IA, DA) is history and moves nothing."""

DETAILS = (
    "offer_date",
    "passing_date",
    "passing_amount",
    "start_date",
    "customer_accept_date",
    "medical_approval_date",
    "new_request_version",
)
"""What a status may say beside its code."""


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """A line of history. `moment` is the message's own, local, as text; `by_hand` lines have an actor and no rank."""

    dossier_id: str
    unit_id: str
    application_id: str
    lane_id: str
    rank: str
    domain: str
    code: str
    text: str
    moment: str
    request_version: int
    lender_reference: str
    lines: list[str]
    details: dict[str, Any]
    by_hand: bool
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CurrentStatus:
    """Where an application stands: `code` as the lender says, `hand_code` when a person said otherwise since."""

    dossier_id: str
    application_id: str
    standing: str
    domain: str
    code: str
    text: str
    moment: str
    request_version: int
    lender_reference: str
    lines: list[str]
    details: dict[str, Any]
    hand_code: str = ""
    hand_text: str = ""
    hand_note: str = ""
    hand_by: str = ""
    hand_at: datetime | None = None

    @property
    def shown(self) -> str:
        """Code and text as a person sees them."""
        return f"{self.hand_code} {self.hand_text}" if self.hand_code else f"{self.code} {self.text}"


def answer_of(entry: StatusEntry, command: RegisterStatus) -> AnswerRegistered:
    """The news that the other party answered, for what went out to it."""
    return AnswerRegistered(
        dossier_id=entry.dossier_id,
        lane_id=entry.lane_id,
        code="SX",
        domain=entry.domain,
        status=entry.code,
        lender_reference=entry.lender_reference,
        line_number=command.document_number,
        number=command.number,
        request_version=entry.request_version,
        lines=tuple(entry.lines),
    )


def moves(domain: str) -> bool:
    """Whether a status about this message says where the application stands."""
    return domain in APPLICATION_DOMAINS


def entry_of(
    command: RegisterStatus, dossier_id: str, unit_id: str, about: tuple[str, str], at: datetime
) -> StatusEntry:
    """The line of history that this message is; `about` is its application and lane."""
    return StatusEntry(
        dossier_id=dossier_id,
        unit_id=unit_id,
        application_id=about[0],
        lane_id=about[1],
        rank=rank(command.request_version, command.moment, command.sent_at, command.content_hash),
        domain=command.domain,
        code=command.status.code,
        text=command.status.text,
        moment=command.moment.isoformat(),
        request_version=command.request_version,
        lender_reference=command.lender_reference,
        lines=list(command.lines),
        details={name: _plain(value) for name in DETAILS if (value := getattr(command, name)) is not None},
        by_hand=False,
        actor="",
        at=at,
    )


def standing(entry: StatusEntry) -> str:
    """The text that sorts statuses: version, then terminal or not, then the message's place in time.

    Terminal codes: `status_rules.csv`; an unknown code is not terminal.
    """
    rule = status_rule(entry.domain, entry.code)
    terminal = "1" if rule and rule.terminal in {"yes", "version"} else "0"
    return f"{entry.rank[:5]}|{terminal}{entry.rank[5:]}"


def current_of(entry: StatusEntry) -> CurrentStatus:
    """The application's status when this message is the one that counts."""
    return CurrentStatus(
        dossier_id=entry.dossier_id,
        application_id=entry.application_id,
        standing=standing(entry),
        domain=entry.domain,
        code=entry.code,
        text=entry.text,
        moment=entry.moment,
        request_version=entry.request_version,
        lender_reference=entry.lender_reference,
        lines=entry.lines,
        details=entry.details,
    )


def after(current: CurrentStatus | None, entry: StatusEntry) -> CurrentStatus:
    """The status after one more message: the later of the two, and what a person set by hand is outranked."""
    if current is None or standing(entry) > current.standing:
        return current_of(entry)
    return without_hand(current)


def is_over(current: CurrentStatus) -> bool:
    """Whether the status that is shown ends the application."""
    rule = status_rule(current.domain, current.hand_code or current.code)
    return rule is not None and rule.terminal == "yes"


def moved(current: CurrentStatus) -> StatusMoved:
    """The news of where the application stands now."""
    return StatusMoved(dossier_id=current.dossier_id, application_id=current.application_id, is_over=is_over(current))


def without_hand(current: CurrentStatus) -> CurrentStatus:
    if not current.hand_code:
        return current
    return replace(current, hand_code="", hand_text="", hand_note="", hand_by="", hand_at=None)


def with_hand_of(new: CurrentStatus, before: CurrentStatus) -> CurrentStatus:
    """The new status under what a person set; only a message takes that away, not the leaving of one."""
    return replace(
        new,
        hand_code=before.hand_code,
        hand_text=before.hand_text,
        hand_note=before.hand_note,
        hand_by=before.hand_by,
        hand_at=before.hand_at,
    )


def is_outdated(current: CurrentStatus | None, entry: StatusEntry) -> bool:
    """Whether a status that counts more was known when this one came."""
    return current is not None and standing(entry) <= current.standing


def newest_of(entries: Iterable[StatusEntry]) -> CurrentStatus | None:
    """The status that a whole history gives; `None` when no message of it moves the application."""
    moving = [entry for entry in entries if not entry.by_hand and moves(entry.domain)]
    return current_of(max(moving, key=standing)) if moving else None


def choices(domain: str) -> dict[str, str]:
    """Code → text of the statuses that a person may set on an application of this domain."""
    return {rule.code: rule.text for rule in status_rules() if rule.domain == (domain or "AX") and rule.code}


def set_by_hand(
    current: CurrentStatus | None, command: SetStatus, domain: str, actor: str, at: datetime
) -> CurrentStatus:
    """The status as a person sets it; raises `Refused` (`status-unknown`) for a code that is not in the list."""
    known = choices(domain)
    if command.code not in known:
        raise Refused("status-unknown", path="code", came=command.code, expected=", ".join(sorted(known)))
    before = current or CurrentStatus(
        command.dossier_id, command.application_id, "", domain or "AX", "", "", "", 0, "", [], {}
    )
    return replace(
        before, hand_code=command.code, hand_text=known[command.code], hand_note=command.note, hand_by=actor, hand_at=at
    )


def hand_entry(current: CurrentStatus, unit_id: str) -> StatusEntry:
    """The line of history of a status that a person set."""
    if current.hand_at is None:
        raise ValueError("the status was not set by hand")
    return StatusEntry(
        dossier_id=current.dossier_id,
        unit_id=unit_id,
        application_id=current.application_id,
        lane_id="",
        rank="",
        domain=current.domain,
        code=current.hand_code,
        text=current.hand_text,
        moment="",
        request_version=current.request_version,
        lender_reference="",
        lines=[current.hand_note] if current.hand_note else [],
        details={},
        by_hand=True,
        actor=current.hand_by,
        at=current.hand_at,
    )


def changes(current: CurrentStatus | None, new: CurrentStatus, command: RegisterStatus) -> list[dict[str, object]]:
    """What a message changed, each field with its element; nothing when it was outdated at arrival."""
    made: list[dict[str, object]] = []
    if current is None or current.shown != new.shown:
        old = current.shown if current else None
        made.append({"field": "status", "old": old, "new": new.shown, "path": command.source.get("status", "")})
    if current is None or current.lender_reference != new.lender_reference:
        made.append(
            _changed("lender_reference", current.lender_reference if current else None, new.lender_reference, command)
        )
    before = current.details if current else {}
    made += [
        _changed(name, before.get(name), value, command)
        for name, value in new.details.items()
        if before.get(name) != value
    ]
    return [change for change in made if change["new"]]


def flags(entry: StatusEntry, before: CurrentStatus | None) -> list[str]:
    """What is strange about a status that came after `before`: it is shown and refused nowhere.

    `unknown-code`; `text-missing` (the code asks for an explanation); `after-terminal`;
    `out-of-order` (earlier in the happy flow than where the application stands).
    """
    rule = status_rule(entry.domain, entry.code)
    found = [] if rule else ["unknown-code"]
    if rule and rule.needs_text and not entry.lines:
        found.append("text-missing")
    if before is None or not moves(entry.domain) or before.request_version != entry.request_version:
        return found
    last = status_rule(before.domain, before.code)
    if last and last.terminal in {"yes", "version"}:
        found.append("after-terminal")
    elif _goes_back(last, rule):
        found.append("out-of-order")
    return found


def flagged(entries: Iterable[StatusEntry]) -> list[tuple[StatusEntry, list[str]]]:
    """The history in the order of the messages, each with its flags; the order of arrival plays no part."""
    made: list[tuple[StatusEntry, list[str]]] = []
    current: CurrentStatus | None = None
    for entry in sorted(entries, key=lambda each: (each.rank, each.at)):
        made.append((entry, [] if entry.by_hand else flags(entry, current)))
        if not entry.by_hand and moves(entry.domain):
            current = after(current, entry)
    return made


def _plain(value: object) -> object:
    """A detail as the row keeps it: a date or amount as text, a version as a number."""
    return value if isinstance(value, int) else str(value)


def _goes_back(last: StatusRule | None, rule: StatusRule | None) -> bool:
    return bool(last and rule and last.order and rule.order and rule.order < last.order)


def _changed(name: str, old: object, new: object, command: RegisterStatus) -> dict[str, object]:
    return {"field": name, "old": old or None, "new": new, "path": command.source.get(name, "")}
