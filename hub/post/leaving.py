"""Addresses under which somebody without an account switches a kind of notification off; signed, so that nobody
switches off another's.
"""

import hashlib
import hmac

from hub.settings import Settings

_LENGTH = 32


def leave_address(settings: Settings, notification_id: str) -> str:
    return f"{settings.public_url}/unsubscribe/{leave_token(settings, notification_id)}"


def leave_token(settings: Settings, notification_id: str) -> str:
    return f"{notification_id}.{_signature(settings, notification_id)}"


def left(settings: Settings, token: str) -> str | None:
    """The notification that a token is about; `None` when the hub did not make it."""
    notification_id, _, signature = token.partition(".")
    is_ours = hmac.compare_digest(signature.encode(), _signature(settings, notification_id).encode())
    return notification_id if is_ours else None


def _signature(settings: Settings, notification_id: str) -> str:
    key = settings.secret_key.get_secret_value() if settings.secret_key else "demo"
    return hmac.new(key.encode(), f"leave/{notification_id}".encode(), hashlib.sha256).hexdigest()[:_LENGTH]
