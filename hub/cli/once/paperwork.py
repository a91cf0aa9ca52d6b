"""What an adviser does with the documents of a dossier: hand in, judge and send, with the commands of the counter."""

from datetime import timedelta

from adapters.papers.receiving import attach
from adapters.simulator.pdf import coded_page
from handlers.documents import uploads
from handlers.documents.rules.uploads import Bounds
from handlers.documents.views.stukken import StukView, stukken_in
from handlers.documents.views.ways import way_of
from hub.cli.once.stage import Theatre
from schemas.commands import Command
from schemas.documents import JudgeAttachment, SendStuk
from schemas.viewer import Viewer, VisibleDossier

_ASKS = frozenset({"requested", "returned", "refused"})
_MOMENT = timedelta(seconds=1)
_BOUNDS = Bounds(most_bytes=26_214_400, most_open=100, lives=timedelta(hours=24))


class Paperwork:
    """The documents of one dossier, done by one adviser of its office."""

    def __init__(self, stage: Theatre, adviser: str, office_id: str, dossier_id: str) -> None:
        self._stage = stage
        environment = stage.hub.settings.environment
        viewer = Viewer(office_id, is_operator=False, actor=f"user:{adviser.lower()}", environment=environment)
        self._dossier = VisibleDossier(dossier_id, viewer)
        self._actor = viewer.actor

    def act(self, application_id: str) -> int:
        """One step for each document of the application that wants one; returns how many were taken."""
        with self._stage.hub.database.reading() as connection:
            known = stukken_in(self._dossier, connection).stukken
        return sum(self._step(stuk) for stuk in known if stuk.application_id == application_id)

    def _step(self, stuk: StukView) -> int:
        """What comes next for one document; everything that a person does takes a moment."""
        self._stage.clock.move_to(self._stage.clock.now() + _MOMENT)
        unjudged = [each for each in stuk.attachments if each.state == "clean" and not each.judgement]
        if unjudged:
            for each in unjudged:
                self._do(JudgeAttachment(dossier_id=self._dossier.id, attachment_id=each.id, approved=True))
            return 1
        if stuk.prepared and stuk.obstacle is None:
            self._send(stuk)
            return 1
        if stuk.state in _ASKS and not any(each.is_asked and not each.is_sent for each in stuk.attachments):
            self._hand_in(stuk)
            return 1
        return 0

    def _hand_in(self, stuk: StukView) -> None:
        """A file for the line; what is asked for again gets another one."""
        again = f" ({len(stuk.attachments) + 1})" if stuk.attachments else ""
        body = coded_page(f"{stuk.title}{again} {self._dossier.id[:8]}")
        place = (self._dossier.id, stuk.application_id, stuk.number)
        hub = self._stage.hub
        with hub.database.transaction() as connection:
            opened = uploads.open_upload(
                connection, self._actor, place, f"{stuk.title}{again}.pdf", len(body), _BOUNDS, hub.clock.now()
            )
            uploads.append(connection, opened, body)
        attach(hub, uploads, opened.id)

    def _send(self, stuk: StukView) -> None:
        with self._stage.hub.database.reading() as connection:
            way = way_of(connection, stuk.lane_id)
        self._do(
            SendStuk(
                dossier_id=self._dossier.id,
                application_id=stuk.application_id,
                line_number=stuk.number,
                lane_id=way.lane_id,
                receiver=way.receiver,
                receiver_code=way.receiver_code,
                receiver_name=way.receiver_name,
                most_bytes=way.most_bytes,
            )
        )

    def _do(self, command: Command) -> None:
        self._stage.hub.execute(command, actor=self._actor)
