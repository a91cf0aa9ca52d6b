"""What the surroundings decide: one class with every setting, read from HUB_ variables.

A secret may also come from a file: HUB_SECRET_KEY_FILE names it.
`load` reports every mistake at once; `hub/settings_page.py` writes the table of docs/settings.md.
Not here: what an office decides about itself, which is data.
"""

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub import edge
from schemas.errors import SettingsError

PREFIX = "HUB_"
SECRETS = (
    *("secret_key", "database_url", "database_password", "broker_url", "broker_password", "blob_url"),
    *("mail_url", "mail_password", "sms_token", "post_hook_secret"),
)
"""Settings that may come from a file, and whose value never stands in an error."""

LARGEST_FILE = 25 * 1024 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_XML_ROOM = 1024 * 1024
_A_DAY_S = 86_400
_ENVELOPE_ROOM = 64 * 1024
_FILE = "_FILE"


def _one_of(*schemes: str) -> Callable[[str], str]:
    def check(url: str) -> str:
        if urlsplit(url).scheme not in schemes:
            raise ValueError(f"the URL must start with {' or '.join(f'{scheme}:' for scheme in schemes)}")
        return url

    return check


def _psycopg(url: str) -> str:
    """Name the one PostgreSQL driver that is installed, so that `postgresql://` means psycopg 3."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _public(url: str) -> str:
    parts = urlsplit(url)
    is_loopback = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or is_loopback):
        raise ValueError("people reach the hub over https://; http:// is allowed for localhost only")
    return url.rstrip("/")


def _scanner(url: str) -> str:
    """Nothing, or a scanner that can be found."""
    if (
        url
        and not (parts := urlsplit(_one_of("builtin", "clamd")(url))).netloc + parts.path
        and parts.scheme == "clamd"
    ):
        raise ValueError("name the host and port of clamd, clamd://host:3310, or its socket, clamd:///path")
    return url


def _mail(url: str) -> str:
    """Nothing, the demo, or a server that can be found."""
    if url and urlsplit(_one_of("smtp", "smtps", "demo")(url)).scheme != "demo" and not urlsplit(url).hostname:
        raise ValueError("name the mail server, smtp://host:587 or smtps://host:465")
    return url


def _sms(url: str) -> str:
    """Nothing, the demo, or an address that a secret may travel to."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if url and parts.scheme != "demo" and not (parts.hostname and is_safe):
        raise ValueError("name the provider's address, https://…, or demo://")
    return url


def _one_address(text: str) -> str:
    local, at, domain = text.partition("@")
    if not (local and at and domain) or "@" in domain or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("write one e-mail address without a name, such as noreply@office.example")
    return text


def _pauses(text: str) -> str:
    """Numbers of seconds, each at least one and at most a day."""
    pauses = text.split()
    if not pauses or not all(each.isascii() and each.isdecimal() and 1 <= int(each) <= _A_DAY_S for each in pauses):
        raise ValueError("write whole numbers of seconds with blanks between them, such as 5 15 60 300")
    return " ".join(pauses)


def _proxies(text: str) -> str:
    edge.networks_of(text)
    return " ".join(text.split())


def _rates(text: str) -> str:
    edge.rates_of(text)
    return " ".join(text.split())


def _blob_folder() -> str:
    return (Path.cwd() / "var" / "blobs").as_uri()


DatabaseUrl = Annotated[str, AfterValidator(_psycopg), AfterValidator(_one_of("sqlite", "postgresql+psycopg"))]
BrokerUrl = Annotated[str, AfterValidator(_one_of("memory", "amqp", "amqps"))]
BlobUrl = Annotated[str, AfterValidator(_one_of("file", "s3"))]
ScannerUrl = Annotated[str, AfterValidator(_scanner)]
MailUrl = Annotated[str, AfterValidator(_mail)]
SmsUrl = Annotated[str, AfterValidator(_sms)]
MailAddress = Annotated[str, AfterValidator(_one_address)]
PublicUrl = Annotated[str, AfterValidator(_public)]
Port = Annotated[int, Field(ge=1, le=65_535)]
Pauses = Annotated[str, AfterValidator(_pauses)]
Proxies = Annotated[str, AfterValidator(_proxies)]
Rates = Annotated[str, AfterValidator(_rates)]


