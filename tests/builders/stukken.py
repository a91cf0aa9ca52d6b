"""What an office does with the stukken of a dossier, command by command, and a composer that keeps the letters."""

from dataclasses import replace
from datetime import timedelta

from handlers.documents.views.stukken import stukken_in
from hub.composing import Composed
from hub.execute import execute
from hub.ids import derived_id
from schemas.documents import (
    ArrangePages,
    AttachFile,
    BeginScan,
    JudgeAttachment,
    PageChoice,
    RegisterPreparation,
    RegisterScan,
    RemoveAttachment,
    SendStuk,
    SetDeliverer,
)
from schemas.viewer import VisibleDossier
from tests.builders.rounds import REGISTRY

RECEIVER = "600001"
TOO_LARGE = {
    "slug": "document-too-large",
    "path": "1",
    "came": "9 MB",
    "expected": "5 MB",
    "nl": "Te groot: 9,0 MB van 5,0 MB.",
    "en": "Too large: 9.0 MB of 5.0 MB.",
}


def blob(name):
    """The reference of an invented file."""
    return f"sha256:{name.encode().hex():0<64}"


class Letters:
    """A composer that keeps what it was asked to send."""

    def __init__(self):
        self.sent = []

    def compose(self, _connection, letter, _lane):
        self.sent.append(letter)
        route = letter.route
        envelope = {
            "sender": route.sender,
            "receiver": route.receiver,
            "environment": route.environment,
            "request_version": str(route.request_version),
        }
        return Composed(
            code="DX",
            message_type="DocumentBericht",
            envelope=envelope,
            body=b"<DocumentBericht/>",
            content_hash=letter.file,
            size=1,
        )


class Office:
    """Bram's office at work on one lane of a `Rounds` hub; each command takes a second."""

    def __init__(self, rounds, lane, viewer):
        self.rounds, self.lane, self.viewer = rounds, lane, viewer
        self.letters = Letters()
        self.registry = replace(REGISTRY, compose=self.letters.compose)

    @property
    def dossier(self):
        return self.rounds.dossier_of(self.lane)

    @property
    def application(self):
        return derived_id(self.lane, "application")

    def do(self, command, actor="user:bram"):
        self.rounds.now += timedelta(seconds=1)
        return execute(self.rounds.database, self.registry, command, actor=actor, at=self.rounds.now)

    def of_line(self, number):
        return {"dossier_id": self.dossier, "application_id": self.application, "line_number": number}

    def attach(self, number, name="loonstrook.pdf", pages=1, content=None, kind="pdf"):
        """The id of the attachment."""
        named = blob(content or name)
        self.do(AttachFile(**self.of_line(number), blob=named, name=name, size=2048, kind=kind, pages=pages))
        return derived_id(self.application, number, named)

    def scan(self, attachment, verdict="clean", found=""):
        self.do(BeginScan(dossier_id=self.dossier, attachment_id=attachment), actor="papers")
        self.do(
            RegisterScan(dossier_id=self.dossier, attachment_id=attachment, verdict=verdict, found=found),
            actor="papers",
        )

    def judge(self, attachment, reason=""):
        """Approves, or rejects with this reason."""
        given = {"dossier_id": self.dossier, "attachment_id": attachment}
        return self.do(JudgeAttachment(**given, approved=not reason, reason=reason))

    def approve(self, number, *names, pages=1):
        """Hands in these files, scans and approves them; the ids of the attachments."""
        made = [self.attach(number, name, pages=pages) for name in names or ("loonstrook.pdf",)]
        for each in made:
            self.scan(each)
            self.judge(each)
        return made

    def remove(self, attachment):
        return self.do(RemoveAttachment(dossier_id=self.dossier, attachment_id=attachment))

    def arrange(self, number, *pages):
        """Each page as (attachment, index) or (attachment, index, turn)."""
        chosen = tuple(PageChoice(attachment=p[0], index=p[1], turn=p[2] if len(p) > 2 else 0) for p in pages)
        return self.do(ArrangePages(**self.of_line(number), pages=chosen))

    def prepare(self, number, name="document", **more):
        """The hub made the document that is wanted now."""
        from handlers.documents.tables import STUKKEN

        (row,) = [each for each in self.rounds.rows(STUKKEN, self.dossier) if each.line_number == number]
        facts = {"made_of": row.wanted, "blob": blob(name), "pages": 1, "size": 4096, "sources": (blob("x"),)}
        return self.do(RegisterPreparation(**self.of_line(number), **{**facts, **more}), actor="papers")

    def send(self, number, **more):
        facts = {"lane_id": self.lane, "receiver": RECEIVER, "receiver_code": "AG", "receiver_name": "Aegon"}
        return self.do(SendStuk(**self.of_line(number), **{**facts, **more}))

    def deliver(self, number, name="document"):
        """A whole stuk: handed in, approved, composed, sent."""
        self.approve(number, f"{name}.pdf")
        self.prepare(number, name)
        return self.send(number)

    def set_deliverer(self, number, deliverer):
        return self.do(SetDeliverer(**self.of_line(number), deliverer=deliverer))

    def stuk(self, number):
        """The stuk as Bram sees it."""
        seen = VisibleDossier(self.dossier, self.viewer)
        found = self.rounds.read(stukken_in, seen, ...)
        return next(each for each in found.stukken if each.number == number)

    def points(self):
        """(subject, state, reason) of every action point, the most urgent first."""
        from handlers.action_points.views import action_points_in

        seen = VisibleDossier(self.dossier, self.viewer)
        return [(each.subject, each.state, each.reason) for each in self.rounds.read(action_points_in, seen, ...)]
