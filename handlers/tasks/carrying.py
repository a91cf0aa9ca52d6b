"""Carries tasks to another dossier: those that were chosen, and those about something that goes."""

from handlers.tasks.rules import Task
from handlers.tasks.tables import TASKS
from hub.work import Work
from schemas.merging import ThingsMoved


def carry_tasks(event: ThingsMoved, work: Work) -> None:
    place = (event.from_dossier_id, event.to_dossier_id)
    work.carry_rows(TASKS, *place, lambda each: event.has("task", each.id) or _is_about(event, each))


def _is_about(event: ThingsMoved, task: Task) -> bool:
    kind, _, identity = task.about.partition(":")
    if kind == "product":
        return event.has_product(identity)
    return event.has(kind, identity) or (kind == "application" and event.has_application(identity))