class Settings(BaseSettings):
    """Every setting with its default; sizes in bytes, frozen after the start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, validate_default=True
    )

    demo: bool = Field(default=False, description="Set by `hub demo`: example people, and no secret key needed.")
    secret_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="Signs sessions and one-time links; at least 32 characters, needed outside the demo.",
    )
    database_password: SecretStr | None = Field(None, description="Completes a database URL that has none.")
    broker_password: SecretStr | None = Field(None, description="Completes a broker URL that has none.")
    database_url: DatabaseUrl = Field(
        "sqlite:///var/hub.db", repr=False, description="`sqlite:` goes with `memory:`, `postgresql:` with `amqp:`."
    )
    broker_url: BrokerUrl = Field(
        "memory://", repr=False, description="`memory:` inside one process, `amqp:` or `amqps:` for RabbitMQ."
    )
    blob_url: BlobUrl = Field(
        default_factory=_blob_folder,
        repr=False,
        description="Where files are kept: a `file:` folder or an `s3:` bucket.",
        json_schema_extra={"shown_default": "file:///…/var/blobs"},
    )
    scanner_url: ScannerUrl = Field(
        "",
        description="The virus scanner: `clamd://host:3310` or `clamd:///path`, or `builtin://` (knows EICAR only). "
        "Empty is `builtin://` in the demo; elsewhere files then wait unopened.",
        json_schema_extra={"shown_default": None},
    )
    mail_password: SecretStr | None = Field(None, description="Completes a mail URL that has a name and no password.")
    mail_url: MailUrl = Field(
        "",
        repr=False,
        description="The mail server: `smtp://name@host:587`, `smtps://…`, or `demo://` (kept on the Post page). "
        "Empty is `demo://` in the demo; elsewhere mail then waits.",
        json_schema_extra={"shown_default": None},
    )
    mail_from: MailAddress = Field("noreply@localhost", description="The address that mail comes from.")
    sms_url: SmsUrl = Field(
        "",
        description="The provider of SMS: `https://…` or `demo://`. Empty is `demo://` in the demo; else SMS waits.",
        json_schema_extra={"shown_default": None},
    )
    sms_token: SecretStr | None = Field(None, description="The bearer secret of the SMS provider.")
    sms_sender: str = Field(
        "Hub", pattern=r"^[0-9A-Za-z+ ]{1,16}$", description="The name or number that an SMS comes from."
    )
    post_hook_secret: SecretStr | None = Field(
        None, min_length=32, description="What providers sign their news with; without it none is taken."
    )
    public_url: PublicUrl = Field(
        "http://localhost:8000", description="The address people use; decides cookies, links and redirects."
    )
    trusted_proxies: Proxies = Field(
        "",
        description="Addresses and networks whose `X-Forwarded-For`, `X-Forwarded-Proto` and `Client-Cert` are "
        "believed; from anybody else these headers count for nothing.",
        json_schema_extra={"shown_default": None},
    )
    tls_certificate: Path | None = Field(
        None, description="The certificate chain (PEM) with which `hub serve` itself speaks TLS; needs the key too."
    )
    tls_key: Path | None = Field(None, description="The private key (PEM) of that certificate.")
    rate_limits: Rates = Field(
        "",
        description="How often somebody may ask, where it differs from the table in docs/operations.md: "
        "`sign-in=10/minute requests=600/minute`; `off` counts nothing.",
        json_schema_extra={"shown_default": None},
    )
    environment: Literal["production", "stage", "acceptatie"] = Field(
        "production", description="Messages of another environment are refused."
    )
    http_host: str = Field("127.0.0.1", description="The address `hub serve` listens on.")
    http_port: Port = Field(8000, description="The port `hub serve` listens on.")
    metrics_port: Port = Field(9100, description="Where every role shows its metrics and its liveness.")
    business_date: date | None = Field(None, description="The date to calculate with instead of today's (YYYY-MM-DD).")
    max_file_bytes: int = Field(
        LARGEST_FILE, ge=1, le=LARGEST_FILE, description="The largest attachment, decoded; one byte more is refused."
    )
    max_open_uploads: int = Field(
        100, ge=1, le=10_000, description="The most files that one person or key may have on their way at once."
    )
    upload_hours: int = Field(24, ge=1, le=720, description="How long a file may be on its way before it expires.")
    schema_folder: Path | None = Field(
        None, description="A folder of members' own XSDs (VERSION/CODE/TYPE.xsd), which win from the hub's own."
    )
    batch_size: int = Field(250, ge=1, le=1000, description="The most messages a worker takes into one transaction.")
    delivery_threads: int = Field(
        8, ge=1, le=10, description="The most partners that one `hub deliver` serves at the same moment."
    )
    delivery_pauses: Pauses = Field(
        "5 15 60 300 900 1800",
        description="Seconds before each next try of a message that did not go; the last one repeats for ever.",
    )
    delivery_private_addresses: bool = Field(
        default=False, description="Whether a partner's name may lead into a private network."
    )
    delivery_old_after_s: int = Field(
        3_600, ge=60, description="Seconds that a message may wait for its partner before `hub doctor` names it."
    )
    provider_private_addresses: bool = Field(
        default=False, description="Whether the sign-in service of an office may be in a private network."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged.")
    log_format: Literal["json", "console"] = Field("json", description="`json` for machines, `console` for people.")

    # Checks across fields are field validators, because a model validator is silent as long as any field is wrong.

    @field_validator("secret_key")
    @classmethod
    def _needed_outside_the_demo(cls, key: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if key is None and not others.data.get("demo", False):
            raise ValueError("a secret of at least 32 characters is needed; `openssl rand -hex 32` makes one")
        return key

    @field_validator("database_url", "broker_url", "mail_url")
    @classmethod
    def _completed_with_its_password(cls, url: str, others: ValidationInfo) -> str:
        return _with_password(url, others.data.get(f"{others.field_name}".replace("_url", "_password")))

    @field_validator("broker_url")
    @classmethod
    def _goes_with_the_database(cls, broker: str, others: ValidationInfo) -> str:
        database = others.data.get("database_url")
        if database is not None and database.startswith("sqlite") is not broker.startswith("memory"):
            raise ValueError(
                f"{urlsplit(broker).scheme}: does not go with {urlsplit(database).scheme}: in HUB_DATABASE_URL; "
                "use sqlite: with memory:, or postgresql: with amqp:"
            )
        return broker

    @field_validator("tls_key")
    @classmethod
    def _goes_with_the_certificate(cls, key: Path | None, others: ValidationInfo) -> Path | None:
        certificate = others.data.get("tls_certificate")
        if (key is None) is not (certificate is None):
            raise ValueError("HUB_TLS_CERTIFICATE and HUB_TLS_KEY go together; set both or neither")
        for path in filter(None, (certificate, key)):
            if not path.is_file():
                raise ValueError(f"{path} is no file; name a readable PEM file")
        if key is not None and not str(others.data.get("public_url", "https:")).startswith("https:"):
            raise ValueError("a hub with a certificate is reached over https://; mend HUB_PUBLIC_URL")
        return key

    @property
    def is_secure(self) -> bool:
        """Whether people reach the hub over https."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def is_embedded(self) -> bool:
        """Everything in one process: SQLite and a broker in memory."""
        return self.database_url.startswith("sqlite")

    @property
    def scanner(self) -> str:
        """The URL of the scanner to use: the one that is set, else the built-in in the demo, else none."""
        return self.scanner_url or ("builtin://" if self.demo else "")

    @property
    def mail(self) -> str:
        """The URL of the mail server to use; empty when there is none."""
        return self.mail_url or ("demo://" if self.demo else "")

    @property
    def sms(self) -> str:
        """The URL of the SMS provider to use; empty when there is none."""
        return self.sms_url or ("demo://" if self.demo else "")

    @property
    def pauses(self) -> tuple[float, ...]:
        """The seconds before each next try of what goes out."""
        return tuple(float(each) for each in self.delivery_pauses.split())

    @property
    def max_request_bytes(self) -> int:
        """The largest HTTP body: the largest message as base64 in JSON, and its envelope."""
        return as_base64(body_limit(self.max_file_bytes)) + _ENVELOPE_ROOM


