"""Shapes of what needs doing."""

from datetime import date, datetime

from pydantic import Field

from portal_api.shapes.appointments import AppointmentShape
from portal_api.shapes.exchanges import UnlinkedShape
from portal_api.shapes.plain_words import WordlessShape
from portal_api.shapes.shape import Shape
from portal_api.shapes.tasks import TaskShape
from portal_api.start import News, Start


class LateShape(Shape):
    """An application that its lender has and said nothing about in time."""

    id: str
    dossier_id: str
    receiver: str = Field(examples=["600001"])
    request_version: int
    delivered_at: datetime
    is_overdue: bool = Field(description="No status at all within 30 minutes; else no receipt status within 15.")


class SaidShape(Shape):
    """A dossier in which a customer wrote something that nobody of the office read."""

    dossier_id: str
    dossier: str
    count: int
    since: datetime


class ToJudgeShape(Shape):
    """A scanned file that nobody approved or rejected yet."""

    dossier_id: str
    dossier: str
    stuk_id: str
    name: str
    handed_in_at: datetime


class StartDateShape(Shape):
    dossier_id: str
    dossier: str
    id: str
    kind: str
    ends_on: date
    left: int = Field(description="Working days left; negative for one that passed.")


class NewsChange(Shape):
    """`path` is the element of the message."""

    field: str
    old: str | None
    new: str | None
    path: str


class NewsShape(Shape):
    """A message that came in and what it changed."""

    message_id: str
    message_type: str
    received_at: datetime
    dossier_id: str | None
    dossier: str
    kinds: tuple[str, ...] = Field(description="What happened, as on the timeline.", examples=[["offer-registered"]])
    changes: tuple[NewsChange, ...]


class StartShape(Shape):
    """What needs doing, a handful of each with how many there are."""

    unplaced: tuple[UnlinkedShape, ...]
    unplaced_count: int
    came_count: int = Field(description="Dossiers that a message opened and that are nobody's; 1001 for more.")
    wordless: tuple[WordlessShape, ...] = Field(
        description="Asked of customers in the last ninety days and without plain words, for whoever can write them."
    )
    said: tuple[SaidShape, ...] = Field(description="Where customers wrote, the longest ago first.")
    said_count: int
    late: tuple[LateShape, ...]
    tasks: tuple[TaskShape, ...]
    tasks_count: int
    appointments: tuple[AppointmentShape, ...] = Field(description="Your own that are still to come today.")
    to_judge: tuple[ToJudgeShape, ...]
    to_judge_count: int
    dates: tuple[StartDateShape, ...]
    news: tuple[NewsShape, ...]


def start_of(found: Start) -> StartShape:
    given = {name: getattr(found, name) for name in StartShape.model_fields if name != "news"}
    return StartShape.model_validate(given | {"news": [_news(each) for each in found.news]})


def _news(news: News) -> NewsShape:
    changes = [each for entry in news.entries for each in entry.changes]
    return NewsShape(
        message_id=news.line.id,
        message_type=news.line.message_type,
        received_at=news.line.received_at,
        dossier_id=news.line.dossier_id,
        dossier=news.dossier,
        kinds=tuple(entry.kind for entry in news.entries),
        changes=tuple(
            NewsChange(
                field=str(each["field"]),
                old=_said(each.get("old")),
                new=_said(each.get("new")),
                path=str(each.get("path") or ""),
            )
            for each in changes
        ),
    )


def _said(value: object) -> str | None:
    return None if value is None else str(value)
