"""`hub simulate`, as an operator types it: what cannot be played is said before anything begins."""

import ast
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from adapters.simulator import commands
from adapters.simulator.behaviours import BEHAVIOURS
from adapters.simulator.commands import app

CHANNELS = Path(__file__).parents[3] / "docs" / "channels.md"
FOLDER = Path(commands.__file__).parent


def typed(*arguments):
    root = typer.Typer()
    root.add_typer(app)
    root.command("other")(lambda: None)
    done = CliRunner().invoke(root, ["simulate", "--partner", "600001", *arguments], env={"COLUMNS": "300"})
    return done.exit_code, " ".join(done.output.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--code", "AE", "--behaviour", "sings"), "sings is no behaviour"),
        (("--code", "AE", "--ending", "20,99"), "20,99 is no ending"),
        (("--code", "AE"), "name one way"),
        (("--code", "AE", "--hub-url", "http://localhost:1", "--amqp-url", "amqp://x"), "name one way"),
        (("--code", "AE", "--hub-url", "http://localhost:1"), "--key-file"),
        (("--code", "AE", "--from-hub", "in"), "--to-hub"),
        (("--hub-url", "http://localhost:1"), "--receiver"),
    ],
)
def test_what_cannot_be_played_is_told(arguments, told):
    code, output = typed(*arguments)
    assert code == 2
    assert told in output


def test_every_behaviour_stands_in_the_page_of_the_channels():
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", CHANNELS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [row for row in rows if row[0] in BEHAVIOURS] == [(name, how.does) for name, how in BEHAVIOURS.items()]


def test_a_partner_knows_nothing_of_the_inside_of_a_hub():
    allowed = ("adapters.simulator", "adapters.hdn.xml", "schemas")
    for path in sorted(FOLDER.glob("*.py")):
        if path.name == "commands.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            is_ours = node.module.split(".")[0] in {"hub", "adapters", "handlers", "portal_api", "schemas"}
            assert not is_ours or node.module.startswith(allowed), f"{path.name} imports {node.module}"
