"""Mail that came back (delivery status notifications, RFC 3464), read with the standard library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default

LARGEST = 5 * 1024 * 1024
_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^<>\s]{1,255}>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_NEWS = {"failed": "bounced", "delivered": "delivered"}
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report says about one notification: `news` is bounced or delivered, `reason` the status and its text."""

    notification_id: str
    news: str
    reason: str


def returned(body: bytes) -> Returned | None:
    """What the report says; `None` for what is no report, says nothing final, or is about no message of ours.

    A delay is nothing final; a status 5.x.x that is not about an address counts as a bounce as well.
    """
    message = message_from_bytes(body[:LARGEST], policy=default)
    if message.get_content_type() != "multipart/report":
        return None
    found = next(_said(message), None)
    ours = _about(message)
    if found is None or ours is None:
        return None
    news, reason = found
    return Returned(ours, news, reason)


def _said(message: Message) -> Iterator[tuple[str, str]]:
    """The recipients' blocks of the report that say something final; a bounce first."""
    told = []
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _parts(part):
            action = str(block.get("Action", "")).strip().lower()
            if action in _NEWS:
                told.append((_NEWS[action], _reason(block)))
    yield from sorted(told, key=lambda each: each[0])


def _reason(block: Message) -> str:
    status = _STATUS.search(str(block.get("Status", "")))
    text = str(block.get("Diagnostic-Code", "")).partition(";")[2] or str(block.get("Diagnostic-Code", ""))
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return f"{status.group() if status else ''} {shown}".strip()[:_SHOWN]


def _about(message: Message) -> str | None:
    """The id of our message in the copy that came back with the report: its headers, whole or as text."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            found = _ID.search(str(_parts(part)[0].get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            found = _ID.search(_header(text.decode("utf-8", "replace") if isinstance(text, bytes) else ""))
        else:
            continue
        if found:
            return found.group(1)
    return None


def _parts(part: Message) -> list[Message]:
    found = part.get_payload()
    return [each for each in found if isinstance(each, Message)] if isinstance(found, list) else []


def _header(text: str) -> str:
    found = re.search(r"^Message-ID:\s*(\S+)", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""
