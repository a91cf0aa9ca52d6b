"""Every setting with its default, and the checks that look across them."""

from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.settings.sizes import ENVELOPE_ROOM, LARGEST_FILE, as_base64, body_limit
from hub.settings.values import (
    BlobUrl,
    BrokerUrl,
    DatabaseUrl,
    MailAddress,
    MailUrl,
    Pauses,
    Port,
    Proxies,
    PublicUrl,
    Rates,
    ScannerUrl,
    SmsUrl,
    blob_folder,
    with_password,
)

PREFIX = "HUB_"
SECRETS = (
    *("secret_key", "database_url", "database_password", "broker_url", "broker_password", "blob_url"),
    *("mail_url", "mail_password", "sms_token", "post_hook_secret"),
)
"""Settings that may come from a file, and whose value never stands in an error."""


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
        default_factory=blob_folder,
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
    session_hours: int = Field(
        12, ge=1, le=168, description="When somebody who works here signs in again, whatever he does meanwhile."
    )
    customer_session_hours: int = Field(24, ge=1, le=168, description="The same of a customer.")
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
    folder_days: int = Field(
        30,
        ge=0,
        le=3_650,
        description="Days that a message stays in `done/` and `refused/` of a partner's folder; 0 keeps it for ever.",
    )
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
        return with_password(url, others.data.get(f"{others.field_name}".replace("_url", "_password")))

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
        return as_base64(body_limit(self.max_file_bytes)) + ENVELOPE_ROOM


def variable(field: str) -> str:
    """The name of the variable of a field: `http_port` is HUB_HTTP_PORT."""
    return PREFIX + field.upper()
