"""The doctor tries every part, says in a sentence what is wrong, and names the command that mends it."""

from datetime import UTC, datetime

import pika
import pytest

from hub.batches import Batches
from hub.database import Database
from hub.doctor import examine, is_healthy, settings_finding
from hub.doctor.scanner import scanner_finding
from hub.scanner.builtin import BuiltinScanner
from hub.scanning import Clean, Infected
from hub.schema import upgrade
from hub.settings import Settings
from hub.topology import INTAKE
from tests.builders.engine import OpenPage, ToyHub, WriteLine, entry
from tests.builders.runtimes import runtime_of


@pytest.fixture
def migrated(request, tmp_path):
    """A toy hub on PostgreSQL and RabbitMQ, with every migration and its queues declared."""
    url = request.getfixturevalue("postgres_url")
    database = Database(url)
    upgrade(database)
    database.close()
    hub = ToyHub(url, request.getfixturevalue("rabbit_url"))
    yield hub
    hub.close()


def examined(hub, tmp_path, **more):
    runtime = runtime_of(hub, tmp_path, **({"broker_url": hub.broker_url} | more))
    return {finding.part: finding for finding in examine(runtime)}


def levels(found):
    return {part: finding.level for part, finding in found.items() if finding.level != "ok"}


def test_a_healthy_hub_is_healthy(migrated, tmp_path, clamd):
    migrated.clock.at = datetime.now(UTC)
    found = examined(migrated, tmp_path, scanner_url=clamd.url, mail_url="demo://", sms_url="demo://")
    assert levels(found) == {}
    parts = (
        "database, schema, broker, queues, files, scanner, post, clock, in flight, batches, parked, ledger, delivery"
    )
    assert ", ".join(found) == parts
    assert is_healthy(found.values())


