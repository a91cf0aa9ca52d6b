"""What every provider does, the demo's and the real ones alike."""

import pytest

from hub.post.port import Bounced, Failed, NotNow, Taken
from tests.hub.post.conftest import parcel_of


def test_what_is_taken_has_an_id_of_the_provider(way):
    answer = way.provider.send(parcel_of(way.channel))
    assert isinstance(answer, Taken)
    assert answer.provider_id


@pytest.mark.parametrize(("kind", "ending"), [("bounce", Bounced), ("fail", Failed), ("later", NotNow)])
def test_each_refusal_is_its_own(way, kind, ending):
    assert isinstance(way.provider.send(parcel_of(way.channel, kind)), ending)


def test_a_refusal_says_why_without_the_address(way):
    answer = way.provider.send(parcel_of(way.channel, "bounce"))
    assert answer.reason[:3].isdecimal()


@pytest.mark.parametrize(
    "name",
    [
        "Ann\r\nBcc: all@x.example",
        "\u202eanna",
        "An\x00na",
        "\ud800",
        "Zoë Ångström",
        "王",
        "👩\u200d👧",
        '"; <x@y>',
        "a" * 900,
    ],
)
def test_any_name_is_safe(way, name):
    assert isinstance(way.provider.send(parcel_of(way.channel, name=name, subject=name)), Taken)


def test_each_says_what_it_is(way):
    assert way.provider.check()
