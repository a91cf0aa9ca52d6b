"""Problems: how every failure is told over HTTP (RFC 9457), from one table of families.

Pure: a failure goes in, status, headers and body come out; the rooms that speak HTTP send them.
A body has the sentence in Dutch and in English, and never a stack trace or a name of our own code.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from schemas.errors import Busy, Conflict, NotFound, Refused, Waiting
from schemas.refusals import Language

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5

FAMILIES: tuple[tuple[type[Exception], int, str], ...] = (
    (NotFound, 404, "info"),
    (Conflict, 409, "info"),
    (Refused, 422, "info"),
    (Waiting, 409, "info"),
    (Busy, 503, "warning"),
    (Exception, 500, "error"),
)
"""Family, HTTP status, log level; the first that fits counts, so a narrower family stands above a wider one."""

STATUS_OF_SLUG: dict[str, int] = {
    "idempotency-key-missing": 400,
    "not-signed-in": 401,
    "hook-signature": 401,
    "not-allowed": 403,
    "viewing-only": 403,
    "viewing-over": 403,
    "idempotency-key-reused": 409,
    "provider-state": 400,
    "provider-answer": 403,
    "provider-no-group": 403,
    "provider-domain": 403,
    "provider-other-office": 403,
    "provider-unverified": 403,
    "provider-email-taken": 403,
    "provider-account": 403,
    "link-expired": 410,
    "stale": 412,
    "message-too-large": 413,
    "upload-too-large": 413,
    "logo-too-large": 413,
    "logo-kind": 415,
    "too-many-listeners": 429,
    "upload-expired": 410,
    "upload-version": 412,
    "upload-type": 415,
    "upload-checksum": 460,
}
"""Refusals that HTTP has a number of its own for; 460 is tus's own."""

_TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0"}
HEADERS_OF_SLUG: dict[str, dict[str, str]] = {
    "not-signed-in": {"WWW-Authenticate": "Bearer"},
    **dict.fromkeys(("upload-version", "upload-type", "upload-checksum", "upload-offset", "upload-too-large"), _TUS),
}
"""Headers that a standard asks for with a refusal: RFC 9110 with a 401, tus with what is wrong with a part."""

