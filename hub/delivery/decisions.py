"""What a person decides about what goes out and about a partner: journaled like every command, in one transaction.

A unit that was handled before is answered with its first outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from psycopg.errors import UniqueViolation
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from hub import rows as statements
from hub.database import Database
from hub.delivery.asking import ask, change
from hub.delivery.breaker import Breaker
from hub.delivery.partners import OUT, partner_of, pause, resume
from hub.delivery.results import free_waiting, record_breaker
from hub.delivery.troubles import IN_HAND, trouble_of
from hub.dispatch import COMMAND, next_numbers
from hub.ids import derived_id, new_id
from hub.logs import log
from hub.outgoing import ACKNOWLEDGED, DELIVERED, QUEUED, REFUSED
from hub.records import COMMANDS, OUTCOMES, OUTGOING, JournaledCommand, Outcome, Outgoing
from schemas.commands import Command
from schemas.errors import Conflict, NotFound
from schemas.operations import APPLICATIONS, PausePartner, ResumePartner, SendAgain, WithdrawOutgoing

_GONE = (DELIVERED, ACKNOWLEDGED, REFUSED)
_AGAIN = (
    "UPDATE outgoing SET state = 'queued', attempts = 0, trouble = '', tried_at = NULL, next_try_at = NULL, "
    "delivered_at = NULL, answered_at = NULL, answer = ?, decided_at = ?, decided_by = ?, reason = ? WHERE id = ?"
)
_WITHDRAW = (
    "UPDATE outgoing SET state = 'withdrawn', next_try_at = NULL, answer = ?, decided_at = ?, decided_by = ?, "
    "reason = ? WHERE id = ?"
)


@dataclass(frozen=True, slots=True)
class _Deciding:
    """One decision: its transaction, its unit, who and when."""

    connection: Connection
    unit_id: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Decided:
    """What it was about, how many messages it made, and what is worth keeping of how it was before."""

    key: str
    dossier_id: str | None = None
    outgoing: int = 0
    number: int = 0
    was: dict[str, Any] | None = None


def decide(
    database: Database,
    command: Command,
    *,
    actor: str,
    at: datetime,
    unit_id: str | None = None,
    seen: int | None = None,  # noqa: ARG001 - as `hub.execute` has it; what goes out has no version
) -> Outcome:
    """Carries out one of `DECISIONS`; raises `NotFound`, `Conflict` or `Refused` with nothing written."""
    unit_id = unit_id or new_id()
    try:
        return _decide(database, command, unit_id, actor, at)
    except (IntegrityError, UniqueViolation):
        # The same unit was given twice at once: the other one did it.
        return _decide(database, command, unit_id, actor, at)


def _decide(database: Database, command: Command, unit_id: str, actor: str, at: datetime) -> Outcome:
    with database.transaction() as connection:
        before = statements.select(connection, OUTCOMES, "unit_id", [unit_id])
        if before:
            return before[0]
        decided = DECISIONS[type(command)](_Deciding(connection, unit_id, actor, at), command)
        outcome = _journal(connection, command, unit_id, actor, at, decided)
    log.info("decided", command=type(command).__name__, unit=unit_id, actor_kind=actor.partition(":")[0])
    return outcome


def _send_again(deciding: _Deciding, command: SendAgain) -> _Decided:
    row = _locked(deciding.connection, command.outgoing_id)
    if row.state not in _GONE:
        raise Conflict("not-sent", path="outgoing", came=row.state, expected=", ".join(_GONE))
    if command.as_new:
        return _send_as_new(deciding, row, command.reason)
    change(deciding.connection, _AGAIN, {}, deciding.at, deciding.actor, command.reason, row.id)
    return _Decided(row.id, row.dossier_id, was=_life(row))


def _send_as_new(deciding: _Deciding, row: Outgoing, reason: str) -> _Decided:
    if row.code in APPLICATIONS:
        # The lender would have two applications of one version.
        version = row.request_version
        raise Conflict("application-sent", path="as_new", came=version, expected=version + 1)
    (number,) = next_numbers(deciding.connection, 1)
    made_id = derived_id(deciding.unit_id, "outgoing", "0")
    made = replace(
        _fresh(row),
        id=made_id,
        unit_id=deciding.unit_id,
        n=0,
        number=number,
        envelope=row.envelope | {"message_id": made_id},
        made_at=deciding.at,
        made_by=deciding.actor,
        resends=row.id,
        reason=reason,
    )
    statements.write(deciding.connection, OUTGOING, [made])
    return _Decided(row.id, row.dossier_id, outgoing=1, number=number)


def _withdraw(deciding: _Deciding, command: WithdrawOutgoing) -> _Decided:
    row = _locked(deciding.connection, command.outgoing_id)
    if row.state != QUEUED:
        raise Conflict("not-queued", path="outgoing", came=row.state, expected=QUEUED)
    if row.trouble == IN_HAND:
        raise Conflict("being-sent", path="outgoing", came=row.id, expected="de volgende poging / the next try")
    perhaps = {"may_have_arrived": bool(row.trouble) and trouble_of(row.trouble).may_have_arrived}
    change(deciding.connection, _WITHDRAW, perhaps, deciding.at, deciding.actor, command.reason, row.id)
    return _Decided(row.id, row.dossier_id)


def _pause(deciding: _Deciding, command: PausePartner) -> _Decided:
    pause(
        deciding.connection,
        command.node,
        command.direction,
        by=deciding.actor,
        reason=command.reason,
        at=deciding.at,
    )
    return _Decided(command.node)


def _resume(deciding: _Deciding, command: ResumePartner) -> _Decided:
    """What waited goes on at once: a person who resumes a partner knows that it is back."""
    connection, before = deciding.connection, partner_of(deciding.connection, command.node)
    since = getattr(before, f"{command.direction}_paused_at", None)
    resume(connection, command.node, command.direction)
    if before and command.direction == OUT:
        record_breaker(connection, command.node, Breaker(before.out_failures, before.out_open_until), Breaker())
        free_waiting(connection, command.node)
    return _Decided(command.node, was={"since": since.isoformat() if since else ""})


DECISIONS: dict[type[Command], Callable[[_Deciding, Any], _Decided]] = {
    SendAgain: _send_again,
    WithdrawOutgoing: _withdraw,
    PausePartner: _pause,
    ResumePartner: _resume,
}


def _locked(connection: Connection, outgoing_id: str) -> Outgoing:
    """The row, which no other hand changes until this transaction ends; raises `NotFound`."""
    if connection.dialect.name == "postgresql":
        ask(connection, "SELECT id FROM outgoing WHERE id = ? FOR UPDATE", outgoing_id)()
    found = statements.select(connection, OUTGOING, "id", [outgoing_id])
    if not found:
        raise NotFound("not-found", path="outgoing", came=outgoing_id, expected="een bericht dat uitgaat / outgoing")
    return found[0]


def _fresh(row: Outgoing) -> Outgoing:
    """The same letter, as if nothing had happened to it yet."""
    return replace(
        row,
        state=QUEUED,
        attempts=0,
        trouble="",
        tried_at=None,
        next_try_at=None,
        delivered_at=None,
        answered_at=None,
        answer={},
        decided_at=None,
        decided_by="",
    )


def _life(row: Outgoing) -> dict[str, Any]:
    """What the row forgets when it is sent again."""
    moments = {"delivered_at": row.delivered_at, "answered_at": row.answered_at}
    told = {name: at.isoformat() for name, at in moments.items() if at}
    return {"state": row.state, "attempts": row.attempts, "answer": row.answer, **told}


def _journal(
    connection: Connection, command: Command, unit_id: str, actor: str, at: datetime, decided: _Decided
) -> Outcome:
    name, arguments = type(command).__name__, command.model_dump_json()
    journaled = JournaledCommand(unit_id, 0, None, 0, decided.dossier_id, name, arguments, actor, at)
    number = decided.number or next_numbers(connection, 1)[0]
    detail = {"was": decided.was} if decided.was else {}
    outcome = Outcome(unit_id, COMMAND, None, decided.key, 0, number, "applied", "", at, 0, decided.outgoing, 0, detail)
    statements.write(connection, COMMANDS, [journaled])
    statements.write(connection, OUTCOMES, [outcome])
    return outcome
