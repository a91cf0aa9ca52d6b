"""`hub offices oidc`: the sign-in service of an office, which needs the capability and the adapter together."""

from pathlib import Path
from typing import Annotated, Any

import typer

from handlers.offices.commands import offices
from hub.console import Console, answer

app = typer.Typer()
oidc = typer.Typer(help="The sign-in service of an office (OpenID Connect).", no_args_is_help=True)
offices.add_typer(oidc, name="oidc")

Office = Annotated[str, typer.Argument(help="Id, name or node of the office.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@oidc.command("set")
def set_the_service(  # noqa: PLR0917 - one option per field
    context: typer.Context,
    office: Office,
    issuer: Annotated[str, typer.Option(help="As the service names itself, like https://login.example.")],
    client_id: Annotated[str, typer.Option(help="The name of the hub at the service.")],
    secret_file: Annotated[Path, typer.Option(help="A file with the secret of the hub at the service.")],
    domain: Annotated[list[str], typer.Option(help="A domain that its e-mail addresses may have; once or more.")],
    role: Annotated[list[str], typer.Option(help="GROUP=adviser or GROUP=viewer; once or more.")],
    group_claim: Annotated[str, typer.Option(help="Where they stand: groups, realm_access.roles.")] = "groups",
    as_json: AsJson = False,
) -> None:
    """Connects an office with its service, after a look at it; the secret is kept sealed."""
    from adapters.identity import OpenIdClient
    from handlers.accounts.providers.connecting import set_provider
    from handlers.accounts.providers.desk import LEFT, RETURN
    from hub.sealing import Sealer
    from schemas.identity import Connected

    hub = _hub(context)
    connected = Connected(issuer, client_id, _secret(secret_file), group_claim)
    OpenIdClient(hub.clock.now, allows_private=hub.settings.provider_private_addresses).check(connected)
    with hub.database.transaction() as connection:
        made = set_provider(
            connection,
            Sealer(hub.settings),
            office=office,
            connected=connected,
            domains=domain,
            roles=role,
            at=hub.clock.now(),
        )
    told = f"{hub.settings.public_url}/oidc/{made.office_id}"
    back, left = f"{hub.settings.public_url}{RETURN}", f"{hub.settings.public_url}{LEFT}"
    said = _shown(made) | {"sign_in": told, "redirect_uri": back, "post_logout_redirect_uri": left}
    text = f"People sign in at {told}\nThe service must allow them back to {back}, and after signing out to {left}"
    answer(said, as_json=as_json, text=lambda: text)


@oidc.command("show")
def show_the_service(context: typer.Context, office: Office, as_json: AsJson = False) -> None:
    """How an office is connected, without the secret."""
    from handlers.accounts.providers.connecting import provider_of
    from hub.printing import pairs

    with _hub(context).database.reading() as connection:
        said = _shown(provider_of(connection, office))
    answer(said, as_json=as_json, text=lambda: pairs(said))


@oidc.command("test")
def try_the_service(context: typer.Context, office: Office, as_json: AsJson = False) -> None:
    """Asks the service for its description and keys, and opens the secret; changes nothing."""
    from adapters.identity import OpenIdClient
    from handlers.accounts.providers.connecting import connected, provider_of
    from hub.sealing import Sealer

    hub = _hub(context)
    with hub.database.reading() as connection:
        provider = provider_of(connection, office)
    client = OpenIdClient(hub.clock.now, allows_private=hub.settings.provider_private_addresses)
    keys = client.check(connected(provider, Sealer(hub.settings)))
    said = {"issuer": provider.issuer, "keys": keys}
    answer(said, as_json=as_json, text=lambda: f"{provider.issuer} answers and has {keys} keys that may sign.")


@oidc.command("remove")
def remove_the_service(context: typer.Context, office: Office, as_json: AsJson = False) -> None:
    """Disconnects an office; who is in stays in until the session ends."""
    from handlers.accounts.providers.connecting import remove_provider

    with _hub(context).database.transaction() as connection:
        gone = remove_provider(connection, office)
    answer({"issuer": gone.issuer}, as_json=as_json, text=lambda: f"Nobody signs in through {gone.issuer} any more.")


def _hub(context: typer.Context) -> Any:
    """The runtime with the real key: what it seals must be opened by `hub serve`."""
    console: Console = context.obj
    return console.signing_runtime


def _secret(path: Path) -> str:
    from schemas.errors import Refused

    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        came = f"{path} ({type(error).__name__})"
        raise Refused("request-invalid", path="secret-file", came=came, expected="a readable text file") from None


def _shown(provider: Any) -> dict[str, Any]:
    return {
        "office": provider.office_id,
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "domains": provider.domains,
        "group_claim": provider.group_claim,
        "roles": provider.roles,
        "set_at": provider.set_at,
    }
