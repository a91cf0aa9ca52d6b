"""The identities of stukken and attachments: each follows from what it is, so that replay and a second try agree."""

from hub.ids import derived_id


def stuk_id(application_id: str, number: str) -> str:
    """Of one line of an application's stock list."""
    return derived_id(application_id, "stuk", number)


def attachment_id(application_id: str, number: str, blob: str) -> str:
    """Of one file on one line: the same file twice is one."""
    return derived_id(application_id, number, blob)
