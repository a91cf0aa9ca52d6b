"""`hub ingest` and `hub show`, as an operator types them, on an embedded hub."""

import json
from datetime import timedelta

import pytest
import typer
from structlog.testing import capture_logs
from typer.testing import CliRunner

from adapters.commands import app
from adapters.simulator import messages
from hub.directory import register
from hub.records import NodeEntry
from hub.roof import compose
from hub.settings import Settings
from schemas.errors import NotFound
from tests.builders.bad_input import AT
from tests.builders.hub import NODES, OFFICE, fresh_memory
from tests.builders.migrated import migrate

AX = messages.ax(at=AT, number="A-1")


class Terminal:
    """A command line with a hub of its own; `nodes` are known from the start."""

    def __init__(self, folder, nodes=NODES):
        self.folder = folder
        settings = Settings(
            database_url=f"sqlite:///{folder}/hub.db",
            broker_url=fresh_memory(),
            blob_url=(folder / "blobs").as_uri(),
            secret_key="a secret of the tests, long enough for it",
        )
        self.runtime = compose(settings)
        migrate(self.runtime.database)
        with self.runtime.database.transaction() as connection:
            register(connection, nodes)

    def __call__(self, *arguments):
        root = typer.Typer()
        root.add_typer(app)
        console = type("Console", (), {"runtime": self.runtime})()
        return CliRunner().invoke(root, [str(each) for each in arguments], obj=console)

    def write(self, name, body, beside=None):
        path = self.folder / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body)
        if beside is not None:
            path.with_suffix(".json").write_text(json.dumps(beside))
        return path

    def sql(self, text):
        with self.runtime.database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text)]


@pytest.fixture
def terminal(tmp_path):
    made = Terminal(tmp_path)
    with capture_logs():
        yield made
    made.runtime.database.close()


def test_a_file_is_answered_with_its_receipt_and_applied_at_once(terminal):
    told = terminal("ingest", terminal.write("a.xml", AX))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    assert told.exit_code == 0
    assert told.stdout == f"accepted  {message_id} AX OfferteAanvraag a.xml\n"
    assert terminal.sql("SELECT state FROM outcomes") == [("applied",)]


def test_one_broken_file_among_a_hundred_stops_no_other(terminal):
    terminal.write("000.xml", AX)
    for n in range(1, 100):
        body = messages.sx("10", at=AT + timedelta(minutes=n), number="A-1")
        terminal.write(f"{n:03d}.xml", body[:-9] if n == 50 else body)
    told = terminal("ingest", terminal.folder / "in")
    lines = told.stdout.splitlines()
    assert told.exit_code == 1
    assert len(lines) == 100
    assert [n for n, line in enumerate(lines) if not line.startswith("accepted")] == [50]
    assert "050.xml xml-malformed: Het bericht is geen leesbare XML" in lines[50]
    assert terminal.sql("SELECT state, count(*) FROM outcomes GROUP BY state ORDER BY state") == [
        ("applied", 99),
        ("rejected", 1),
    ]


def test_a_folder_is_read_in_the_order_of_names_and_what_is_no_message_is_named(terminal):
    terminal.write("b.xml", messages.sx("10", at=AT, number="A-1"))
    terminal.write("a.xml", AX, {"message_id": "first"})
    terminal.write("notes.txt", b"not for you")
    terminal.write("lonely.json", b"{}")
    told = terminal("ingest", terminal.folder / "in")
    assert [line.split()[-1] for line in told.stdout.splitlines()] == ["a.xml", "b.xml"]
    assert "notes.txt: no message" in told.stderr
    assert "lonely.json: no message" in told.stderr
    assert terminal.sql("SELECT identity FROM messages WHERE position = 1") == [("first",)]


def test_a_folder_without_messages_says_so(terminal):
    (terminal.folder / "empty").mkdir()
    told = terminal("ingest", terminal.folder / "empty")
    assert told.exit_code == 0
    assert "no message was named; expected were XML files" in told.stderr


def test_a_message_that_replaces_a_value_is_shown_with_the_old_one(terminal):
    first = messages.sx("09", at=AT, number="A-1", lender_reference="AE-1")
    later = messages.sx("10", at=AT + timedelta(days=1), number="A-1", lender_reference="AE-1")
    for name, body in (("a.xml", AX), ("b.xml", first), ("c.xml", later)):
        terminal("ingest", terminal.write(name, body))
    (found,) = terminal.sql("SELECT id FROM messages ORDER BY id DESC LIMIT 1")
    assert "09 Ontvangstbevestiging → 10 Offerte aanvraag in behandeling genomen" in terminal("show", found[0]).stdout


def test_an_envelope_that_a_shell_names_beside_its_file_is_no_message(terminal):
    path = terminal.write("a.xml", AX, {"message_id": "first"})
    told = terminal("ingest", path, path.with_suffix(".json"))
    assert (told.exit_code, len(told.stdout.splitlines())) == (0, 1)


def test_an_envelope_that_cannot_be_read_is_refused(terminal):
    path = terminal.write("a.xml", AX)
    path.with_suffix(".json").write_text("{")
    told = terminal("ingest", path)
    assert told.exit_code == 1
    assert "envelope-invalid: De envelop klopt niet" in told.stdout


def test_an_option_that_contradicts_the_envelope_is_refused(terminal):
    path = terminal.write("a.xml", AX, {"receiver": "500002"})
    told = terminal("ingest", path, "--receiver", OFFICE)
    assert "envelope-mismatch: De envelop" in told.stdout
    assert "spreken elkaar tegen over receiver: 500001 en 500002" in told.stdout


