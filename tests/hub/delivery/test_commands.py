"""`hub partners …`, `hub outgoing …` and `hub deliver --once`, as an operator types them."""

import json

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from hub import rows as statements
from hub.cli import build
from hub.console import Console
from hub.database import Database
from hub.records import OUTGOING
from hub.roof import compose, open_counter
from schemas.errors import Conflict, NotFound, Refused
from tests.builders.delivery import LENDER, letter
from tests.builders.migrated import migrate


class Terminal:
    """The command line around one embedded database, with a partner that is known."""

    def __init__(self, folder, url):
        self.folder = folder
        self.database = Database(url)
        migrate(self.database)
        self("partners", "add", "--node", LENDER, "--code", "AE", "--name", "Aegon")

    def __call__(self, *arguments):
        console = Console(compose, open_counter)
        told = CliRunner().invoke(build(), [str(each) for each in arguments], obj=console)
        if told.exception and not isinstance(told.exception, SystemExit):
            raise told.exception
        return told

    def queue(self, *letters):
        with self.database.transaction() as connection:
            statements.write(connection, OUTGOING, letters)

    def state(self, number):
        with self.database.reading() as connection:
            return statements.select(connection, OUTGOING, "id", [letter(number).id])[0].state

    def json(self, *arguments):
        return json.loads(self(*arguments, "--json").stdout)


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/hub.db"
    settings = {"DATABASE_URL": url, "BROKER_URL": "memory://x", "BLOB_URL": (tmp_path / "blobs").as_uri()}
    for name, value in settings.items():
        monkeypatch.setenv(f"HUB_{name}", value)
    (tmp_path / "out").mkdir()
    with capture_logs():
        made = Terminal(tmp_path, url)
        yield made
    made.database.close()


def route(terminal):
    return terminal("partners", "route", LENDER, "--channel", "folder", "--address", terminal.folder / "out")


def test_a_partner_gets_a_way_and_what_waited_goes(terminal):
    terminal.queue(letter(1))
    assert route(terminal).stdout == f"Node {LENDER} is reached by folder {terminal.folder / 'out'}.\n"
    assert terminal("deliver", "--once").exit_code == 0
    assert terminal.state(1) == "delivered"
    assert len(list((terminal.folder / "out").glob("*.xml"))) == 1


def test_partners_are_listed_with_their_ways_and_pauses(terminal):
    route(terminal)
    terminal.queue(letter(1))
    assert terminal("partners", "pause", LENDER, "--reason", "onderhoud", "--direction", "both").exit_code == 0
    (partner,) = terminal.json("partners", "list")
    assert (partner["channel"], partner["queued"], partner["breaker"]) == ("folder", 1, "closed")
    assert (partner["out_reason"], partner["in_reason"]) == ("onderhoud", "onderhoud")
    assert partner["out_paused_by"].startswith("operator:")
    assert "onderhoud" in terminal("partners", "list").stdout
    terminal("deliver", "--once")
    assert terminal.state(1) == "queued"
    terminal("partners", "resume", LENDER, "--reason", "klaar")
    terminal("deliver", "--once")
    assert terminal.state(1) == "delivered"


def test_pausing_what_is_paused_says_so_and_ends_with_1(terminal):
    terminal("partners", "pause", LENDER, "--reason", "x")
    again = terminal("partners", "pause", LENDER, "--reason", "y", "--direction", "both")
    assert again.exit_code == 1
    assert f"{LENDER} out  already-paused" in again.stdout
    assert f"{LENDER} in   done" in again.stdout


@pytest.mark.parametrize("node", ["60000", "abcdef", "٦٠٠٠٠١", "600001 "])
def test_what_is_no_node_is_no_node(terminal, node):
    assert terminal("partners", "pause", node, "--reason", "x").exit_code == 2


def test_a_node_that_nobody_added_is_named(terminal):
    told = terminal("partners", "pause", "999999", "--reason", "x")
    assert (told.exit_code, "not-found" in told.stdout) == (1, True)
    with pytest.raises(NotFound):
        terminal("partners", "route", "999999", "--channel", "folder", "--address", terminal.folder)


@pytest.mark.parametrize(
    "given",
    [
        ("--channel", "fax"),
        ("--channel", "folder", "--address", "relative"),
        ("--channel", "https", "--address", "http://lender.example"),
        ("--channel", "https", "--address", "https://lender.example", "--option", "key=secret"),
        ("--channel", "amqp"),
    ],
)
def test_a_way_that_does_not_fit_changes_nothing(terminal, given):
    with pytest.raises(Refused):
        terminal("partners", "route", LENDER, *given)
    assert terminal.json("partners", "list")[0]["channel"] == ""


def test_an_option_without_a_value_is_no_option(terminal):
    told = terminal("partners", "route", LENDER, "--channel", "folder", "--address", "/x", "--option", "in_folder")
    assert told.exit_code == 2


def test_what_goes_out_is_listed_page_by_page(terminal):
    terminal.queue(*(letter(n, queue=str(n)) for n in range(1, 4)))
    first = terminal.json("outgoing", "list", "--limit", 2)
    rest = terminal.json("outgoing", "list", "--limit", 2, "--after", first["next"])
    assert [each["id"] for each in first["messages"] + rest["messages"]] == [letter(n).id for n in (3, 2, 1)]
    assert rest["next"] == ""
    assert f"More: --after {first['next']}" in terminal("outgoing", "list", "--limit", 2).stdout
    assert terminal("outgoing", "list", "--state", "refused").stdout == "No message fits.\n"
    with pytest.raises(Refused):
        terminal("outgoing", "list", "--after", "nonsense")


def test_one_message_is_shown_and_written_byte_for_byte(terminal):
    terminal.queue(letter(1, trouble="no-answer", attempts=1))
    shown = terminal("outgoing", "show", letter(1).id)
    assert "The partner did not answer in time." in shown.stdout
    assert terminal.json("outgoing", "show", letter(1).id[:30])["state"] == "queued"
    assert terminal("outgoing", "raw", letter(1).id).stdout == "<out>1</out>"
    with pytest.raises(NotFound):
        terminal("outgoing", "show", "ffff")


def test_a_beginning_that_several_share_names_none(terminal):
    terminal.queue(letter(1), letter(2))
    with pytest.raises(NotFound):
        terminal("outgoing", "show", letter(1).id[:20])


def test_messages_are_taken_back_and_sent_again_each_by_itself(terminal):
    route(terminal)
    terminal.queue(letter(1), letter(2, queue="B", code="AX"))
    terminal("deliver", "--once")
    terminal.queue(letter(3, queue="C"))
    told = terminal("outgoing", "withdraw", letter(3).id, letter(1).id, "--reason", "fout")
    assert told.exit_code == 1
    assert (terminal.state(3), terminal.state(1)) == ("withdrawn", "delivered")
    assert "not-queued" in told.stdout
    assert terminal("outgoing", "again", letter(1).id, "--reason", "kwijt").exit_code == 0
    assert terminal.state(1) == "queued"
    assert "application-sent" in terminal("outgoing", "again", letter(2).id, "--as-new", "--reason", "x").stdout


def test_a_refusal_names_itself_in_json(terminal):
    terminal.queue(letter(1))
    told = terminal.json("outgoing", "again", letter(1).id, "--reason", "x")
    assert [(each["result"], each["unit_id"]) for each in told] == [("not-sent", "")]
    assert Conflict("not-sent", came="queued").en == told[0]["why"]
