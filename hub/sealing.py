"""Sealing: a text that must be read back, but not by whoever reads the database, under HUB_SECRET_KEY.

A sealed text is one word that may stand in any other text; `opened` finds it there again.
"""

import base64
import hashlib
import hmac
import html
import re

from cryptography.fernet import Fernet, InvalidToken

from hub.settings import Settings
from schemas.errors import SettingsError

PREFIX = "sealed:"
_SEALED = re.compile(r"sealed:[A-Za-z0-9_=-]+")
_DEMO = "the demo keeps no secrets"


class Sealer:
    """Seals and opens under one key."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.secret_key.get_secret_value() if settings.secret_key else _DEMO
        self._tags = hashlib.sha256(f"tags/{secret}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"sealing/{secret}".encode()).digest()))

    def sealed(self, text: str) -> str:
        return PREFIX + self._fernet.encrypt(text.encode()).decode()

    def tag(self, text: str) -> str:
        """One word for the same text, from which nobody without the key gets the text or a way to try it."""
        return hmac.digest(self._tags, text.encode(), "sha256").hex()

    def opened(self, text: str, *, as_html: bool = False) -> str:
        """The text with every sealed word in it opened; raises `SettingsError` for what another key sealed."""
        return _SEALED.sub(lambda found: self._open(found.group(), as_html=as_html), text)

    def _open(self, word: str, *, as_html: bool) -> str:
        try:
            plain = self._fernet.decrypt(word.removeprefix(PREFIX)).decode()
        except InvalidToken:
            raise SettingsError(
                "HUB_SECRET_KEY is not the key that this was sealed with; set the earlier one"
            ) from None
        return html.escape(plain) if as_html else plain


def is_sealed(text: str) -> bool:
    return _SEALED.fullmatch(text) is not None


def hidden(text: str, shown: str) -> str:
    """The text as somebody reads it who may not open it."""
    return _SEALED.sub(shown, text)
