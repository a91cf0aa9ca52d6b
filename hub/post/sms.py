"""SMS over HTTPS: a generic provider that takes JSON with a bearer secret.

POST {"id", "to", "from", "text"} with `Idempotency-Key`; 2xx answers {"id"}. 422 refuses the number, another 4xx the
message, 401 and 403 us, 429 and 5xx ask for another time.
"""

from urllib.parse import urlsplit

import httpx

from hub.post.port import Bounced, Failed, NotNow, Parcel, Result, Taken
from schemas.errors import Busy

_TIMEOUT_S = 20.0
_LATER = frozenset({408, 425, 429})
_OURS = frozenset({401, 403})
_NUMBER, _MISTAKE, _THEIRS = 422, 400, 500
_SHOWN = 200
_LARGEST = 64 * 1024


class HttpsSmsProvider:
    """`sender` is the name or number that the telephone shows."""

    name = "sms"

    def __init__(self, url: str, *, token: str, sender: str, timeout_s: float = _TIMEOUT_S) -> None:
        self._url = url
        self._sender = sender
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=timeout_s, headers=headers, follow_redirects=False)

    def send(self, parcel: Parcel) -> Result:
        body = {"id": parcel.id, "to": parcel.address, "from": self._sender, "text": parcel.text}
        try:
            answer = self._client.post(self._url, json=body, headers={"Idempotency-Key": parcel.id})
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Busy("sms", type(error).__name__) from error
        except httpx.TimeoutException:
            return NotNow("no-answer")
        except httpx.HTTPError:
            return NotNow("cut-off")
        return _understood(answer)

    def check(self) -> str:
        """Asks with HEAD, which sends nothing; any answer but a refusal of us says that it is there."""
        try:
            answer = self._client.head(self._url)
        except httpx.HTTPError as error:
            raise Busy("sms", type(error).__name__) from error
        if answer.status_code in _OURS or answer.status_code >= _THEIRS:
            raise Busy("sms", f"status {answer.status_code}")
        return f"https {urlsplit(self._url).hostname}"


def _understood(answer: httpx.Response) -> Result:
    status = answer.status_code
    if status in _OURS:
        raise Busy("sms", f"the provider does not accept our secret ({status})")
    if answer.is_success:
        return _taken(answer)
    if status in _LATER or status >= _THEIRS or status < _MISTAKE:
        return NotNow(f"status-{status}", _seconds(answer.headers.get("retry-after", "")))
    return Bounced(_said(answer)) if status == _NUMBER else Failed(_said(answer))


def _taken(answer: httpx.Response) -> Result:
    """What has no id of its own cannot be followed; it is tried again, and the provider knows our id."""
    try:
        found = answer.json()
    except ValueError:
        return NotNow("answer-unreadable")
    provider_id = found.get("id") if isinstance(found, dict) else None
    is_one = isinstance(provider_id, str | int) and 0 < len(str(provider_id)) <= _SHOWN
    return Taken(str(provider_id)) if is_one else NotNow("answer-unreadable")


def _said(answer: httpx.Response) -> str:
    text = answer.content[:_LARGEST].decode("utf-8", "replace")
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return f"{answer.status_code} {shown}"[:_SHOWN]


def _seconds(header: str) -> float | None:
    return float(header) if header.isascii() and header.isdecimal() else None
