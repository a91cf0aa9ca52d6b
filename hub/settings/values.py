"""What a value of a setting may be: each kind with its check and a sentence that says how to mend it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AfterValidator, Field, SecretStr

from hub import edge

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_A_DAY_S = 86_400


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


def blob_folder() -> str:
    """Where files are kept when nobody says otherwise."""
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


def with_password(url: str, password: SecretStr | None) -> str:
    """The URL completed with a password that came by itself."""
    parts = urlsplit(url)
    if password is None or parts.password is not None or parts.username is None:
        return url
    login = f"{parts.username}:{quote(password.get_secret_value(), safe='')}"
    place = parts.netloc.partition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}@{place}"))