def test_the_same_file_again_is_a_copy_with_the_same_receipt(terminal):
    path = terminal.write("a.xml", AX)
    first = json.loads(terminal("ingest", path, "--json").stdout)
    again = json.loads(terminal("ingest", path, "--json").stdout)
    assert [(line["copy"], line["receipt"]["outcome"]) for line in first + again] == [
        (False, "accepted"),
        (True, "accepted"),
    ]
    assert again[0]["receipt"] == first[0]["receipt"]


def test_a_file_that_cannot_be_read_is_told_and_the_others_go_on(terminal):
    good = terminal.write("a.xml", AX)
    dangling = good.with_name("b.xml")
    dangling.symlink_to("/nowhere/at/all")
    terminal.write("c.xml", messages.sx("10", at=AT, number="A-1"))
    told = terminal("ingest", terminal.folder / "in")
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["accepted", "accepted"]
    assert "b.xml" in told.stderr


def test_a_path_that_is_not_there_is_a_mistake_on_the_command_line(terminal):
    assert terminal("ingest", "/nowhere/at/all.xml").exit_code == 2


def test_a_file_over_the_limit_is_refused_without_being_read(terminal):
    path = terminal.folder / "big.xml"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    told = terminal("ingest", path)
    assert "message-too-large: Te groot: 40000000 bytes; toegestaan is 37049688 bytes." in told.stdout
    assert terminal.sql("SELECT size, length(body) FROM messages") == [(40_000_000, 0)]


def test_a_message_for_a_node_of_nobody_waits_and_the_next_step_is_told(terminal):
    path = terminal.write("a.xml", messages.ax(at=AT, number="A-9", sender="700001", receiver="700002"))
    told = terminal("ingest", path)
    assert told.exit_code == 0
    assert "`hub offices add --node 700001 --name NAME` applies what waits" in told.stderr
    assert terminal.sql("SELECT state, slug FROM outcomes") == [("waiting", "office")]


def test_on_an_empty_hub_a_message_without_any_node_is_accepted_and_waits(tmp_path):
    terminal = Terminal(tmp_path, nodes=[NodeEntry("600001", "lender", None, "AE", "Aegon")])
    told = terminal("ingest", terminal.write("a.xml", messages.ax(at=AT, header=False)))
    terminal.runtime.database.close()
    assert told.exit_code == 0
    assert "it names no node, so the first office takes it; `hub offices add --node NNNNNN" in told.stderr


def test_a_message_is_shown_with_its_life_and_where_each_field_came_from(terminal):
    terminal("ingest", terminal.write("a.xml", AX))
    terminal("ingest", terminal.write("b.xml", messages.sx("10", at=AT, number="A-1")))
    ((message_id,),) = terminal.sql("SELECT id FROM messages WHERE position = 2")
    told = terminal("show", message_id).stdout
    assert told.startswith(f"message   {message_id}\ntype      SX StatusMelding, 24.0, ")
    assert "outcome   applied: Verwerkt: het dossier is gewijzigd.\n" in told
    assert "← StatusMelding/Status/" in told


def test_the_beginning_of_an_id_is_enough_when_it_is_one_message(terminal):
    terminal("ingest", terminal.write("a.xml", AX))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    assert terminal("show", message_id[:9].upper()).stdout.startswith(f"message   {message_id}")


@pytest.mark.parametrize("given", ["0", "nothing", "%", ""])
def test_an_id_that_names_no_message_or_several_is_not_found(terminal, given):
    terminal("ingest", terminal.write("a.xml", AX))
    terminal("ingest", terminal.write("b.xml", messages.sx("10", at=AT, number="A-1")))
    assert isinstance(terminal("show", given).exception, NotFound)


def test_a_refused_message_is_shown_with_its_rule_and_what_to_do(terminal):
    terminal("ingest", terminal.write("a.xml", AX.replace(b"385000.00", b"veel")))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    told = terminal("show", message_id).stdout
    assert "          path: OfferteAanvraag/Object/MarktWaarde\n          came: veel\n" in told
    assert told.endswith("next      the sender mends it and sends it again\n")


def test_a_message_that_waits_for_an_office_is_shown_with_the_command_that_helps(terminal):
    terminal("ingest", terminal.write("a.xml", messages.ax(at=AT, number="A-9", sender="700001", receiver="700002")))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    told = terminal("show", message_id).stdout
    assert "outcome   waiting: Wacht op het kantoor waar het voor is.\n" in told
    assert told.endswith("`hub offices add --node 700001 --name NAME` claims the node and applies what waited\n")


def test_show_as_json_has_the_receipt_the_effect_and_the_next_step(terminal):
    terminal("ingest", terminal.write("a.xml", AX))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    told = json.loads(terminal("show", message_id, "--json").stdout)
    assert (told["message"]["state"], told["receipt"]["outcome"], told["next"]) == ("applied", "accepted", "")
    assert told["effects"][0]["changes"]


def test_raw_gives_the_exact_bytes(terminal):
    body = b"\xef\xbb\xbf" + AX.replace(b"><", b">\r\n\t<")
    terminal("ingest", terminal.write("a.xml", body))
    ((message_id,),) = terminal.sql("SELECT id FROM messages")
    assert terminal("show", message_id, "--raw").stdout_bytes == body
