from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from schemas.letters import Route, StatusAnswer
from schemas.values import CodedText

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def route(**more):
    return Route(**{"sender": "500001", "receiver": "600001", "environment": "production", "at": AT, **more})


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": "5001"},
        {"receiver": "AE"},
        {"environment": "test"},
        {"at": AT.replace(tzinfo=None)},
        {"request_version": 0},
        {"schema_version": "newest"},
        {"colour": "red"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_route_that_leads_nowhere_cannot_be_made(wrong):
    with pytest.raises(ValidationError):
        route(**wrong)


def test_a_status_answers_a_message_that_has_a_list_of_statuses():
    with pytest.raises(ValidationError):
        StatusAnswer(route=route(), domain="OX", status=CodedText(code="09"), moment=AT.replace(tzinfo=None))


def test_a_letter_does_not_change_once_it_is_written():
    letter = StatusAnswer(route=route(), domain="AX", status=CodedText(code="09"), moment=AT.replace(tzinfo=None))
    with pytest.raises(ValidationError):
        letter.domain = "LX"
