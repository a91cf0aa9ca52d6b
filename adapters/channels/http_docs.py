"""What the description of the API says about handing in a message."""

from typing import Any

_SENDER, _RECEIVER = "600001", "500001"
_ENVELOPE = {
    "message_id": "2026-11-21/000123",
    "receiver": _RECEIVER,
    "message_type": "SX StatusMelding",
    "receiver_code": "AE",
    "schema_version": "24.0",
    "request_version": 1,
    "dossier": "A-2026-000123",
    "environment": "production",
    "sent_at": "2026-11-21T10:00:00Z",
}
_ACCEPTED = {
    "id": "01a200cd-39a9-762e-aab3-bf3b777b1fb6",
    "outcome": "accepted",
    "received_at": "2026-11-21T10:00:01.364+00:00",
    "content_hash": "ceb4f36a7a291881f1444a219af590e261551bbdee6017966028e5525ddf13b0",
    "lane": "01a200cd-39a8-7186-b1c0-a47b2a8056e3",
    "flags": [],
    "envelope": _ENVELOPE | {"sender": _SENDER},
}
_REFUSED = {
    **{name: _ACCEPTED[name] for name in ("id", "received_at", "content_hash", "flags", "envelope")},
    "outcome": "refused",
    "refusal": {
        "slug": "environment-mismatch",
        "path": "environment",
        "came": "stage",
        "expected": "production",
        "nl": "Het bericht is voor omgeving stage; deze hub is production. Stuur het naar de juiste omgeving. "
        "Er is niets gewijzigd.",
        "en": "The message is for environment stage; this hub is production. Send it to the right environment. "
        "Nothing was changed.",
    },
}
_KEY = (
    "The sender's own id of the message; the same id with the same content gets the same receipt. Without: the content."
)
_HEADERS = ["Hub-Receiver", "Hub-Message-Type", "Hub-Receiver-Code", "Hub-Schema-Version", "Hub-Request-Version"]
_HEADERS += ["Hub-Dossier", "Hub-Environment", "Hub-Sent-At"]

DESCRIPTION = (
    "Journals the message and answers with its receipt.\n"
    "Only the receipt means accepted or refused; what is handed in twice gets the same receipt, byte for byte.\n"
    "What the envelope does not say comes from the Header of the XML; two sources that disagree are refused.\n"
    "A caller that needs order waits for the receipt before it hands in the next message."
)


def _header(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": text, "schema": {"type": "string"}}


def _receipt(text: str, example: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "required": ["id", "outcome", "received_at", "content_hash", "envelope"]}
    return {"description": text, "content": {"application/json": {"schema": schema, "example": example}}}


def _problem(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/problem+json": {"schema": {"type": "object"}}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: _receipt("Accepted, now or the first time it came.", _ACCEPTED),
    401: _problem("No API key, or one that is unknown."),
    403: _problem("The key may not hand in messages."),
    413: _problem("The body is larger than the largest message; it is journaled without its bytes."),
    422: _receipt("Refused; the receipt says which rule, what came and what was expected.", _REFUSED),
    503: _problem("The database or the files are away and nothing was accepted; try again after Retry-After."),
}

OPENAPI: dict[str, Any] = {
    "parameters": [
        _header("Idempotency-Key", _KEY),
        *(_header(name, "A fact of the envelope, beside XML only.") for name in _HEADERS),
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["data"],
                    "additionalProperties": False,
                    "properties": {
                        "envelope": {"type": "object"},
                        "data": {"type": "string", "contentEncoding": "base64"},
                    },
                },
                "example": {"envelope": _ENVELOPE, "data": "PFN0YXR1c01lbGRpbmc+4oCmPC9TdGF0dXNNZWxkaW5nPg=="},
            },
            "application/xml": {"schema": {"type": "string"}, "example": "<StatusMelding>…</StatusMelding>"},
        },
    },
}
