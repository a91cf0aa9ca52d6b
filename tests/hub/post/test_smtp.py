import pytest

from hub.post.port import Bounced, Failed, File, NotNow, Taken
from hub.post.smtp import SmtpProvider
from schemas.errors import Busy
from tests.builders.post import Scripted, password_fake
from tests.hub.post.conftest import parcel_of

HELLO = ("220 hi", "250 hub.example")


def provider_of(url, timeout_s=1):
    return SmtpProvider(url, mail_from="noreply@hub.example", domain="hub.example", timeout_s=timeout_s)


def scripted(request, *replies, after="close"):
    server = Scripted(replies, after=after)
    request.addfinalizer(server.close)
    return server


def test_a_message_has_the_headers_of_an_automatic_one(smtp, mail_fake):
    smtp.send(parcel_of("email", leave="https://hub.example/unsubscribe/x"))
    (got,) = mail_fake.got
    assert got["Message-ID"] == "<0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11@hub.example>"
    assert got["Date"] == "Sat, 21 Nov 2026 08:00:00 +0000"
    assert got["From"] == "De Brug <noreply@hub.example>"
    assert got["To"] == "Anna de Wit <anna@x.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe"] == "<https://hub.example/unsubscribe/x>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_message_that_cannot_be_switched_off_does_not_offer_it(smtp, mail_fake):
    smtp.send(parcel_of("email"))
    assert mail_fake.got[0]["List-Unsubscribe"] is None


def test_text_and_html_arrive_as_they_were_written(smtp, mail_fake):
    smtp.send(parcel_of("email", text="Zoë €\n.\nlange " + "regel " * 300 + "\n", html="<p>Zoë €</p>"))
    (got,) = mail_fake.got
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Zoë €\n.\nlange " + "regel " * 300 + "\n"
    assert got.get_body(("html",)).get_content().strip() == "<p>Zoë €</p>"


def test_files_go_along_whole(smtp, mail_fake):
    files = (
        File("Afspraak.ics", "text/calendar", b"BEGIN:VCALENDAR\r\n"),
        File("Zoë.pdf", "application/pdf", b"%PDF\x00"),
    )
    smtp.send(parcel_of("email", files=files))
    found = [(each.get_filename(), each.get_content_type()) for each in mail_fake.got[0].iter_attachments()]
    assert found == [("Afspraak.ics", "text/calendar"), ("Zoë.pdf", "application/pdf")]
    assert [each.get_payload(decode=True) for each in mail_fake.got[0].iter_attachments()] == [
        file.body for file in files
    ]


def test_what_a_calendar_is_asked_stands_among_the_alternatives_and_is_a_file_too(smtp, mail_fake):
    entry = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    smtp.send(parcel_of("email", files=(File("afspraak.ics", "text/calendar", entry, method="REQUEST"),)))
    (got,) = mail_fake.got
    found = [each for each in got.walk() if each.get_content_type() == "text/calendar"]
    assert [each.get_param("method") for each in found] == ["REQUEST", "REQUEST"]
    assert [each.get_payload(decode=True).replace(b"\r\n", b"\n") for each in found] == [
        entry.replace(b"\r\n", b"\n")
    ] * 2
    assert [each.get_filename() for each in got.iter_attachments()] == ["afspraak.ics"]


@pytest.mark.parametrize("field", ["name", "subject", "sender"])
def test_no_header_can_be_added(smtp, mail_fake, field):
    smtp.send(parcel_of("email", **{field: "x\r\nBcc: all@x.example\r\n\r\nbody"}))
    (got,) = mail_fake.got
    assert got["Bcc"] is None
    assert got["To"].addresses[0].addr_spec == "anna@x.example"
    assert len(got["To"].addresses) == 1


def test_an_address_that_is_two_never_leaves(smtp, mail_fake):
    with pytest.raises(ValueError, match=r"[Ii]nvalid|non-ASCII|parse"):
        smtp.send(parcel_of("email", address="anna@x.example>, <all@x.example"))
    assert mail_fake.got == []


@pytest.mark.parametrize(
    ("field", "reply", "ending"),
    [
        ("data_reply", "552 5.3.4 too big", Failed("552 5.3.4 too big")),
        ("data_reply", "452 4.3.1 full", NotNow("smtp-452")),
        ("sender_reply", "553 5.7.1 not you", Failed("553 5.7.1 not you")),
        ("sender_reply", "450 4.7.1 greylisted", NotNow("smtp-450")),
    ],
)
def test_the_reply_decides_whether_it_is_for_good(smtp, mail_fake, field, reply, ending):
    setattr(mail_fake, field, reply)
    assert smtp.send(parcel_of("email")) == ending


def test_a_recipient_refused_for_good_is_a_bounce(smtp):
    assert smtp.send(parcel_of("email", "bounce")) == Bounced("550 5.1.1 no such mailbox")


def test_a_server_that_is_not_there_is_away():
    with pytest.raises(Busy, match="mail is not available now: ConnectionRefusedError"):
        provider_of("smtp://127.0.0.1:9").send(parcel_of("email"))


def test_a_server_that_never_greets_is_away(request):
    server = scripted(request, after="hang")
    with pytest.raises(Busy, match="mail is not available now"):
        provider_of(server.url, 0.3).send(parcel_of("email"))


def test_a_server_that_closes_is_away(request):
    server = scripted(request, *HELLO, "421 4.3.2 shutting down")
    with pytest.raises(Busy, match="the server closes"):
        provider_of(server.url).send(parcel_of("email"))


def test_a_server_that_hangs_half_way_is_tried_again(request):
    server = scripted(request, *HELLO, "250 ok", after="hang")
    assert provider_of(server.url, 0.3).send(parcel_of("email")) == NotNow("no-answer")


def test_a_server_that_closes_half_way_is_tried_again(request):
    server = scripted(request, *HELLO, "250 ok", "250 ok")
    assert provider_of(server.url).send(parcel_of("email")) == NotNow("no-answer")


def test_what_was_accepted_by_a_server_that_died_has_the_same_message_id_at_the_next_try(request, smtp, mail_fake):
    dying = scripted(request, *HELLO, "250 ok", "250 ok", "354 go on")
    assert provider_of(dying.url).send(parcel_of("email")) == NotNow("no-answer")
    assert isinstance(smtp.send(parcel_of("email")), Taken)
    line = b"Message-ID: " + mail_fake.got[0]["Message-ID"].encode()
    assert line in dying.bodies[0]


@pytest.mark.filterwarnings("ignore")  # aiosmtpd warns that passwords travel without TLS, which is what is tested
def test_a_name_and_password_are_used():
    fake = password_fake("hub", "pass:word")
    try:
        url = fake.url.replace("//", "//hub:pass%3Aword@")
        assert isinstance(provider_of(url, 20).send(parcel_of("email")), Taken)
        with pytest.raises(Busy, match="does not accept our name and password"):
            provider_of(fake.url.replace("//", "//hub:wrong@"), 20).send(parcel_of("email"))
    finally:
        fake.close()


def test_a_password_never_travels_without_tls(monkeypatch, mail_fake):
    monkeypatch.setattr("hub.post.smtp._LOOPBACK", frozenset())
    with pytest.raises(Busy, match="the server offers no TLS"):
        provider_of(mail_fake.url.replace("//", "//hub:secret@")).send(parcel_of("email"))
