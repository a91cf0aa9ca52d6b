"""A desk: a counter behind a port, with something of everything to see, and clients to ask it with."""

import base64
import io
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import httpx

from adapters.papers.role import Papers
from handlers.documents import due, uploads
from hub import rows as statements
from hub.ids import derived_id
from hub.records import OUTGOING
from hub.scanner.builtin import BuiltinScanner
from schemas.dates import ConditionTerms, SetResolutiveCondition
from schemas.documents import AttachFile
from schemas.notifications import Addressee, RegisterPostNews
from schemas.service_agreements import AgreementTerms, MakeServiceAgreement
from tests.builders.counters import Behind, bare_hub, counter_hub, fill, free_port, leave_unlinked, link_for, refuse_one
from tests.builders.delivery import letter
from tests.builders.notifications import points


class Desk(SimpleNamespace):
    """The hub, its people, and clients that ask as one of them."""

    def client(self, key=None, accept="application/json"):
        headers = {"Accept": accept} | ({"Authorization": f"Bearer {key}"} if key else {})
        client = httpx.Client(base_url=self.server.url, headers=headers, timeout=10, verify=False)
        self.clients.append(client)
        return client

    def browser(self, user_id=None):
        """A client with a session of this person."""
        client = self.client(accept="text/html")
        client.post(f"/login/{link_for(self.hub, user_id or self.cast.bram_user)}")
        return client

    def application_id(self):
        return self.hub.sql("SELECT id FROM applications WHERE dossier_id = ?", self.dossier)[0][0]

    def product(self):
        return self.hub.sql("SELECT id FROM kept_products WHERE dossier_id = ?", self.dossier)[0][0]

    def lane(self):
        return self.hub.sql("SELECT id FROM lanes WHERE dossier_id = ?", self.dossier)[0][0]

    def message(self):
        return self.hub.sql("SELECT id FROM messages WHERE lane_id = ? ORDER BY position", self.lane())[0][0]

    def file(self):
        return (
            self.client(self.cast.bram_key)
            .get(f"/api/v2/dossiers/{self.dossier}")
            .json()["applications"][0]["offers"][0]["files"][0]["href"]
        )

    def stuk(self, number):
        """A stuk of the dossier as the API gives it."""
        found = self.client(self.cast.bram_key).get(f"/api/v2/dossiers/{self.dossier}/stukken").json()["items"]
        return next(each for each in found if each["number"] == number)

    def attachment(self, number, body=b"%PDF-1.4 not scanned yet"):
        """A file of that line in the state in which it came; its id."""
        known = self.stuk(number)
        for each in known["attachments"]:
            return each["id"]
        digest = sha256(body).hexdigest()
        self.hub.runtime.store.put(digest, io.BytesIO(body))
        place = {"dossier_id": self.dossier, "application_id": known["application_id"], "line_number": number}
        file = {"blob": f"sha256:{digest}", "name": "a.pdf", "size": len(body), "kind": "pdf", "pages": 1}
        self.hub.runtime.execute(AttachFile(**place, **file), actor="user:bram")
        return self.stuk(number)["attachments"][0]["id"]

    def watched(self):
        """A date of the dossier that people may change; its id."""
        day = self.hub.clock.now().date() + timedelta(days=60)
        terms = ConditionTerms(ov_date=day, notice_days=2)
        made = SetResolutiveCondition(dossier_id=self.dossier, kind="bouwkundig", terms=terms, reason="again")
        self.hub.runtime.execute(made, actor="user:bram")
        return "resolutive-bouwkundig"

    def agreement(self):
        """A drafted service agreement of the dossier; its id."""
        made = MakeServiceAgreement(dossier_id=self.dossier, terms=AgreementTerms())
        outcome = self.hub.runtime.execute(made, actor="user:bram", unit_id=derived_id("agreement", self.dossier))
        return derived_id(outcome.unit_id, "service agreement")

    def outgoing(self):
        """A message of the office that waits for a lender nobody can reach; its id."""
        made = letter(1, id="01a200cd-0000-7000-8000-000000000001", office_id="kantoor-1", made_at=self.hub.clock.now())
        with self.hub.database.transaction() as connection:
            statements.write(connection, OUTGOING, [made], "ignore")
        return made.id

    def notification(self, command=None):
        """Something that an office told somebody; its id."""
        outcome = self.hub.runtime.execute(command or points(), actor="user:bram")
        return derived_id(outcome.unit_id, "notification")

    def bounce(self):
        """An address of that office that came back; its id."""
        who = Addressee(reference="user:gone", name="Anna", email="gone@x.example")
        told = self.notification(points(addressee=who))
        news = RegisterPostNews(office_id="kantoor-1", notification_id=told, news="bounced", reason="550 5.1.1")
        outcome = self.hub.runtime.execute(news, actor="post")
        return derived_id(outcome.unit_id, "bounce")

    def upload(self, number, length=10, name="a.pdf", key=None):
        """A file of `length` bytes that was announced by Bram; its id."""
        told = {"filename": name, "dossier_id": self.dossier, "stuk_id": self.stuk(number)["id"]}
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": metadata(**told)}
        answer = self.client(key or self.cast.bram_key).post("/api/v2/uploads", headers=headers)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].rpartition("/")[2]

    def hand_in(self, number, body, name="werkgever.pdf"):
        """A whole file for that line over HTTP; the id of its attachment."""
        self.hub.clock.forward(seconds=1)
        place = f"/api/v2/uploads/{self.upload(number, len(body), name)}"
        part = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0", "Tus-Resumable": "1.0.0"}
        answer = self.client(self.cast.bram_key).patch(place, content=body, headers=part)
        assert answer.status_code == 204, answer.text
        return answer.headers["upload-attachment"]

    def scan(self):
        """The role for files does all that is due, with the built-in scanner."""
        papers = Papers(self.hub.runtime, due, uploads, BuiltinScanner())
        self.hub.clock.forward(seconds=1)
        while papers.tick():
            self.hub.clock.forward(seconds=1)

    def stuk_place(self, number, act):
        return f"/api/v2/dossiers/{self.dossier}/stukken/{self.stuk(number)['id']}/{act}"

    def file_place(self, attachment, act):
        return f"/api/v2/dossiers/{self.dossier}/attachments/{attachment}/{act}"


def metadata(**values):
    """Upload-Metadata of tus: keys, and values in base64."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def open_desk(folder, **more):
    """A desk of its own, in a copy of what a first one in this process was filled with; a given database is filled."""
    port = free_port()
    more = {"http_port": port, "public_url": f"http://localhost:{port}"} | more
    if "database_url" in more:
        hub, cast = counter_hub(folder, **more)
        known = _fill(hub, cast)
    else:
        files, known = _filled()
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        hub = bare_hub(folder, **more)
    return Desk(hub=hub, clients=[], server=Behind(hub, hub.runtime.settings.http_port), **known)


@cache
def _filled():
    """The files of a hub with something of everything, and what is known of it."""
    with TemporaryDirectory() as folder:
        hub, cast = counter_hub(Path(folder))
        known = _fill(hub, cast)
        hub.close()
        places = [place for place in Path(folder).rglob("*") if place.is_file()]
        return {str(place.relative_to(folder)): place.read_bytes() for place in places}, known


def _fill(hub, cast):
    return {"cast": cast, "dossier": fill(hub), "unlinked": leave_unlinked(hub), "refused": refuse_one(hub)}


def close_desk(desk):
    for client in desk.clients:
        client.close()
    desk.server.close()
    desk.hub.close()
