"""What a task can be, and how it ends. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from schemas.errors import Conflict, Refused

State = Literal["open", "done", "dropped"]
LAST = date(2200, 1, 1)
_SUBJECT_MAX, _REMARK_MAX = 200, 2000
ERASURE_ANSWERED_WITHIN = timedelta(days=21)
"""An answer has to be there within a month (AVG art. 12, lid 3); the task is due a week before."""
_KEPT = (
    "Antwoord binnen een maand (AVG art. 12). Er wordt niets vanzelf gewist. Wat u moet bewaren, wist u niet "
    "(AVG art. 17, lid 3b): de boekhouding 7 jaar (AWR art. 52) en het cliëntenonderzoek 5 jaar na het einde van de "
    "relatie (Wwft art. 33). Vul als uitkomst in wat u wist, wat blijft en waarom: de klant leest dat op zijn pagina."
)


@dataclass(frozen=True, slots=True)
class Task:
    """`assignee` is a person of the office, empty for nobody yet; `about` a reference like `contact:…`."""

    dossier_id: str
    id: str
    subject: str
    remark: str
    due: date
    assignee: str
    about: str
    state: str
    outcome: str
    made_by: str
    made_at: datetime
    ended_by: str
    ended_at: datetime | None


def made(
    place: tuple[str, str], said: tuple[str, str], due: date, assignee: str, about: str, *, by: str, at: datetime
) -> Task:
    """An open task at `place` (dossier, id) that says `said` (subject, remark).

    Raises `Refused` (`request-invalid`) without a subject and for a day that cannot be. A day that passed may be: it is
    late from the first moment.
    """
    subject, remark = checked(said)
    return Task(*place, subject, remark, checked_day(due, at.date()), assignee, about, "open", "", by, at, "", None)


def chasing(lender: str, number: str, request_version: int) -> tuple[str, str]:
    """What is asked of whoever chases a lender: subject and remark, in the words of the office."""
    subject = f"{lender} zwijgt over de aanvraag: vraag na of hij is aangekomen"
    which = f"{number or 'de aanvraag'}, versie {request_version}"
    remark = f"Binnen een half uur na de bezorging kwam er geen status op {which}."
    return subject[:_SUBJECT_MAX], remark


def erasing(name: str, reason: str) -> tuple[str, str]:
    """What is asked of whoever answers a request to erase, in the words of the office, with what the law keeps."""
    said = f"De klant schrijft: {reason}\n" if reason else ""
    return f"Verzoek om gegevens te wissen: {name}"[:_SUBJECT_MAX], f"{said}{_KEPT}"[:_REMARK_MAX]


def changed(task: Task, said: tuple[str, str], due: date, assignee: str, today: date) -> Task:
    """Raises `Conflict` (`task-ended`), and `Refused` as `made`."""
    _check_open(task)
    subject, remark = checked(said)
    day = due if due == task.due else checked_day(due, today)
    return replace(task, subject=subject, remark=remark, due=day, assignee=assignee)


def given(task: Task, assignee: str) -> Task:
    """Raises `Conflict` (`task-ended`)."""
    _check_open(task)
    return replace(task, assignee=assignee)


def ended(task: Task, ending: State, outcome: str, *, by: str, at: datetime) -> Task:
    """Raises `Conflict` (`task-ended`), and `Refused` (`request-invalid`) for one dropped without a reason."""
    _check_open(task)
    said = " ".join(outcome.split())
    if ending == "dropped" and not said:
        raise Refused("request-invalid", path="outcome", came="", expected="een reden / a reason")
    if len(said) > _REMARK_MAX:
        raise Refused("request-invalid", path="outcome", came=len(said), expected=f"<= {_REMARK_MAX}")
    return replace(task, state=ending, outcome=said, ended_by=by, ended_at=at)


def reopened(task: Task) -> Task:
    """Open as it was; an open one stays so."""
    return replace(task, state="open", outcome="", ended_by="", ended_at=None)


def handed_over(task: Task, before: str, after: str) -> Task:
    """What a colleague has open in a dossier goes with the dossier; what nobody has stays so."""
    return replace(task, assignee=after) if task.state == "open" and before and task.assignee == before else task


def checked(said: tuple[str, str]) -> tuple[str, str]:
    """One line and some text, as kept; raises `Refused` (`request-invalid`)."""
    subject, remark = " ".join(said[0].split()), said[1].strip()
    if not subject or len(subject) > _SUBJECT_MAX:
        raise Refused("request-invalid", path="subject", came=len(subject), expected=f"1–{_SUBJECT_MAX}")
    if len(remark) > _REMARK_MAX:
        raise Refused("request-invalid", path="remark", came=len(remark), expected=f"<= {_REMARK_MAX}")
    return subject, remark


def checked_day(due: date, today: date) -> date:
    """A day of this century that begins a year ago; raises `Refused` (`request-invalid`)."""
    first = date(today.year - 1, 1, 1)
    if not first <= due <= LAST:
        raise Refused("request-invalid", path="due", came=due.isoformat(), expected=f"{first} – {LAST}")
    return due


def _check_open(task: Task) -> None:
    if task.state != "open":
        raise Conflict("task-ended", path="task_id", came=task.state, expected="open")
