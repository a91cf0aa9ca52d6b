"""Whatever fits the description, and much that does not, is answered; and every answer carries the same headers."""

import time

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from portal_api.app import create_app
from tests.portal_api.test_access import names_in, routes_of

_LONGEST_S = 45
"""Seconds for all operations together; the last ones then have fewer requests, and each has one."""
RELAXED = settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_operation_of_the_api_breaks_down(own_desk):
    """schemathesis makes the requests out of the description; 503 is an answer, our own mistake is none."""
    client = own_desk.client(own_desk.cast.operator_key)
    described = schemathesis.openapi.from_dict(client.get("/api/v2/openapi.json").json())
    until, asked, broken = time.monotonic() + _LONGEST_S, {}, []

    def ask(case):
        label = case.operation.label
        if label in asked and time.monotonic() > until:
            return
        answer = case.call(base_url=own_desk.server.url, headers={"Authorization": client.headers["Authorization"]})
        asked[label] = answer.status_code
        if answer.status_code == 500:
            broken.append((label, answer.text))

    for found in described.get_all_operations():
        operation = found.ok()
        RELAXED(given(case=operation.as_strategy())(ask))()
    assert broken == []
    assert len(asked) > 40


def test_every_route_answers_with_the_headers_that_browsers_obey(desk):
    """Once each, whoever asks and whatever the answer; what may be kept by a browser says so itself."""
    names = names_in(desk) | {"upload_id": "unknown"}
    for key in (None, desk.cast.bram_key):
        client = desk.client(key)
        for method, path in routes_of(create_app(desk.server.counter)):
            if path == "/events":
                continue
            with client.stream(method, path.format(**names)) as answer:
                sent = [name.lower() for name, _ in answer.headers.multi_items()]
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
                assert "default-src 'none'" in answer.headers["content-security-policy"], path
                assert answer.headers["cache-control"], path
                assert [name for name in sent if sent.count(name) > 1 and name != "set-cookie"] == [], path
                assert "server" not in sent, path
