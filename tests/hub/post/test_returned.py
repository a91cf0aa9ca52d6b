import pytest
from typer.testing import CliRunner

from handlers.notifications import due
from hub.cli import build
from hub.ids import derived_id
from hub.post.bounces import read_returned
from hub.post.returned import Returned, returned
from tests.builders.hub import WholeHub, fresh_memory
from tests.builders.notifications import points

ID = "0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11"


def report(notification_id=ID, action="failed", status="5.1.1", kind="message/rfc822"):
    """A report as Postfix writes it."""
    return f"""From: MAILER-DAEMON@mail.example
To: noreply@hub.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; anna@x.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b
Content-Type: {kind}

Message-ID: <{notification_id}@hub.example>
From: noreply@hub.example
To: anna@x.example
Subject: x

text
--b--
""".replace("\n", "\r\n").encode()


def test_a_report_says_which_notification_bounced_and_why():
    assert returned(report()) == Returned(ID, "bounced", "5.1.1 550 5.1.1 no such mailbox")


def test_headers_alone_are_enough():
    assert returned(report(kind="text/rfc822-headers")).notification_id == ID


def test_a_delivery_is_news_as_well():
    assert returned(report(action="delivered", status="2.0.0")).news == "delivered"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: out of office\r\n\r\nI am away until Monday",
        report(action="delayed", status="4.4.1"),
        report(notification_id="somebody-else"),
        report(action="relayed"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report()[:300],
        b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n" * 5000,
    ],
    ids=["empty", "bytes", "human", "delay", "foreign", "relayed", "no-status", "cut", "boundaries"],
)
def test_what_says_nothing_final_about_ours_is_left_alone(body):
    assert returned(body) is None


@pytest.fixture
def hub(tmp_path):
    made = WholeHub(f"sqlite:///{tmp_path / 'hub.db'}", fresh_memory(), tmp_path)
    yield made
    made.close()


def test_a_report_moves_its_notification_once(hub):
    outcome = hub.runtime.execute(points(), actor="user:bram")
    made = derived_id(outcome.unit_id, "notification")
    for _ in range(2):
        assert read_returned(hub.runtime, due, "a", report(made)) == {"file": "a", "said": "bounced"}
    with hub.database.reading() as connection:
        assert due.by_id(connection, made).state == "bounced"
    assert hub.sql("SELECT count(*) FROM bounces") == [(1,)]
    assert read_returned(hub.runtime, due, "b", report()) == {"file": "b", "said": "unknown"}


def test_a_maildir_is_read_from_the_shell(hub, tmp_path, monkeypatch):
    outcome = hub.runtime.execute(points(), actor="user:bram")
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).mkdir(parents=True)
    (tmp_path / "mail" / "new" / "1").write_bytes(report(derived_id(outcome.unit_id, "notification")))
    (tmp_path / "mail" / "tmp" / "2").write_bytes(b"half")
    monkeypatch.setenv("HUB_DATABASE_URL", f"sqlite:///{tmp_path / 'hub.db'}")
    ran = CliRunner().invoke(build(), ["bounce", str(tmp_path / "mail")])
    assert ran.output.strip() == "1: bounced"
