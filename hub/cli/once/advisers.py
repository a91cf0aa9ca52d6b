"""The advisers of the offices, who work with the hub's JSON API and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from adapters.simulator.behaviours import NOT_PROCESSABLE
from handlers.accounts.keys import create_api_key
from hub.cli.once.cast import OFFICES, Story
from hub.cli.once.company import Company
from hub.cli.once.paperwork import Paperwork
from hub.cli.once.stage import Theatre

_SCOPES = ("dossiers:read", "dossiers:write")
_TOMORROW = timedelta(days=1)


@dataclass(slots=True)
class Errand:
    """One application that an adviser sends on: what he did for it so far."""

    story: Story
    dossier: str = ""
    moved: int = 0
    sent: int = 0
    renewed: bool = False


class Advisers:
    """Every adviser of every office; `act` does what can be done now."""

    def __init__(self, stage: Theatre, cast: Company, told: list[Story]) -> None:
        self._stage = stage
        self._cast = cast
        self._tasks = [Errand(story) for story in told if story.way == "by hand"]
        self._office_ids = dict(stage.sql("SELECT node, office_id FROM nodes WHERE kind = 'office'"))
        self._clients = {office.node: self._client(office.node) for office in OFFICES}

    def act(self) -> int:
        """Looks at every dossier that moved since it was looked at last; returns how much was done."""
        moved = dict(self._stage.sql("SELECT key, seq FROM heads"))
        return sum(self._look(task) for task in self._tasks if self._has_moved(task, moved))

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def _has_moved(self, task: Errand, moved: dict[str, int]) -> bool:
        """Somebody is told of it, as a page that is open would be."""
        if task.dossier and moved.get(task.dossier) == task.moved:
            return False
        task.moved = moved.get(task.dossier, 0)
        return True

    def _look(self, task: Errand) -> int:
        application = self._application(task)
        if application is None:
            return 0
        done = self._send(task, application) + self._mend(task, application)
        return done + self._paperwork(task).act(application["id"])

    def _paperwork(self, task: Errand) -> Paperwork:
        office = task.story.office
        return Paperwork(self._stage, office.adviser, self._office_ids[office.node], task.dossier)

    def _application(self, task: Errand) -> dict[str, Any] | None:
        """The application as it stands; nothing as long as the hub has not got it."""
        client = self._clients[task.story.office.node]
        if not task.dossier:
            found = _json(client.get("/dossiers", params={"q": task.story.number}))["items"]
            task.dossier = found[0]["id"] if found else ""
        if not task.dossier:
            return None
        found = _json(client.get(f"/dossiers/{task.dossier}"))["applications"]
        return next((each for each in found if each["number"] == task.story.number), None)

    def _send(self, task: Errand, application: dict[str, Any]) -> int:
        """The newest version goes to its lender, once."""
        if application["request_version"] <= task.sent:
            return 0
        self._post(task, f"/applications/{application['id']}/send", reason="compleet")
        task.sent = application["request_version"]
        return 1

    def _mend(self, task: Errand, application: dict[str, Any]) -> int:
        """What could not be processed is mended in the package, once."""
        status = application["status"]
        if task.renewed or status is None or status["code"] != NOT_PROCESSABLE:
            return 0
        at = self._stage.clock.now() + _TOMORROW
        self._cast.packages[task.story.package].renew(task.story.number, at)
        task.renewed = True
        return 1

    def _post(self, task: Errand, place: str, **body: Any) -> Any:
        client = self._clients[task.story.office.node]
        key = f"{task.story.number}{place}/{task.sent + 1}"
        return _json(client.post(f"/dossiers/{task.dossier}{place}", json=body, headers={"Idempotency-Key": key}))

    def _client(self, node: str) -> httpx.Client:
        with self._stage.hub.database.transaction() as connection:
            _, plain = create_api_key(
                connection, office_id=node, name=f"adviser of {node}", scopes=_SCOPES, at=self._stage.clock.now()
            )
        headers = {"Authorization": f"Bearer {plain}"}
        return httpx.Client(base_url=f"{self._stage.url}/api/v2", headers=headers, timeout=30, trust_env=False)


def _json(answer: httpx.Response) -> Any:
    """The body; raises `RuntimeError` with what the hub said when it is no success."""
    if answer.is_error:
        raise RuntimeError(f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()
