"""HTTPS out: each message is one POST as the hub's own `POST /api/v2/messages` takes it, under its id as the key.

A connection is used again only after an answer that names the message it is about: a partner that answers twice would
otherwise have its second answer read as that of the next message.
"""

import ssl
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_fixed

from adapters.channels.envelopes import PREFIX
from adapters.channels.http_request import KEY
from adapters.channels.out.network import AddressNotAllowedError, Deadline, check_url, open_client
from adapters.channels.out.options import HttpsOptions
from hub.delivery import steps
from hub.delivery.channel import Answer, Delivered, NotNow, Parcel, RefusedByPartner, Result
from hub.delivery.receipts import MOST_BYTES, read_problem, read_receipt
from hub.delivery.troubles import is_over_with_partner

_OF_THE_WAY = frozenset({401, 403, 404, 405, 407, 408, 410, 421, 425, 426, 429})
"""Statuses that are about the connection, the key or the moment: another message would fare no better."""
_OK, _ELSEWHERE, _BAD, _BROKEN = 200, 300, 400, 500
_CONNECTS = 3
_ROUNDS = 10
"""Messages per connection in one call, so that the database is asked less often than the partner."""
_BETWEEN_CONNECTS_S = 0.2
_SLOWEST_BYTES_S = 100_000
"""A large message has the time of a line this slow, beside the time of every message."""


class HttpsChannel:
    """One partner behind one URL: several connections that share out what is due, each message of another queue.

    When a message meets trouble that is the partner's, those that did not start yet are not tried.
    """

    def __init__(
        self, url: str, options: HttpsOptions, *, allows_private: bool, reached: steps.Reached = steps.unwatched
    ) -> None:
        self._lines = [_Line(check_url(url), options, allows_private, reached) for _ in range(options.parallel)]
        self._pool = ThreadPoolExecutor(options.parallel, thread_name_prefix="https-out")
        self.at_once = options.parallel * _ROUNDS

    def deliver(self, parcels: Sequence[Parcel]) -> Mapping[str, Result]:
        waiting = deque(parcels)
        results: dict[str, Result] = {}

        def work(line: _Line) -> None:
            while waiting:
                try:
                    parcel = waiting.popleft()
                except IndexError:
                    return
                results[parcel.id] = result = line.post(parcel)
                if _stops_others(result):
                    waiting.clear()

        for done in [self._pool.submit(work, line) for line in self._lines[: len(parcels)]]:
            done.result()
        return results

    def answers(self) -> Sequence[Answer]:
        """A receipt comes with the answer."""
        return ()

    def settle(self, answers: Sequence[Answer]) -> None:
        """There is nothing to settle."""

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        for line in self._lines:
            line.close()


