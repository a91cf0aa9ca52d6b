"""Applications: which version counts, and what may be linked. Pure; parties and products are in dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from schemas.applications import RegisterApplication
from schemas.errors import Conflict, NotFound, Refused
from schemas.hdn.statuses import status_rule
from schemas.sending import AnswerRegistered
from schemas.values import rank

UNDO_WITHIN = timedelta(hours=24)
RECEIPT_WITHIN = timedelta(minutes=15)
"""SX 09 follows an application within this (status messages, agreement of 28 February 2019)."""
STATUS_WITHIN = timedelta(minutes=30)
"""Any SX is expected within this; then a person asks."""
ASKING = ("AX", "KX", "LX")
"""What a lender answers with a status."""
_HAS_IT = frozenset({"02", "82"})
"""Answers to a document that say that the lender has it: received before; sent although the gatekeeper was silent."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application as its newest version says; `request_version` is 0 as long as no version is on file."""

    dossier_id: str
    id: str
    office_id: str
    partner: str
    domain: str
    number: str
    request_version: int
    rank: str
    package: str
    sent_at: datetime | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version as one lane brought it; `facts` is the whole command, so that the newest can be found again."""

    dossier_id: str
    application_id: str
    rank: str
    lane_id: str
    unit_id: str
    request_version: int
    sent_at: datetime | None
    content_hash: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApplicationLink:
    """The lane speaks about that application."""

    dossier_id: str
    lane_id: str
    application_id: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """The last change of a lane's link, filed in the dossier that it points at, else in the one that it left."""

    dossier_id: str
    lane_id: str
    at: datetime
    actor: str
    reason: str
    from_dossier_id: str | None
    from_application_id: str | None
    to_dossier_id: str | None


def version_of(command: RegisterApplication, link: ApplicationLink, unit_id: str) -> Version:
    """The version that this message brings; an AX has no date of its own, so the sender's time decides."""
    return Version(
        dossier_id=link.dossier_id,
        application_id=link.application_id,
        rank=rank(command.request_version, None, command.sent_at, command.content_hash),
        lane_id=link.lane_id,
        unit_id=unit_id,
        request_version=command.request_version,
        sent_at=command.sent_at,
        content_hash=command.content_hash,
        facts=command.model_dump(mode="json", exclude_defaults=True),
    )


def is_newest(version: Version, known: Sequence[Version]) -> bool:
    """Whether nothing at least as new is on file."""
    return all(version.rank > other.rank for other in known)


def with_version(application: Application, version: Version, facts: RegisterApplication) -> Application:
    """The application as this version says."""
    return replace(
        application,
        domain=facts.domain,
        number=facts.number or application.number,
        request_version=version.request_version,
        rank=version.rank,
        package=facts.package,
        sent_at=version.sent_at,
        content_hash=version.content_hash,
    )


def without_versions(application: Application) -> Application:
    """The application when the exchange that brought its versions is gone and another one still speaks about it."""
    return replace(application, request_version=0, rank="", package="", sent_at=None, content_hash="")


def newest_of(versions: Sequence[Version]) -> Version | None:
    return max(versions, key=lambda version: version.rank, default=None)


def check_sendable(
    application: Application | None, version: Version | None, lane_id: str
) -> tuple[Version, Application]:
    """The version that may go out over this lane; raises `NotFound`, or `Conflict` (`application-missing`)."""
    if application is None:
        raise NotFound("not-found", path="application_id", expected="an application of the dossier")
    if version is None or version.lane_id != lane_id:
        raise Conflict("application-missing", path="lane_id", came=lane_id, expected="an exchange with an application")
    return version, application


def check_not_sent(request_version: int, sent: Sequence[int]) -> None:
    """Never the same version twice to one receiver, and none after a newer one (KET-003).

    `sent` are the versions that it has; raises `Conflict` (`application-sent`).
    """
    highest = max(sent, default=0)
    if request_version <= highest:
        raise Conflict("application-sent", path="request_version", came=request_version, expected=highest + 1)


def silent_from(delivered_at: datetime | None, at: datetime) -> datetime:
    """From when a lender is silent about what was delivered to him.

    What has not left yet is looked at again after as long: nobody can be late with what he does not have.
    """
    return (delivered_at or at) + STATUS_WITHIN


def settles(event: AnswerRegistered) -> Literal["", "accepted", "refused"]:
    """What an answer says of the message that it answers: taken, not taken, or nothing about that."""
    if event.code != "SX":
        return "accepted" if event.domain in {"AX", "KX", "LX"} else ""
    if event.domain == "DX":
        return "accepted" if event.status in _HAS_IT else "refused"
    rule = status_rule(event.domain, event.status)
    if rule is None:
        return ""
    return "refused" if rule.terminal == "version" else "accepted"


def adds_something(event: AnswerRegistered) -> bool:
    """A lender's receipt that tells the package no more than ours did is not passed on (status messages, HDN 19)."""
    is_receipt = (event.code, event.domain, event.status) == ("SX", "AX", "09")
    return not is_receipt or bool(event.lender_reference or event.lines)


def check_unlinked(linked_to: str | None) -> None:
    """Raises `Conflict` (`already-linked`)."""
    if linked_to is not None:
        raise Conflict("already-linked", path="lane_id", came=linked_to, expected="an exchange without a dossier")


def check_own_dossier(asked: str, own: str) -> None:
    """An exchange opens one dossier only; raises `NotFound` for any other."""
    if asked != own:
        raise NotFound("not-found", path="dossier_id", came=asked, expected="the dossier of the exchange")


def check_linked(linked_to: str | None) -> str:
    """The dossier of the lane; raises `Conflict` (`not-linked`)."""
    if linked_to is None:
        raise Conflict("not-linked", path="lane_id", came="no dossier", expected="a linked exchange")
    return linked_to


def check_same_place(lane: tuple[str | None, str], dossier: tuple[str, str] | None) -> None:
    """Office and environment of both must be equal; raises `NotFound`, so another office's dossier stays unseen."""
    if dossier is None or lane != dossier:
        raise NotFound("not-found", path="dossier_id", expected="a dossier of the same office and environment")


def check_joined(link: ApplicationLink | None) -> str:
    """The application that a joined exchange speaks about too; raises `NotFound` without one."""
    if link is None:
        raise NotFound("not-found", path="joins", expected="an exchange of the dossier")
    return link.application_id


def check_same_lender(partner: str, application: Application | None) -> None:
    """A lender speaks only about its own applications (design, section 4); raises `NotFound` or `lender-mismatch`."""
    if application is None:
        raise NotFound("not-found", path="application_id", expected="an application of the dossier")
    if application.partner != partner:
        raise Refused("lender-mismatch", path="application_id", came=partner, expected=application.partner)


def check_undoable(change: LinkChange | None, target: str | None, at: datetime) -> LinkChange:
    """The change to take back; raises `NotFound`, or `Refused` (`undo-too-late`) after a day."""
    if change is None or (change.from_dossier_id or target) != target:
        raise NotFound("not-found", path="lane_id", expected="a link that was changed, and the dossier it came from")
    until = change.at + UNDO_WITHIN
    if at > until:
        raise Refused("undo-too-late", path="at", came=change.at.isoformat(), expected=until.isoformat())
    return change
