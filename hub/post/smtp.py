"""E-mail over SMTP: one connection per message, TLS where the server offers it and always before a password.

The reply to each step decides: 5xx to the recipient is a bounce, 5xx elsewhere a failure, 4xx another time.
After the bytes are out and no reply came nobody knows; the next try has the same Message-ID.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.policy import SMTP as LINES
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from hub.post.port import Bounced, Failed, NotNow, Parcel, Result, Taken
from hub.post.writing import message_id, written
from schemas.errors import Busy

_TIMEOUT_S = 20.0
_PERMANENT, _TEMPORARY, _CLOSING = 500, 400, 421
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SHOWN = 200


class SmtpProvider:
    """`url` is `smtp://[user:password@]host[:port]` or `smtps://…`; `?ca=/path` names an authority of one's own."""

    name = "smtp"

    def __init__(self, url: str, *, mail_from: str, domain: str, timeout_s: float = _TIMEOUT_S) -> None:
        self._url = urlsplit(url)
        self._from = mail_from
        self._domain = domain
        self._timeout_s = timeout_s

    def send(self, parcel: Parcel) -> Result:
        message = written(parcel, self._from, self._domain)
        with self._open() as link:
            return self._handed(link, parcel, message.as_bytes(policy=LINES))

    def check(self) -> str:
        with self._open() as link:
            link.noop()
        return f"{self._url.scheme} {self._url.hostname}"

    def _handed(self, link: smtplib.SMTP, parcel: Parcel, body: bytes) -> Result:
        try:
            refused = self._addressed(link, parcel.address, len(body))
            if refused:
                return refused
            code, said = link.data(body)
        except smtplib.SMTPDataError as error:
            return _refusal(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException):
            return NotNow("no-answer")
        return _refusal(code, said) if code >= _TEMPORARY else Taken(message_id(parcel.id, self._domain))

    def _addressed(self, link: smtplib.SMTP, address: str, size: int) -> Result | None:
        """What the server has against the sender or the recipient; `None` when it waits for the bytes."""
        code, said = link.mail(self._from, [f"size={size}"] if link.has_extn("size") else [])
        if code < _TEMPORARY:
            code, said = link.rcpt(address)
            if code >= _PERMANENT:
                return Bounced(_said(code, said))
        return _refusal(code, said) if code >= _TEMPORARY else None

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        """A connection that is signed in; raises `Busy` for whatever stops it before the first message."""
        try:
            link = self._greeted()
        except smtplib.SMTPAuthenticationError as error:
            raise Busy("mail", f"the server does not accept our name and password ({error.smtp_code})") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Busy("mail", type(error).__name__) from error
        try:
            yield link
        finally:
            with suppress(OSError, smtplib.SMTPException):
                link.quit()
            link.close()

    def _greeted(self) -> smtplib.SMTP:
        context = _context(self._url)
        host, port = self._url.hostname or "", self._url.port or 0
        if self._url.scheme == "smtps":
            link: smtplib.SMTP = smtplib.SMTP_SSL(host, port, self._domain, timeout=self._timeout_s, context=context)
        else:
            link = smtplib.SMTP(host, port or 587, self._domain, timeout=self._timeout_s)
        try:
            self._secured(link, context)
        except BaseException:
            link.close()
            raise
        return link

    def _secured(self, link: smtplib.SMTP, context: ssl.SSLContext) -> None:
        link.ehlo_or_helo_if_needed()
        is_secure = self._url.scheme == "smtps"
        if not is_secure and link.has_extn("starttls"):
            link.starttls(context=context)
            link.ehlo()
            is_secure = True
        if self._url.username is None:
            return
        if not is_secure and self._url.hostname not in _LOOPBACK:
            raise Busy("mail", "the server offers no TLS, and a password never travels without it")
        link.login(unquote(self._url.username), unquote(self._url.password or ""))


def _context(url: SplitResult) -> ssl.SSLContext:
    authority = parse_qs(url.query).get("ca", [None])[0]
    return ssl.create_default_context(cafile=authority)


def _refusal(code: int, said: bytes | str) -> Result:
    if code == _CLOSING:
        raise Busy("mail", f"the server closes ({code})")
    return Failed(_said(code, said)) if code >= _PERMANENT else NotNow(f"smtp-{code}")


def _said(code: int, said: bytes | str) -> str:
    """The server's reply on one short line, as it is kept with the notification; it is never logged."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return f"{code} {shown}"[:_SHOWN]