def test_an_embedded_hub_needs_no_server(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/hub.db")
    upgrade(database)
    hub = ToyHub(database.url)
    found = examined(hub, tmp_path, demo=True)
    assert levels(found) == {}
    assert found["scanner"].sentence == "The virus scanner answers (the built-in one, which knows EICAR only)."
    assert found["broker"].sentence == "The broker is in memory, inside the process of `hub up`."
    hub.close()
    database.close()


def test_every_sentence_is_there_in_dutch_and_in_english(migrated, tmp_path):
    hub = migrated
    away = {"broker_url": "amqp://hub:hub@127.0.0.1:1/none", "scanner_url": "clamd://127.0.0.1:1"}
    for found in (examined(hub, tmp_path), examined(hub, tmp_path, **away)):
        for finding in found.values():
            assert finding.sentence_in("nl") != finding.sentence_in("en"), finding
            assert bool(finding.mend_in("nl")) == bool(finding.mend_in("en")), finding
    assert found["scanner"].sentence_in("nl").startswith("De virusscanner antwoordt niet")
    assert found["post"].mend_in("nl") == "zet HUB_SMS_URL"


def test_missing_migrations_name_the_command(tmp_path):
    hub = ToyHub(f"sqlite:///{tmp_path}/hub.db")
    finding = examined(hub, tmp_path)["schema"]
    assert (finding.level, finding.mend) == ("wrong", "hub db upgrade")
    hub.close()


def test_a_database_that_is_away_is_one_sentence(tmp_path):
    hub = ToyHub(f"sqlite:///{tmp_path}/hub.db")
    hub.database = Database("postgresql+psycopg://hub@127.0.0.1:1/none")
    found = examined(hub, tmp_path)
    assert found["database"].level == "wrong"
    assert found["database"].sentence.startswith("The database at 127.0.0.1:1/none does not answer (")
    assert "schema" not in found
    hub.close()


def test_a_broker_that_is_away_is_one_sentence(tmp_path, postgres_url):
    hub = ToyHub(postgres_url)
    found = examined(hub, tmp_path, broker_url="amqp://hub:hub@127.0.0.1:1/none")
    assert found["broker"].level == "wrong"
    assert "127.0.0.1:1 does not answer" in found["broker"].sentence
    assert "hub:hub" not in found["broker"].sentence
    hub.close()


def test_a_missing_queue_is_named_and_not_made(migrated, tmp_path):
    with pika.BlockingConnection(pika.URLParameters(migrated.broker_url)) as connection:
        connection.channel().queue_delete(INTAKE)
    for _ in range(2):
        finding = examined(migrated, tmp_path)["queues"]
        assert (finding.level, finding.mend) == ("wrong", "hub relay")
        assert INTAKE in finding.sentence


def test_a_queue_with_other_arguments_is_named_with_what_differs(migrated, tmp_path):
    with pika.BlockingConnection(pika.URLParameters(migrated.broker_url)) as connection:
        connection.channel().queue_delete(INTAKE)
        connection.channel().queue_declare(INTAKE, durable=True, arguments={"x-queue-type": "quorum"})
    finding = examined(migrated, tmp_path)["queues"]
    assert finding.mend == "rabbitmqctl delete_queue --if-empty hub.intake && hub relay"
    assert "x-" in finding.sentence


def test_what_waits_too_long_is_wrong(migrated, tmp_path):
    migrated.hand_in(entry("D1", OpenPage()), rings=False)
    migrated.clock.forward(minutes=20)
    finding = examined(migrated, tmp_path)["in flight"]
    assert (finding.level, finding.mend) == ("wrong", "hub work & hub relay")
    assert "1200 seconds" in finding.sentence


def test_what_is_parked_is_a_warning(migrated, tmp_path):
    migrated.hand_in(entry("D1", OpenPage()), entry("D1", WriteLine(text="poison")))
    migrated.work_through_pauses()
    finding = examined(migrated, tmp_path)["parked"]
    assert (finding.level, finding.mend) == ("warning", "hub parked list")


def test_the_batch_of_a_dead_worker_is_a_warning(migrated, tmp_path):
    Batches(migrated.database, migrated.clock).begin("worker:1:dead", [("unit", "lane")])
    assert examined(migrated, tmp_path)["batches"].level == "warning"


def test_a_row_that_is_gone_is_wrong_with_its_id(migrated, tmp_path):
    message = migrated.hand_in(entry("D1", OpenPage()))[0].message_id
    with migrated.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM receipts")
    finding = examined(migrated, tmp_path)["ledger"]
    assert finding.level == "wrong"
    assert message in finding.sentence


def test_a_file_store_that_is_away_is_wrong(tmp_path):
    hub = ToyHub(f"sqlite:///{tmp_path}/hub.db")
    (tmp_path / "file").write_text("no folder")
    assert examined(hub, tmp_path / "file")["files"].level == "wrong"
    hub.close()


def test_a_missing_secret_key_is_named_before_serve_stops_on_it(monkeypatch):
    monkeypatch.delenv("HUB_SECRET_KEY", raising=False)
    finding = settings_finding()
    assert finding.level == "wrong"
    assert "HUB_SECRET_KEY" in finding.sentence


def test_each_provider_of_post_is_asked_harmlessly():
    from hub.doctor.post import post_findings

    def told(**settings):
        return [(each.level, each.sentence) for each in post_findings(Settings(secret_key="k" * 32, **settings))]

    assert told() == [
        ("warning", "E-mail has no provider; what is to be sent waits."),
        ("warning", "SMS has no provider; what is to be sent waits."),
    ]
    assert told(mail_url="smtp://127.0.0.1:9", sms_url="demo://") == [
        ("wrong", "E-mail waits: its provider is away (ConnectionRefusedError)."),
        ("ok", "SMS can be sent (demo)."),
    ]


def scanner_of(**settings):
    return scanner_finding(Settings(secret_key="k" * 32, **settings))


def test_a_scanner_that_answers_and_knows_the_test_file_is_well(clamd):
    found = scanner_of(scanner_url=clamd.url)
    assert found.level == "ok"
    assert found.sentence.startswith("The virus scanner answers (ClamAV ")


def test_a_scanner_that_is_away_is_wrong():
    found = scanner_of(scanner_url="clamd://127.0.0.1:1")
    assert (found.level, found.mend) == ("wrong", "systemctl start clamav-daemon")
    assert "files that people hand in wait" in found.sentence


def test_without_a_scanner_files_wait_and_the_doctor_says_so():
    found = scanner_of()
    assert found.level == "warning"
    assert found.mend.startswith("set HUB_SCANNER_URL")


def test_the_scanner_of_the_demo_is_a_warning_elsewhere():
    assert scanner_of(scanner_url="builtin://").level == "warning"
    assert scanner_of(demo=True).level == "ok"


@pytest.mark.parametrize(
    ("verdicts", "mend"),
    [([Infected("x")], "systemctl restart clamav-daemon"), ([Clean(), Clean()], "freshclam")],
)
def test_a_scanner_that_judges_wrongly_is_wrong(monkeypatch, verdicts, mend):
    said = iter(verdicts)
    monkeypatch.setattr(BuiltinScanner, "scan", lambda _scanner, _body: next(said))
    found = scanner_of(demo=True)
    assert (found.level, found.mend) == ("wrong", mend)