class _Line:
    """One connection, used by one message at a time."""

    def __init__(self, url: str, options: HttpsOptions, allows_private: bool, reached: steps.Reached) -> None:  # noqa: FBT001
        self._url = url
        self._options = options
        self._allows_private = allows_private
        self._reached = reached
        self._deadline = Deadline()
        self._client: httpx.Client | None = None

    def post(self, parcel: Parcel) -> Result:
        """What became of one message; never raises what the network does."""
        self._deadline.begin(self._options.timeout_s + len(parcel.body) / _SLOWEST_BYTES_S)
        try:
            status, headers, body = self._sent(parcel)
        except (OSError, UnicodeDecodeError):
            # Only a file of ours: what the network does comes out as an error of httpx.
            self.close()
            return NotNow("secret-missing")
        except httpx.HTTPError as error:
            self.close()
            return NotNow(_why(error))
        result, is_about_it = judged(parcel.id, status, headers, body)
        if not is_about_it:
            self.close()
        return result

    def close(self) -> None:
        client, self._client = self._client, None
        if client:
            client.close()

    def _sent(self, parcel: Parcel) -> tuple[int, httpx.Headers, bytes]:
        """One attempt: a connection that cannot be made is tried again at once, because nothing was sent."""
        tries = Retrying(
            stop=stop_after_attempt(_CONNECTS),
            wait=wait_fixed(_BETWEEN_CONNECTS_S),
            retry=retry_if_exception(_is_refused_connection),
            reraise=True,
        )
        return tries(self._posted, parcel, self._headers(parcel))

    def _posted(self, parcel: Parcel, headers: Mapping[bytes, bytes]) -> tuple[int, httpx.Headers, bytes]:
        if self._client is None:
            context = _context(self._options)
            self._client = open_client(
                context, self._deadline, self._options.timeout_s, allows_private=self._allows_private
            )
        request = self._client.stream(
            "POST", self._url, content=parcel.body, headers=list(headers.items()), extensions={"trace": self._trace}
        )
        with request as response:
            return response.status_code, response.headers, _beginning(response)

    def _trace(self, event: str, _info: Mapping[str, Any]) -> None:
        if event == "http11.send_request_body.complete":
            self._reached(steps.SENT)

    def _headers(self, parcel: Parcel) -> dict[bytes, bytes]:
        said = {name: value for name, value in parcel.row.envelope.items() if name != "message_id"}
        headers = {f"{PREFIX}{name.replace('_', '-')}": str(value).strip() for name, value in said.items()}
        headers |= {KEY: parcel.id, "content-type": "application/xml", "accept": "application/json"}
        headers |= {"accept-encoding": "identity", "user-agent": "hub"}
        if self._options.key_file:
            headers["authorization"] = f"Bearer {self._options.key_file.read_text(encoding='ascii').strip()}"
        # A fact that no header can carry stands in the message too; the partner reads it there.
        return {name.encode(): value.encode("latin-1") for name, value in headers.items() if _fits(value)}


def judged(message_id: str, status: int, headers: Mapping[str, str], body: bytes) -> tuple[Result, bool]:
    """What an answer means, and whether it proved that it is about this message."""
    named, said = read_receipt(body)
    is_about_it = named == message_id
    if named not in {"", message_id}:
        return NotNow("answer-of-another"), False
    if status in _OF_THE_WAY or not _OK <= status < _BROKEN or _ELSEWHERE <= status < _BAD:
        return NotNow(f"status-{status}", _seconds(headers.get("retry-after"))), is_about_it
    if said is not None:
        return said, is_about_it
    if status < _ELSEWHERE:
        return Delivered(), False
    return RefusedByPartner({"slug": f"status-{status}"} | read_problem(body)), False


def _stops_others(result: Result) -> bool:
    """A status 500 may be about its message; any other trouble meets the next one too."""
    return isinstance(result, NotNow) and is_over_with_partner(result.why)


def _beginning(response: httpx.Response) -> bytes:
    """The body as far as a receipt may be long; of a longer one nothing is read."""
    body = b""
    for part in response.iter_raw():
        body += part
        if len(body) > MOST_BYTES:
            return b""
    return body


def _context(options: HttpsOptions) -> ssl.SSLContext:
    """Who we trust and who we are; raises `OSError` when a file of it cannot be read."""
    if options.ca_file:
        context = ssl.create_default_context(cafile=options.ca_file)
    else:
        context = httpx.create_ssl_context(trust_env=False)
    if options.certificate_file:
        context.load_cert_chain(options.certificate_file, options.certificate_key_file)
    return context


def _why(error: httpx.HTTPError) -> str:
    """The trouble that an error of the network is."""
    causes = list(_causes(error))
    if any(isinstance(cause, AddressNotAllowedError) for cause in causes):
        return "address-not-allowed"
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "certificate-refused"
    match error:
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.UnsupportedProtocol():
            return "unreachable"
        case httpx.TimeoutException():
            return "no-answer"
        case _:
            return "cut-off"


def _is_refused_connection(error: BaseException) -> bool:
    return isinstance(error, httpx.ConnectError) and _why(error) == "unreachable"


def _causes(error: BaseException | None) -> Any:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _seconds(retry_after: str | None) -> float | None:
    """The header as seconds from now, written as a number or as a moment."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _fits(value: str) -> bool:
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return value.isprintable()
