"""A desk without a counter: a whole hub with one recorded dossier, its role for files, and what a person does."""

from datetime import timedelta

from adapters.papers.receiving import attach
from adapters.papers.role import Papers
from handlers.documents import due, uploads
from handlers.documents.rules.uploads import Bounds
from handlers.documents.views.stukken import stukken_in
from schemas.documents import JudgeAttachment, SendStuk
from schemas.viewer import Viewer, VisibleDossier
from tests.builders.counters import fill

BOUNDS = Bounds(most_bytes=26_214_400, most_open=100, lives=timedelta(hours=24))
BRAM = Viewer("kantoor-1", is_operator=False, actor="user:bram", environment="production")


class PaperDesk:
    """A hub with one recorded dossier, its role for files, and what a person does with them."""

    def __init__(self, hub, scanner):
        self.hub, self.dossier = hub, fill(hub)
        self.papers = Papers(hub.runtime, due, uploads, scanner)

    def work(self):
        while self.papers.tick():
            self.hub.clock.forward(seconds=1)

    def stukken(self):
        with self.hub.database.reading() as connection:
            return stukken_in(VisibleDossier(self.dossier, BRAM), connection).stukken

    def stuk(self, number="4"):
        return next(each for each in self.stukken() if each.number == number)

    def upload(self, body, name="werkgever.pdf", number="4"):
        """The upload of a whole file, not attached yet."""
        stuk = self.stuk(number)
        place = (self.dossier, stuk.application_id, number)
        with self.hub.database.transaction() as connection:
            made = uploads.open_upload(connection, "user:bram", place, name, len(body), BOUNDS, self.hub.clock.now())
            return uploads.append(connection, made, body)

    def attach(self, body, name="werkgever.pdf", number="4"):
        self.hub.clock.forward(seconds=1)
        return attach(self.hub.runtime, uploads, self.upload(body, name, number).id).attachment_id

    def do(self, command):
        self.hub.clock.forward(seconds=1)
        return self.hub.runtime.execute(command, actor="user:bram")

    def approve(self, *attachments):
        for each in attachments:
            self.do(JudgeAttachment(dossier_id=self.dossier, attachment_id=each, approved=True))

    def place(self, number="4"):
        return {"dossier_id": self.dossier, "application_id": self.stuk(number).application_id, "line_number": number}

    def file(self, blob):
        return self.hub.runtime.store.get(blob.removeprefix("sha256:"))

    def send(self, number="4"):
        """The document of a line to its lender."""
        way = {"lane_id": self.stuk(number).lane_id, "receiver": "600001", "receiver_code": "AE"}
        return self.do(SendStuk(**self.place(number), **way))
