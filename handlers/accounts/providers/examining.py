"""What the doctor says about the sign-in services of offices: each is asked for its description and keys."""

from typing import Protocol

from handlers.accounts.providers.connecting import connected
from handlers.accounts.providers.rules import Provider
from handlers.accounts.providers.tables import PROVIDERS
from handlers.offices.views import office_named
from hub import rows as statements
from hub.doctor import Finding
from hub.runtime import Runtime
from hub.sealing import Sealer
from schemas.errors import Busy, Refused, SettingsError
from schemas.identity import Connected, Described

PART = "sign-in"
_LACKS = {
    "code": ("de stroom met een code", "the code flow", "zet die aan", "allow it"),
    "S256": ("PKCE met S256", "PKCE with S256", "zet dat aan", "allow it"),
    "openid": ("de scope openid", "the scope openid", "zet die aan", "allow it"),
    "algorithm": (
        "een handtekening met een eigen sleutel (RS256, PS256, ES256 of EdDSA)",
        "a signature with a key of its own (RS256, PS256, ES256 or EdDSA)",
        "kies die voor het ID-token",
        "choose it for the ID token",
    ),
    "client-secret": (
        "aanmelding van de hub met een geheim",
        "signing in the hub with a secret",
        "zet client_secret_basic of client_secret_post aan",
        "allow client_secret_basic or client_secret_post",
    ),
}
"""What a service may lack, in Dutch and English, and what to do there about it."""


class Asker(Protocol):
    """Who asks a provider what it says of itself; `adapters.identity.OpenIdClient` does."""

    def described(self, connected: Connected) -> Described:
        """Raises `Refused` (`provider-answer`), `Busy`."""


def provider_findings(runtime: Runtime, asker: Asker) -> list[Finding]:
    """One finding per office that has a service, none without; raises `Busy` when the database goes away."""
    with runtime.database.reading() as connection:
        table = PROVIDERS.table
        offices = [row[0] for row in connection.execute(table.select().with_only_columns(table.c.office_id))]
        providers = statements.select(connection, PROVIDERS, "office_id", offices)
        names = {each: office_named(connection, each).name for each in offices}
    return [_finding(runtime, asker, each, names[each.office_id]) for each in providers]


def _finding(runtime: Runtime, asker: Asker, provider: Provider, office: str) -> Finding:
    whose_nl = f"De aanmelddienst van {office} ({provider.issuer})"
    whose = f"The sign-in service of {office} ({provider.issuer})"
    try:
        said = asker.described(_connected(runtime, provider))
    except SettingsError:
        return Finding(
            PART,
            "wrong",
            f"The secret for {whose[4:]} was sealed with another HUB_SECRET_KEY; nobody signs in through it.",
            f"set the earlier HUB_SECRET_KEY, or hub offices oidc set {provider.office_id} …",
            nl=f"Het geheim voor {whose_nl[3:]} is verzegeld met een andere HUB_SECRET_KEY; niemand meldt zich zo aan.",
            mend_nl=f"zet de eerdere HUB_SECRET_KEY terug, of hub offices oidc set {provider.office_id} …",
        )
    except Busy as busy:
        return Finding(
            PART,
            "wrong",
            f"{whose} does not answer ({busy.why}); nobody signs in through it, and who is in stays in.",
            f"hub offices oidc test {provider.office_id}, once the office says that it answers",
            nl=f"{whose_nl} antwoordt niet ({busy.why}); niemand meldt zich zo aan, en wie binnen is blijft binnen.",
            mend_nl=f"hub offices oidc test {provider.office_id}, zodra het kantoor zegt dat hij antwoordt",
        )
    except Refused as refused:
        return Finding(
            PART,
            "wrong",
            f"{whose} says something that does not hold: {refused.came}; {refused.expected} was expected.",
            f"hub offices oidc set {provider.office_id} --issuer …, as the service names itself",
            nl=f"{whose_nl} zegt iets dat niet klopt: {refused.came}; verwacht werd {refused.expected}.",
            mend_nl=f"hub offices oidc set {provider.office_id} --issuer …, zoals de dienst zichzelf noemt",
        )
    return _told(said, whose, whose_nl)


def _told(said: Described, whose: str, whose_nl: str) -> Finding:
    if not said.keys:
        return Finding(
            PART,
            "wrong",
            f"{whose} publishes no key that may sign; nobody signs in through it.",
            "the office lets its service publish an RSA, EC or OKP key with use=sig at jwks_uri",
            nl=f"{whose_nl} publiceert geen sleutel die mag tekenen; niemand meldt zich zo aan.",
            mend_nl="het kantoor laat de dienst een RSA-, EC- of OKP-sleutel met use=sig publiceren bij jwks_uri",
        )
    if said.lacks:
        lacking = [_LACKS[each] for each in said.lacks]
        return Finding(
            PART,
            "wrong",
            f"{whose} does not offer {', '.join(each[1] for each in lacking)}; nobody signs in through it.",
            f"at the service: {'; '.join(each[3] for each in lacking)}",
            nl=f"{whose_nl} biedt dit niet: {', '.join(each[0] for each in lacking)}; niemand meldt zich zo aan.",
            mend_nl=f"bij de dienst: {'; '.join(each[2] for each in lacking)}",
        )
    ends = "signing out here ends the session there too" if said.ends_sessions else "signing out ends the session here"
    ends_nl = "afmelden hier geldt ook daar" if said.ends_sessions else "afmelden geldt alleen hier"
    return Finding(
        PART,
        "ok",
        f"{whose} answers with keys that may sign: {said.keys}; {ends}.",
        nl=f"{whose_nl} antwoordt met sleutels die mogen tekenen: {said.keys}; {ends_nl}.",
    )


def _connected(runtime: Runtime, provider: Provider) -> Connected:
    """With the secret opened when this process has the key; without one it cannot say whether it opens."""
    if runtime.settings.secret_key is None and not runtime.settings.demo:
        return Connected(provider.issuer, provider.client_id, "", provider.group_claim)
    return connected(provider, Sealer(runtime.settings))
