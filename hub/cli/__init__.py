"""The command line: mounts what each room brings, and says what is wrong in one sentence.

A room's `commands.py` has a Typer app; a command asks `hub.console.runtime(context)` for what it works with.
"""

import sys

import typer
from sqlalchemy.exc import DBAPIError

from hub.console import Console
from hub.roof import compose, open_counter
from schemas.errors import Busy, HubError, Refused, SettingsError

_ROOMS = (
    "hub.cli.together",
    "hub.cli.init",
    "hub.cli.papers",
    "hub.cli.post",
    "hub.cli.oidc.commands",
    "hub.cli.brand.commands",
    "hub.commands",
    "adapters.commands",
    "adapters.simulator.commands",
    "handlers.offices.commands",
    "handlers.accounts.commands",
    "handlers.accounts.machines.commands",
    "handlers.accounts.machines.signing.commands",
    "portal_api.commands",
    "hub.cli.bench",
)


def build(console: Console | None = None) -> typer.Typer:
    """The whole command line: the commands of every room, at the top level."""
    from importlib import import_module

    app = typer.Typer(
        name="hub",
        help="The hub for HDN-style exchanges: messages in, dossiers kept, everything accounted for.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def _start(context: typer.Context) -> None:
        context.obj = console or Console(compose, open_counter)

    for room in _ROOMS:
        app.add_typer(import_module(room).app)
    return app


def main() -> None:
    """Runs one command; a named failure is one sentence on standard error and exit code 1 or 2."""
    console = Console(compose, open_counter)
    try:
        build(console)(standalone_mode=True)
    except SettingsError as error:
        _stop(str(error), 2)
    except Refused as refused:
        _stop(_told(refused), 1)
    except Busy as busy:
        _stop(f"{busy}. Nothing was changed; try again, or run `hub doctor` to see what is away.", 1)
    except HubError as error:
        _stop(str(error), 1)
    except DBAPIError:
        behind = _missing_migrations(console)
        if not behind:
            raise
        said = f"The database lacks migrations: {len(behind)}, from {behind[0]} on. `hub db upgrade` runs them."
        _stop(f"{said} Nothing was changed.", 1)


def _missing_migrations(console: Console) -> list[str]:
    """Why a statement found no such table, when that is why; a database nobody opened lacks nothing."""
    from hub.schema import missing

    return missing(console.last.database) if console.last else []


def _told(refused: Refused) -> str:
    """The sentences, and what came and was expected when they do not say it themselves."""
    lines = [f"{refused.slug}: {refused.nl}", refused.en]
    if refused.came and refused.came not in refused.en:
        lines.append(f"Came: {refused.came}. Expected: {refused.expected}.")
    return "\n".join(lines)


def _stop(sentence: str, code: int) -> None:
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(code)
