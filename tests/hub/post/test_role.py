"""The role with the real capability: what is due goes to a provider, once, and a command records the ending."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from handlers.notifications import due
from hub.blobs import StoreSink
from hub.ids import derived_id
from hub.post.port import Bounced, NotNow, Taken
from hub.post.role import Post
from hub.sealing import Sealer
from schemas.errors import Busy
from schemas.notifications import Addressee, Enclosure, SetQuietHours
from tests.builders.hub import WholeHub, fresh_memory
from tests.builders.notifications import LINK, link, points

NIGHT = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


class Recorder:
    """A provider that does as it is told; `got` are the parcels it was given."""

    name = "recorder"

    def __init__(self):
        self.got = []
        self.answers = []

    def send(self, parcel):
        self.got.append(parcel)
        answer = self.answers.pop(0) if self.answers else Taken(f"r-{parcel.id}")
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def check(self):
        return "recorder"


@pytest.fixture(params=["sqlite", "postgres"])
def hub(request, tmp_path):
    if request.param == "sqlite":
        urls = f"sqlite:///{tmp_path / 'hub.db'}", fresh_memory()
    else:
        urls = request.getfixturevalue("migrated_postgres_url"), request.getfixturevalue("rabbit_url")
    made = WholeHub(*urls, tmp_path)
    yield made
    made.close()


@pytest.fixture
def mail():
    return Recorder()


@pytest.fixture
def role(hub, mail):
    return Post(hub.runtime, due, {"email": mail, "sms": Recorder()})


def give(hub, command):
    outcome = hub.runtime.execute(command, actor="user:bram")
    return derived_id(outcome.unit_id, "notification")


def row(hub, notification_id):
    with hub.database.reading() as connection:
        return due.by_id(connection, notification_id)


def sealed_link(hub, **more):
    return link(fields={"link": Sealer(hub.runtime.settings).sealed(LINK), "minutes": "15"}, **more)


def test_what_is_due_goes_once_and_is_recorded(hub, role, mail):
    made = give(hub, points())
    assert (role.tick(), role.tick()) == (1, 0)
    assert (row(hub, made).state, row(hub, made).provider_id) == ("sent", f"r-{made}")
    (parcel,) = mail.got
    assert (parcel.address, parcel.sender) == ("anna@x.example", "Hypotheekkantoor De Brug")
    assert parcel.leave.startswith(f"http://localhost:8000/unsubscribe/{made}.")


def test_a_sealed_link_is_opened_only_as_it_leaves(hub, role, mail):
    made = give(hub, sealed_link(hub))
    role.tick()
    assert LINK in mail.got[0].text
    assert f'href="{LINK}"' in mail.got[0].html
    assert mail.got[0].leave == ""
    assert LINK not in row(hub, made).text


def test_what_cannot_be_unsealed_holds_up_itself_alone(hub, role, mail):
    poisoned = give(hub, points(addressee=Addressee(reference="user:eva", name="sealed:eva", email="eva@x.example")))
    made = give(hub, points())
    assert role.tick() == 2
    assert (row(hub, poisoned).state, row(hub, poisoned).trouble) == ("queued", "sealed")
    assert row(hub, made).state == "sent"


def test_another_time_has_growing_pauses_and_the_same_id(hub, role, mail):
    mail.answers = [NotNow("smtp-451"), NotNow("no-answer")]
    made = give(hub, points())
    role.tick()
    first = row(hub, made)
    assert (first.state, first.attempts, first.trouble) == ("queued", 1, "smtp-451")
    assert role.tick() == 0
    hub.clock.forward(seconds=70)
    role.tick()
    hub.clock.forward(seconds=70)
    role.tick()
    assert row(hub, made).state == "sent"
    assert {parcel.id for parcel in mail.got} == {made}
    assert len(mail.got) == 3


def test_a_provider_that_is_away_counts_no_attempt(hub, role, mail):
    mail.answers = [Busy("mail", "ConnectionRefusedError")]
    made = give(hub, points())
    with pytest.raises(Busy, match="mail"):
        role.tick()
    assert (row(hub, made).attempts, row(hub, made).state) == (0, "queued")
    assert role.tick() == 1


def test_a_role_that_dies_after_handing_over_sends_the_same_message_again(hub, role, mail):
    made = give(hub, points())
    mail.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        role.tick()
    assert row(hub, made).trouble == "in-hand"
    assert role.tick() == 0
    hub.clock.forward(seconds=120)
    assert role.tick() == 1
    assert [parcel.id for parcel in mail.got] == [made, made]


def test_a_refused_address_bounces_and_what_waits_for_it_fails(hub, role, mail):
    mail.answers = [Bounced("550 5.1.1 unknown")]
    first, second = give(hub, points()), give(hub, points())
    role.tick()
    states = sorted((row(hub, each).state, row(hub, each).reason) for each in (first, second))
    assert states == [("bounced", "550 5.1.1 unknown"), ("failed", "address-bouncing")]
    assert len(mail.got) == 1


def test_two_roles_send_it_once(hub, role, mail):
    give(hub, points())
    other = Post(hub.runtime, due, {"email": mail})
    threads = [threading.Thread(target=each.hand_over, args=("email",)) for each in (role, other)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(mail.got) == 1


def test_what_another_role_claims_while_it_is_read_is_left_to_that_one(hub, role, mail, monkeypatch):
    made, read = give(hub, points()), due.statements.select

    def claimed_meanwhile(connection, *asked):
        monkeypatch.setattr(due.statements, "select", read)
        with hub.database.transaction() as other:
            assert due.claim(other, due.by_id(other, made), hub.clock.now() + timedelta(minutes=1))
        return read(connection, *asked)

    monkeypatch.setattr(due.statements, "select", claimed_meanwhile)
    assert role.hand_over("email") == 0
    assert mail.got == []


def test_nothing_leaves_at_night_but_what_is_urgent(hub, role, mail):
    made = give(hub, points())
    hub.runtime.execute(SetQuietHours(office_id="kantoor-1", quiet_from="00:00", quiet_until="23:59"), actor="user:a")
    give(hub, sealed_link(hub))
    assert role.tick() == 1
    assert mail.got[0].leave == ""
    assert row(hub, made).attempts == 0
    assert row(hub, made).next_try_at > hub.clock.now()


def test_what_is_of_no_use_any_more_is_not_sent(hub, role, mail):
    soon = hub.clock.now().replace(microsecond=0)
    hub.clock.forward(seconds=60)
    made = give(hub, sealed_link(hub, valid_until=soon))
    role.tick()
    assert (row(hub, made).state, row(hub, made).reason) == ("failed", "expired")
    assert mail.got == []


def test_files_go_along_and_a_missing_one_fails(hub, role, mail):
    sink = StoreSink(hub.runtime.store)
    sink.write(b"%PDF-1.7")
    good = Enclosure(blob=f"sha256:{sink.close()}", name="Offerte.pdf", media_type="application/pdf")
    give(hub, points(enclosures=(good,)))
    role.tick()
    assert [(file.name, file.body) for file in mail.got[0].files] == [("Offerte.pdf", b"%PDF-1.7")]
    lost = Enclosure(blob="0" * 64, name="x.ics", media_type="text/calendar")
    made = give(hub, points(enclosures=(lost,)))
    role.tick()
    assert (row(hub, made).state, row(hub, made).reason) == ("failed", "file-missing")


def test_an_entry_of_a_calendar_goes_along_as_the_text_that_it_is(hub, role, mail):
    said = {"name": "afspraak.ics", "media_type": "text/calendar", "method": "CANCEL"}
    give(hub, points(enclosures=(Enclosure(text="BEGIN:VCALENDAR\r\n", **said),)))
    role.tick()
    (file,) = mail.got[0].files
    assert (file.body, file.method) == (b"BEGIN:VCALENDAR\r\n", "CANCEL")


@pytest.mark.parametrize("more", [{}, {"blob": "0" * 64, "text": "x"}], ids=["neither", "both"])
def test_a_file_is_a_blob_or_a_text(more):
    with pytest.raises(ValidationError):
        Enclosure(name="x.ics", media_type="text/calendar", **more)


def test_what_was_kept_long_enough_is_erased(hub, role):
    made = give(hub, sealed_link(hub))
    role.tick()
    hub.clock.forward(days=31)
    role.watch()
    kept = row(hub, made)
    assert (kept.state, kept.address, kept.name, kept.text, kept.html) == ("sent", "", "", "", "")


def test_the_figures_say_how_long_the_oldest_waits(hub, role, mail):
    from hub.metrics import METRICS

    mail.answers = [Busy("mail")]
    give(hub, points())
    hub.clock.forward(seconds=301)
    with pytest.raises(Busy):
        role.tick()
    assert METRICS.oldest_notification.labels("email")._value.get() >= 301
    assert METRICS.notifications.labels("email", "queued")._value.get() == 1


def test_a_channel_that_hangs_holds_up_itself_only(hub, mail):
    stuck = threading.Event()

    class Hanging(Recorder):
        def send(self, parcel):
            stuck.wait(10)
            return super().send(parcel)

    sms = Recorder()
    role = Post(hub.runtime, due, {"email": Hanging(), "sms": sms})
    give(hub, points())
    give(hub, points(channel="sms", addressee=Addressee(reference="user:b", name="B", phone="+31612345678")))
    ended = threading.Event()
    running = threading.Thread(target=role.run, args=(ended.is_set,))
    running.start()
    until = time.monotonic() + 8
    while not sms.got and time.monotonic() < until:
        time.sleep(0.05)
    ended.set()
    stuck.set()
    running.join()
    assert len(sms.got) == 1
