from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from hub.post.demo import DemoProvider
from hub.post.port import Parcel
from hub.post.sms import HttpsSmsProvider
from hub.post.smtp import SmtpProvider
from tests.builders.post import MailFake, SmsFake

MADE_AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ADDRESSES = {
    "email": dict(zip(("good", "bounce", "fail", "later"), ("anna@x.example", "bounce@x.example", "fail@x.example", "later@x.example"), strict=True)),  # noqa: E501
    "sms": dict(zip(("good", "bounce", "fail", "later"), ("+31612345678", "+31612340001", "+31612340002", "+31612340003"), strict=True)),  # noqa: E501
}  # fmt: skip


def parcel_of(channel, kind="good", **more):
    facts = {
        "id": "0199f3d2-5c1e-7a60-9d5f-3c8f0b6f4a11",
        "channel": channel,
        "made_at": MADE_AT,
        "address": ADDRESSES[channel][kind],
        "name": "Anna de Wit",
        "sender": "De Brug",
        "subject": "Er staat iets voor u klaar",
        "text": "Beste Anna,\n\nKijk in uw dossier.\n",
        "html": "<p>Beste Anna</p>",
    }
    return Parcel(**{**facts, **more})


@pytest.fixture
def mail_fake():
    fake = MailFake()
    yield fake
    fake.close()


@pytest.fixture
def sms_fake():
    fake = SmsFake()
    yield fake
    fake.close()


@pytest.fixture
def smtp(mail_fake):
    return SmtpProvider(mail_fake.url, mail_from="noreply@hub.example", domain="hub.example", timeout_s=2)


@pytest.fixture
def sms(sms_fake):
    return HttpsSmsProvider(sms_fake.url, token="sms-secret", sender="Hub", timeout_s=2)


@pytest.fixture(params=["smtp", "sms", "demo-mail", "demo-sms"])
def way(request):
    """A provider with the channel that it serves: the real ones against fakes, and the demo's."""
    if request.param.startswith("demo"):
        channel = "email" if request.param == "demo-mail" else "sms"
        return SimpleNamespace(provider=DemoProvider(channel), channel=channel)
    channel = "email" if request.param == "smtp" else "sms"
    return SimpleNamespace(provider=request.getfixturevalue(request.param), channel=channel)