TITLES: dict[int, tuple[str, str]] = {
    400: ("Het verzoek is onvolledig", "The request is incomplete"),
    401: ("Niet aangemeld", "Not signed in"),
    403: ("Niet toegestaan", "Not allowed"),
    404: ("Niet gevonden", "Not found"),
    405: ("Deze handeling bestaat hier niet", "This method does not exist here"),
    409: ("Dat kan nu niet", "Not possible now"),
    410: ("Niet meer geldig", "No longer valid"),
    412: ("Intussen gewijzigd", "Changed meanwhile"),
    413: ("Te groot", "Too large"),
    415: ("Dit formaat past hier niet", "This format does not fit here"),
    421: ("Onbekend adres", "Unknown address"),
    422: ("Geweigerd", "Refused"),
    460: ("Onderweg beschadigd", "Damaged on its way"),
    500: ("Onze fout", "Our mistake"),
    429: ("Te veel verzoeken", "Too many requests"),
    503: ("Nu even niet beschikbaar", "Not available at the moment"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "busy": (
        "Een onderdeel van de hub is nu niet bereikbaar. Er is niets gewijzigd; probeer het over een ogenblik opnieuw.",
        "A part of the hub cannot be reached now. Nothing was changed; try again in a moment.",
    ),
    "waiting": (
        "Dit verwijst naar iets dat er nog niet is. Er is niets gewijzigd; probeer het later opnieuw.",
        "This refers to something that is not here yet. Nothing was changed; try again later.",
    ),
    "our-mistake": (
        "Er ging bij ons iets mis. Er is niets gewijzigd; beheer vindt het terug onder nummer {came}.",
        "Something went wrong on our side. Nothing was changed; operations finds it under number {came}.",
    ),
    "method-not-allowed": (
        "{came} kan hier niet. Kijk in de beschrijving van de API welke handelingen er zijn.",
        "{came} does not exist here. The description of the API says which methods do.",
    ),
    "unknown-host": (
        "Dit adres hoort niet bij deze hub. Gebruik het adres dat u van uw kantoor kreeg.",
        "This address does not belong to this hub. Use the address that your office gave you.",
    ),
    "foreign-origin": (
        "Dit verzoek kwam van een andere site. Er is niets gewijzigd; werk vanuit de pagina van de hub zelf.",
        "This request came from another site. Nothing was changed; work from the hub's own page.",
    ),
    "too-many-requests": (
        "Er kwamen te veel verzoeken achter elkaar. Er is niets gewijzigd; probeer het over {came} seconden opnieuw.",
        "Too many requests came one after another. Nothing was changed; try again in {came} seconds.",
    ),
    "not-secure": (
        "Dit verzoek kwam over een onbeveiligde verbinding. Er is niets gewijzigd; gebruik het adres {came}.",
        "This request came over a connection that is not secure. Nothing was changed; use the address {came}.",
    ),
    "proxy-not-trusted": (
        "Dit verzoek kwam door een onbekende proxy. Er is niets gewijzigd; beheer noemt haar in de instellingen.",
        "This request came through an unknown proxy. Nothing was changed; operations names it in the settings.",
    ),
}
"""What only the counter says; the sentences of refusals stand in `schemas/refusals/`."""

_DATABASE_AWAY = (
    "De database van de hub is nu niet bereikbaar. Er is niets gewijzigd en wat is aangenomen blijft bewaard. "
    "Probeer het over een ogenblik opnieuw; duurt het langer dan een paar minuten, bel dan beheer, "
    "dat met hub doctor ziet wat er is."
)
_DATABASE_AWAY_EN = (
    "The database of the hub cannot be reached now. Nothing was changed, and what was accepted is kept. "
    "Try again in a moment; if it takes longer than a few minutes, call operations, "
    "who see with hub doctor what it is."
)
AWAY: dict[str, tuple[str, str]] = {"database": (_DATABASE_AWAY, _DATABASE_AWAY_EN)}
"""What `busy` says about a part that everything needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One failure as HTTP tells it. `mistakes` is filled when a request, or a message to be sent, has several."""

    slug: str
    status: int
    level: str = "info"
    nl: str
    en: str
    facts: dict[str, str] = field(default_factory=dict)
    mistakes: tuple[dict[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def title(self, language: Language) -> str:
        dutch, english = TITLES[self.status]
        return dutch if language == "nl" else english

    def detail(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en

    def body(self, language: Language, instance: str) -> dict[str, Any]:
        """The members of RFC 9457 with our own beside them; `instance` is the path of the request."""
        shown: dict[str, Any] = {
            "type": f"urn:hub:problem:{self.slug}",
            "title": self.title(language),
            "status": self.status,
            "detail": self.detail(language),
            "instance": instance,
            "slug": self.slug,
            "nl": self.nl,
            "en": self.en,
            **self.facts,
        }
        return shown | ({"mistakes": list(self.mistakes)} if self.mistakes else {})


def problem_of(error: Exception, incident: str = "") -> Problem:
    """The problem that a failure is; `incident` is the number under which the log has one of our own mistakes."""
    status, level = next((status, level) for family, status, level in FAMILIES if isinstance(error, family))
    if isinstance(error, Refused):
        return _refusal(error, STATUS_OF_SLUG.get(error.slug, status), level)
    if isinstance(error, Busy):
        return _busy(error, status, level)
    if isinstance(error, Waiting):
        return named("waiting", status, level=level)
    return named("our-mistake", status, incident, level=level, facts={"incident": incident})


def named(
    slug: str,
    status: int,
    came: str = "",
    *,
    level: str = "info",
    facts: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Problem:
    """A problem of the counter's own table; `came` is filled into its sentence."""
    dutch, english = (text.format(came=came) for text in SENTENCES[slug])
    return Problem(
        slug=slug, status=status, level=level, nl=dutch, en=english, facts=facts or {}, headers=headers or {}
    )


def invalid_request(mistakes: Sequence[tuple[str, str, str]]) -> Problem:
    """Every mistake of a request at once, each as path, what came, what was expected."""
    told = [Refused("request-invalid", path=path, came=came, expected=expected) for path, came, expected in mistakes]
    first = told[0]
    return Problem(
        slug="request-invalid",
        status=422,
        nl=first.nl,
        en=first.en,
        mistakes=tuple({"path": each.path, "came": each.came, "expected": each.expected} for each in told),
    )


def _busy(busy: Busy, status: int, level: str) -> Problem:
    """With the part that is away; for one that everything needs, also what to do when it stays away."""
    dutch, english = AWAY.get(busy.dependency, SENTENCES["busy"])
    return Problem(
        slug="busy",
        status=status,
        level=level,
        nl=dutch,
        en=english,
        facts={"dependency": busy.dependency},
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


def _refusal(refused: Refused, status: int, level: str) -> Problem:
    facts = {name: value for name, value in refused.as_dict().items() if name not in {"slug", "nl", "en"}}
    headers = HEADERS_OF_SLUG.get(refused.slug, {})
    return Problem(
        slug=refused.slug,
        status=status,
        level=level,
        nl=refused.nl,
        en=refused.en,
        facts=facts,
        mistakes=tuple(asdict(finding) for finding in refused.findings),
        headers=headers,
    )
