"""Giving many dossiers or tasks to one colleague in one act: each row is a command of its own, with its own outcome.

The same act again (the same key) does nothing twice: each row answers what it answered first.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.accounts.views.staff import may_take_over, staff_for
from handlers.dossiers.views import count_for, dossiers_for, titles_for
from handlers.involvements.views import Holder, holders_in_each
from handlers.tasks.views import Wanted as WantedTasks
from handlers.tasks.views import count_for as tasks_count
from handlers.tasks.views import named_for, tasks_for
from portal_api.lists import LISTS, read
from portal_api.shapes.lists import MOST
from portal_api.who import Asking
from portal_api.writes import was_written, write
from schemas.commands import Command
from schemas.errors import NotFound, Refused
from schemas.involvements import AssignDossier, StaffPart
from schemas.tasks import GiveTask
from schemas.viewer import VisibleDossier

State = Literal["done", "already", "refused"]
"""done: it is his now. already: it was his. refused: it stays as it is, and why."""
_SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Row:
    """What may be given: `now` is who has it, empty for nobody."""

    id: str
    dossier_id: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row; the sentences say why it was refused."""

    id: str
    dossier_id: str
    name: str
    state: State
    slug: str = ""
    nl: str = ""
    en: str = ""


def dossiers_named(asking: Asking, ids: Sequence[str], part: StaffPart = "adviser") -> tuple[Row, ...]:
    """Those of these dossiers that the viewer sees, as they were named."""
    with asking.reading() as connection:
        titles = titles_for(asking.viewer, connection, ids)
        holders = holders_in_each(connection, [VisibleDossier(each, asking.viewer) for each in titles])
    return tuple(
        Row(each, each, titles[each], _who(holders.get(each, {}), part))
        for each in dict.fromkeys(ids)
        if each in titles
    )


def tasks_named(asking: Asking, ids: Sequence[str]) -> tuple[Row, ...]:
    """As `dossiers_named`, of tasks."""
    with asking.reading() as connection:
        found = {each.id: each for each in named_for(asking.viewer, connection, ids)}
    return tuple(
        Row(each, found[each].dossier_id, f"{found[each].subject} – {found[each].dossier}", found[each].who)
        for each in dict.fromkeys(ids)
        if each in found
    )


def dossiers_that_fit(asking: Asking, query: str) -> tuple[list[str], int]:
    """The ids of at most `MOST` dossiers that fit these filters, and how many do; raises `Refused`."""
    wanted = LISTS["dossiers"].wanted(asking, read(LISTS["dossiers"].query, query))
    with asking.reading() as connection:
        found = dossiers_for(asking.viewer, connection, wanted, limit=MOST).lines
        return [each.id for each in found], count_for(asking.viewer, connection, wanted)


def tasks_that_fit(asking: Asking, query: str) -> tuple[list[str], int]:
    """As `dossiers_that_fit`, of tasks."""
    wanted: WantedTasks = LISTS["tasks"].wanted(asking, read(LISTS["tasks"].query, query))
    with asking.reading() as connection:
        found = tasks_for(asking.viewer, connection, wanted, limit=MOST)
        return [each.id for each in found], tasks_count(asking.viewer, connection, wanted)


def assign_dossiers(
    asking: Asking, key: str | None, ids: Sequence[str], part: StaffPart, person_id: str, reason: str
) -> tuple[RowOutcome, ...]:
    """Makes a colleague the adviser or case handler of each.

    Raises `Refused` for the act as a whole: without a key, for too many, and for who may be given nothing.
    """
    act = _checked(asking, key, ids, person_id)
    with asking.reading() as connection:
        titles = titles_for(asking.viewer, connection, ids)
        holders = holders_in_each(connection, [VisibleDossier(each, asking.viewer) for each in titles])

    def one(dossier_id: str) -> RowOutcome:
        now = holders.get(dossier_id, {}).get(part)
        made = AssignDossier(
            dossier_id=dossier_id, part=part, person_id=person_id, instead_of=now.id if now else "", reason=reason
        )
        place = (dossier_id, dossier_id, titles.get(dossier_id, ""))
        is_so = now is not None and now.id == person_id
        return _outcome(asking, f"{act}:{dossier_id}", made, place, is_so=is_so, is_there=dossier_id in titles)

    return tuple(one(each) for each in dict.fromkeys(ids))


def assign_tasks(asking: Asking, key: str | None, ids: Sequence[str], person_id: str) -> tuple[RowOutcome, ...]:
    """Gives each task to a colleague; raises as `assign_dossiers`."""
    act = _checked(asking, key, ids, person_id)
    with asking.reading() as connection:
        found = {each.id: each for each in named_for(asking.viewer, connection, ids)}

    def one(task_id: str) -> RowOutcome:
        task = found.get(task_id)
        dossier_id = task.dossier_id if task else ""
        made = GiveTask(dossier_id=dossier_id, task_id=task_id, assignee=person_id)
        place = (task_id, dossier_id, f"{task.subject} – {task.dossier}" if task else "")
        is_so = task is not None and task.state == "open" and task.assignee == person_id
        return _outcome(asking, f"{act}:{task_id}", made, place, is_so=is_so, is_there=task is not None)

    return tuple(one(each) for each in dict.fromkeys(ids))


def people(asking: Asking) -> list[tuple[str, str]]:
    """Id and name of everybody who may be given something."""
    with asking.reading() as connection:
        found = staff_for(asking.viewer, connection, asking.counter.runtime.doors.now())
    return [(each.id, each.name) for each in found if may_take_over(each)]


def counted(made: Collection[RowOutcome]) -> dict[str, int]:
    """How many rows of each state."""
    states: tuple[State, ...] = ("done", "already", "refused")
    return {state: sum(each.state == state for each in made) for state in states}


def _checked(asking: Asking, key: str | None, ids: Sequence[str], person_id: str) -> str:
    """The key of the act."""
    if not key:
        raise Refused("idempotency-key-missing", path="Idempotency-Key")
    if not 1 <= len(ids) <= MOST:
        raise Refused("request-invalid", path="ids", came=len(ids), expected=f"1 - {MOST}")
    if person_id not in dict(people(asking)):
        expected = "een collega die dit kan doen / a colleague who may"
        raise Refused("request-invalid", path="person_id", came=person_id, expected=expected)
    return key


def _outcome(
    asking: Asking, key: str, made: Command, place: tuple[str, str, str], *, is_so: bool, is_there: bool
) -> RowOutcome:
    if not is_there:
        return _refused(place, NotFound("not-found", path="id", came=place[0], expected="-"))
    if is_so and not was_written(asking, key):
        return RowOutcome(*place, "already")
    # Who had it is looked up anew each time, and is no part of what was asked.
    given = {"command": type(made).__name__, **made.model_dump(mode="json", exclude={"instead_of"})}
    return _carried(lambda: write(asking, key, given, lambda: made)[0].state, place)


def _carried(act: Callable[[], str], place: tuple[str, str, str]) -> RowOutcome:
    try:
        state = act()
    except Refused as refused:
        if refused.slug == "idempotency-key-reused":
            raise
        return _refused(place, refused)
    if state == _SUPERSEDED:
        return _refused(place, Refused("stale", path="id", came="iemand anders / somebody else", expected="-"))
    return RowOutcome(*place, "done")


def _refused(place: tuple[str, str, str], refused: Refused) -> RowOutcome:
    return RowOutcome(*place, "refused", refused.slug, refused.nl, refused.en)


def _who(holders: Mapping[str, Holder], part: str) -> str:
    return holders[part].who if part in holders else ""