def body_limit(largest_file: int) -> int:
    """The most bytes of a message whose one attachment is as large as allowed: base64 in lines of 76, and the XML."""
    return as_base64(largest_file) * 103 // 100 + _XML_ROOM


def as_base64(size: int) -> int:
    """The number of base64 characters for so many bytes."""
    return (size + 2) // 3 * 4


def _with_password(url: str, password: SecretStr | None) -> str:
    parts = urlsplit(url)
    if password is None or parts.password is not None or parts.username is None:
        return url
    login = f"{parts.username}:{quote(password.get_secret_value(), safe='')}"
    place = parts.netloc.partition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}@{place}"))


def load(**overrides: Any) -> Settings:
    """Read the settings; an override wins from a variable, and an override of None counts as not given.

    Raises SettingsError with one line per mistake.
    """
    mistakes = _unknown(os.environ)
    values = _from_files(os.environ, mistakes) | {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        mistakes += [_sentence(found) for found in error.errors()]
    if mistakes:
        count = "1 setting does" if len(mistakes) == 1 else f"{len(mistakes)} settings do"
        raise SettingsError("\n".join([f"{count} not fit; the hub does not start.", *sorted(mistakes)]))
    return settings


def load_unsigned(**overrides: Any) -> Settings:
    """Read the settings for a command that signs nothing, such as `hub ingest`; it needs no secret key.

    It gets a key of its own that nobody else has, so that what it would sign by mistake is worth nothing.
    """
    return load(**({"secret_key": secrets.token_hex(32)} | overrides))


def variable(field: str) -> str:
    """The name of the variable of a field: `http_port` is HUB_HTTP_PORT."""
    return PREFIX + field.upper()


def _from_files(environ: Mapping[str, str], mistakes: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in SECRETS:
        name = variable(field)
        path = environ.get(name + _FILE)
        if path and environ.get(name):
            mistakes.append(f"{name}: also {name}{_FILE} is set; keep one of the two.")
        elif path:
            try:
                values[field] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                mistakes.append(
                    f"{name}{_FILE}: {path} cannot be read ({type(error).__name__}); name a readable text file."
                )
    return values


def _unknown(environ: Mapping[str, str]) -> list[str]:
    """Names that are nearly a setting; a misspelt name would otherwise be a default in silence."""
    known = [variable(field) for field in Settings.model_fields]
    known += [variable(field) + _FILE for field in SECRETS]
    strange = [name for name in environ if name.startswith(PREFIX) and name not in known]
    near = {name: difflib.get_close_matches(name, known, n=1, cutoff=0.85) for name in strange}
    return [f"{name}: is not a setting; {match[0]} is." for name, match in near.items() if match]


def _sentence(found: ErrorDetails) -> str:
    field = str(found["loc"][0])
    came = "" if field in SECRETS else f" {found['input']!r} came;"
    return f"{variable(field)}:{came} {found['msg'].removeprefix('Value error, ')}."
