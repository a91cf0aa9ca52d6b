"""What needs doing, for the first page and a program: each part is read only for whoever may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from handlers.applications.views import LateAnswer, late_for
from handlers.appointments.views import AppointmentView, appointments_for
from handlers.appointments.views import Wanted as WantedAppointments
from handlers.conversations.views import Unanswered, unanswered_count_for, unanswered_for
from handlers.dates.views import NearDate, dates_near
from handlers.documents.views.judging import ToJudge, to_judge_count_for, to_judge_for
from handlers.dossiers.views import arrived_count_for, titles_for
from handlers.plain_words.views import Wordless, wordless_for
from handlers.tasks.views import TaskView, Wanted, count_for, tasks_for
from hub import rows as statements
from hub.clock import AMSTERDAM
from hub.records import TIMELINE, TimelineEntry
from hub.search import MessageLine
from hub.search import Wanted as WantedMessages
from hub.views import messages_for
from portal_api.counter import MESSAGES_READ, OFFICE_WRITE, PEOPLE_READ
from portal_api.exchanges import Unlinked, unlinked, unlinked_count
from portal_api.who import Asking

_HEAD, _SOME, _MESSAGES = 3, 6, 20
_NEWS_SINCE = timedelta(days=3)
_CHANGED = frozenset({"applied", "superseded"})


@dataclass(frozen=True, slots=True)
class News:
    """A message that came in and what it changed; `dossier` is how its dossier is called."""

    line: MessageLine
    dossier: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """`unplaced` of `unplaced_count` wait for a dossier, `came_count` opened one that is nobody's.

    `wordless` are documents that customers were asked and that have no plain words, for who can write them.
    `said` are dossiers in which a customer wrote and nobody read it yet.
    `tasks` and `appointments` are those of whoever asks: due by today, still to come today.
    What he may not see is empty.
    """

    unplaced: tuple[Unlinked, ...]
    unplaced_count: int
    came_count: int
    wordless: tuple[Wordless, ...]
    said: tuple[Unanswered, ...]
    said_count: int
    late: tuple[LateAnswer, ...]
    tasks: tuple[TaskView, ...]
    tasks_count: int
    appointments: tuple[AppointmentView, ...]
    to_judge: tuple[ToJudge, ...]
    to_judge_count: int
    dates: tuple[NearDate, ...]
    news: tuple[News, ...]
    titles: dict[str, str]

    @property
    def is_quiet(self) -> bool:
        """Nothing asks for anybody."""
        lists = (self.late, self.dates, self.appointments, self.wordless)
        return not any((self.unplaced_count, self.said_count, self.tasks_count, self.to_judge_count, *map(len, lists)))


def start(asking: Asking) -> Start:
    """What waits for whoever asks, in his scope."""
    viewer, now = asking.viewer, asking.counter.runtime.clock.now()
    today = now.astimezone(AMSTERDAM).date()
    head = unlinked(asking, limit=_HEAD) if viewer.involved_as is None else ()
    with asking.reading() as connection:
        late = late_for(viewer, connection, now, limit=_SOME)
        said, said_count = _said(asking, connection)
        tasks, tasks_count = _tasks(asking, connection, Wanted(assignee=_own_id(asking), until=today))
        return Start(
            unplaced=head,
            unplaced_count=unlinked_count(asking) if head else 0,
            came_count=arrived_count_for(viewer, connection) if viewer.involved_as is None else 0,
            wordless=_wordless(asking, connection, now),
            said=said,
            said_count=said_count,
            late=late,
            tasks=tasks,
            tasks_count=tasks_count,
            appointments=_appointments(asking, connection, now),
            to_judge=to_judge_for(viewer, connection, limit=_SOME),
            to_judge_count=to_judge_count_for(viewer, connection),
            dates=dates_near(viewer, connection, today, limit=_SOME),
            news=_news(asking, connection),
            titles=titles_for(viewer, connection, {each.dossier_id for each in late}),
        )


def _tasks(asking: Asking, connection: Connection, wanted: Wanted) -> tuple[tuple[TaskView, ...], int]:
    if PEOPLE_READ not in asking.who.scopes or not wanted.assignee:
        return (), 0
    found = tasks_for(asking.viewer, connection, wanted, limit=_SOME)
    return found, count_for(asking.viewer, connection, wanted)


def _wordless(asking: Asking, connection: Connection, now: datetime) -> tuple[Wordless, ...]:
    if OFFICE_WRITE not in asking.who.scopes or not asking.viewer.office_id:
        return ()
    return wordless_for(asking.viewer, connection, now)[:_SOME]


def _said(asking: Asking, connection: Connection) -> tuple[tuple[Unanswered, ...], int]:
    """Of his own dossiers, of those he stands in for, and of those that are nobody's."""
    if PEOPLE_READ not in asking.who.scopes:
        return (), 0
    found = unanswered_for(asking.viewer, connection, limit=_SOME)
    return found, unanswered_count_for(asking.viewer, connection) if len(found) == _SOME else len(found)


def _appointments(asking: Asking, connection: Connection, now: datetime) -> tuple[AppointmentView, ...]:
    """What is still to come today, of whoever asks."""
    if PEOPLE_READ not in asking.who.scopes or not _own_id(asking):
        return ()
    today = now.astimezone(AMSTERDAM).date()
    found = appointments_for(asking.viewer, connection, WantedAppointments(now, _own_id(asking)), limit=_SOME)
    return tuple(each for each in found if each.starts.astimezone(AMSTERDAM).date() == today)


def _news(asking: Asking, connection: Connection) -> tuple[News, ...]:
    """What changed a dossier in the last days, the latest first."""
    if MESSAGES_READ not in asking.who.scopes:
        return ()
    wanted = WantedMessages(received_from=asking.counter.runtime.clock.now() - _NEWS_SINCE)
    found = messages_for(asking.viewer, connection, wanted, limit=_MESSAGES)
    lines = [each for each in found if each.dossier_id and each.state in _CHANGED][:_SOME]
    titles = titles_for(asking.viewer, connection, {str(each.dossier_id) for each in lines})
    told: dict[str, list[TimelineEntry]] = {}
    for entry in statements.select(connection, TIMELINE, "unit_id", [each.id for each in lines]):
        told.setdefault(entry.unit_id, []).append(entry)
    return tuple(
        News(each, titles.get(str(each.dossier_id), ""), tuple(sorted(told[each.id], key=lambda entry: entry.n)))
        for each in lines
        if each.id in told
    )


def _own_id(asking: Asking) -> str:
    kind, _, identity = asking.viewer.actor.partition(":")
    return identity if kind == "user" else ""
