"""What a contact has to say. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.contacts import RecordContact
from schemas.errors import Refused

_SUMMARY_MAX, _WHY_MAX, _SUBJECT_MAX = 5000, 500, 200
_AHEAD = timedelta(minutes=5)
"""How far the clock of who records may be ahead."""


@dataclass(frozen=True, slots=True)
class Contact:
    """`party` is `application/reference` as in involvements, empty for the household; `task_id` its follow-up."""

    dossier_id: str
    id: str
    at: datetime
    means: str
    direction: str
    party: str
    summary: str
    task_id: str
    no_follow_up: str
    recorded_by: str
    recorded_at: datetime


def recorded(command: RecordContact, contact_id: str, task_id: str, *, standing: str, by: str, at: datetime) -> Contact:
    """Raises `Refused`: `request-invalid`, and `follow-up-missing` for a prospect without one and without a reason."""
    summary, why = command.summary.strip(), " ".join(command.no_follow_up.split())
    if not summary or len(summary) > _SUMMARY_MAX:
        raise Refused("request-invalid", path="summary", came=len(summary), expected=f"1–{_SUMMARY_MAX}")
    if command.at > at + _AHEAD:
        raise Refused("request-invalid", path="at", came=command.at.isoformat(), expected=f"<= {at.isoformat()}")
    if len(why) > _WHY_MAX:
        raise Refused("request-invalid", path="no_follow_up", came=len(why), expected=f"<= {_WHY_MAX}")
    if command.follow_up and why:
        raise Refused(
            "request-invalid", path="no_follow_up", came=why, expected="leeg bij een opvolging / empty with one"
        )
    if standing == "prospect" and not command.follow_up and not why:
        raise Refused("follow-up-missing", path="follow_up", came="-", expected="een opvolging / a follow-up")
    return Contact(
        command.dossier_id,
        contact_id,
        command.at,
        command.means,
        command.direction,
        command.party,
        summary,
        task_id if command.follow_up else "",
        why,
        by,
        at,
    )


def check_party(party: str, known: tuple[str, ...]) -> None:
    """Somebody of the dossier, or nobody by name; raises `Refused` (`request-invalid`)."""
    if party and party not in known:
        raise Refused("request-invalid", path="party", came=party, expected=", ".join(sorted(known)) or "-")
