"""From settings to providers."""

from urllib.parse import urlsplit

from hub.post.demo import DemoProvider
from hub.post.port import MAIL, SMS, Parcel, Provider, Result
from hub.post.sms import HttpsSmsProvider
from hub.post.smtp import SmtpProvider
from hub.settings import Settings
from schemas.errors import Busy


class NoProvider:
    """There is no provider: everything waits until one is set."""

    name = "none"

    def __init__(self, dependency: str) -> None:
        self._dependency = dependency

    def send(self, parcel: Parcel) -> Result:  # noqa: ARG002 - the port's signature
        raise Busy(self._dependency, "no provider is set")

    def check(self) -> str:
        raise Busy(self._dependency, "no provider is set")


def open_providers(settings: Settings) -> dict[str, Provider]:
    """The provider of each channel."""
    return {MAIL: _mail(settings), SMS: _sms(settings)}


def _mail(settings: Settings) -> Provider:
    if not settings.mail:
        return NoProvider("mail")
    if settings.mail.startswith("demo"):
        return DemoProvider(MAIL)
    domain = urlsplit(settings.public_url).hostname or "localhost"
    return SmtpProvider(settings.mail, mail_from=settings.mail_from, domain=domain)


def _sms(settings: Settings) -> Provider:
    if not settings.sms:
        return NoProvider("sms")
    if settings.sms.startswith("demo"):
        return DemoProvider(SMS)
    token = settings.sms_token.get_secret_value() if settings.sms_token else ""
    return HttpsSmsProvider(settings.sms, token=token, sender=settings.sms_sender)
