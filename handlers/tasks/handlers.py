"""Keeps the tasks of a dossier as people and events say."""

from datetime import date

from handlers.accounts.views import people_of, person_of
from handlers.dates.views.calendar import next_working_day
from handlers.dossiers.views import check_there
from handlers.tasks import rules
from handlers.tasks.rules import Task
from handlers.tasks.tables import TASKS
from hub.clock import AMSTERDAM
from hub.records import INVOLVEMENTS
from hub.work import Work, change, changes_between
from schemas.contacts import ContactRecorded
from schemas.customers import ErasureAsked
from schemas.errors import Conflict, NotFound
from schemas.hdn.codes import texts
from schemas.involvements import DossierAssigned
from schemas.sending import LenderSilent
from schemas.tasks import AddTask, ChangeTask, EndTask, GiveTask, ReopenTask
from schemas.workflows import StateOverdue

_TOLD = ("subject", "due", "remark")


def add_task(command: AddTask, work: Work) -> None:
    """Raises `Refused` (`request-invalid`), and `NotFound` for who is no staff of the office."""
    _check_assignee(work, command.dossier_id, command.assignee)
    said = (command.subject, command.remark)
    _put_new(work, command.dossier_id, work.new_id("task"), said, command.due, command.assignee, command.about)


def follow_up(event: ContactRecorded, work: Work) -> None:
    """The follow-up of a contact is a task."""
    asked = event.follow_up
    _check_assignee(work, event.dossier_id, asked.assignee)
    about = f"contact:{event.contact_id}"
    _put_new(work, event.dossier_id, event.task_id, (asked.subject, ""), asked.due, asked.assignee, about)


def chase_lender(event: LenderSilent, work: Work) -> None:
    """A lender that says nothing is asked: today, by who has the dossier."""
    held = {each.part: each.name.partition(":")[2] for each in work.find(INVOLVEMENTS, event.dossier_id)}
    assignee = held.get("adviser") or held.get("handler") or ""
    said = rules.chasing(texts("Maatschappij").get(event.lender, event.lender), event.number, event.request_version)
    today = work.cause.at.astimezone(AMSTERDAM).date()
    _put_new(work, event.dossier_id, work.new_id("task"), said, today, assignee, f"outgoing:{event.outgoing_id}")


def hear_of_overdue(event: StateOverdue, work: Work) -> None:
    """A product that stands too long in a state is a task for its adviser, else for nobody yet."""
    office_id = check_there(work, event.dossier_id)
    who = next(iter(people_of(work, office_id, [event.person_id])), "")
    subject = f"Staat te lang op '{event.name}'"[:200]
    day = next_working_day(work.cause.at.astimezone(AMSTERDAM).date())
    place = (event.dossier_id, work.new_id("task", event.product_id))
    _put_new(work, *place, (subject, ""), day, who, f"product:{event.product_id}")


def hear_of_erasure(event: ErasureAsked, work: Work) -> None:
    """A request to erase is a task for the adviser, once while it is open; Conflict (`erasure-asked`) for another."""
    about = f"erasure:{event.person_id}"
    if any(each.about == about and each.state == "open" for each in work.find(TASKS, event.dossier_id)):
        raise Conflict("erasure-asked", path="dossier_id", came=event.dossier_id, expected="een antwoord / an answer")
    day = next_working_day(work.cause.at.astimezone(AMSTERDAM).date() + rules.ERASURE_ANSWERED_WITHIN)
    place = (event.dossier_id, work.new_id("task", about))
    _put_new(work, *place, rules.erasing(event.name, event.reason), day, event.adviser, about)


def change_task(command: ChangeTask, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`task-ended`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.task_id)
    _check_assignee(work, command.dossier_id, command.assignee)
    said = (command.subject, command.remark)
    after = rules.changed(before, said, command.due, command.assignee, work.cause.at.astimezone(AMSTERDAM).date())
    _change(work, before, after)


def give_task(command: GiveTask, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`task-ended`), and `Refused` for who can be given nothing."""
    before = _there(work, command.dossier_id, command.task_id)
    _check_assignee(work, command.dossier_id, command.assignee)
    _change(work, before, rules.given(before, command.assignee))


def end_task(command: EndTask, work: Work) -> None:
    """Raises `NotFound`, `Conflict` (`task-ended`), `Refused` (`request-invalid`)."""
    before = _there(work, command.dossier_id, command.task_id)
    after = rules.ended(before, command.ending, command.outcome, by=work.cause.actor, at=work.cause.at)
    work.put(TASKS, after)
    facts = {"subject": after.subject} | ({"reason": after.outcome} if after.outcome else {})
    work.tell(f"task-{after.state}", about=after.id, facts=facts)


def reopen_task(command: ReopenTask, work: Work) -> None:
    """Raises `NotFound`."""
    before = _there(work, command.dossier_id, command.task_id)
    if before.state != "open":
        work.put(TASKS, rules.reopened(before))
        work.tell("task-reopened", about=before.id, facts={"subject": before.subject})


def hand_over(event: DossierAssigned, work: Work) -> None:
    """Who takes a dossier over takes over what his predecessor had open in it."""
    for before in work.find(TASKS, event.dossier_id):
        _change(work, before, rules.handed_over(before, event.before, event.after))


def _put_new(
    work: Work, dossier_id: str, task_id: str, said: tuple[str, str], due: date, assignee: str, about: str
) -> None:
    task = rules.made((dossier_id, task_id), said, due, assignee, about, by=work.cause.actor, at=work.cause.at)
    work.put(TASKS, task)
    changed = [change("due", None, task.due.isoformat())]
    if assignee:
        changed.append(change("involved.assignee", None, assignee))
    work.tell("task-added", about=task.id, facts={"subject": task.subject}, changes=changed)


def _change(work: Work, before: Task, after: Task) -> None:
    if after == before:
        return
    work.put(TASKS, after)
    told = [
        {**each, "old": str(each["old"] or ""), "new": str(each["new"] or "")}
        for each in changes_between(before, after, _TOLD, {})
    ]
    if before.assignee != after.assignee:
        told.append(change("involved.assignee", before.assignee or None, after.assignee or None))
    work.tell("task-changed", about=after.id, facts={"subject": after.subject}, changes=told)


def _there(work: Work, dossier_id: str, task_id: str) -> Task:
    check_there(work, dossier_id)
    found = work.get(TASKS, dossier_id, task_id)
    if found is None:
        raise NotFound("not-found", path="task_id", came=task_id, expected="een taak / a task")
    return found


def _check_assignee(work: Work, dossier_id: str, assignee: str) -> None:
    office_id = check_there(work, dossier_id)
    if assignee:
        person_of(work, office_id, assignee, kinds=("office",))
