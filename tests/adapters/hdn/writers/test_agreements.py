"""What was exchanged before stops a letter that is fine by itself."""

from datetime import datetime, timedelta

import pytest

from adapters.hdn import xml
from adapters.hdn.exchanged import exchanged_of
from adapters.hdn.writers import compose
from adapters.simulator import messages
from adapters.simulator.cast import Line
from schemas.errors import Refused
from schemas.hdn.agreements.trace import Trace
from schemas.hdn.messages import message_type
from tests.builders.letters import AT, answer, delivery, findings, forwarding, provider, route

LOCAL = datetime(2026, 11, 20, 10, 30)  # noqa: DTZ001 - a message writes local time
OFFICE, LENDER, PACKAGE = "500001", "600001", "100001"
LIST = [Line("D-1"), Line("D-2", from_source=True), Line("D-3", status="04")]


def exchanged(*bodies):
    """A trace of (body, sender, receiver, version), a minute after each other."""
    made = []
    for place, (body, sender, receiver, version) in enumerate(bodies):
        root = xml.parse(body, limit=1_000_000).root
        way = route(sender=sender, receiver=receiver, request_version=version, at=AT - timedelta(hours=5 - place))
        made.append(exchanged_of(root, message_type(root.tag), way, id=f"m-{place}", content_hash=str(place)))
    return Trace(tuple(made))


def applied(version=1):
    return messages.ax(at=LOCAL, version=version), OFFICE, LENDER, version


def listed(version=1):
    return messages.da(LIST, at=LOCAL, version=version), LENDER, OFFICE, version


def test_what_keeps_every_agreement_goes_out(kept):
    assert compose(delivery(), kept, exchanged(applied(), listed())).code == "DX"


@pytest.mark.parametrize(
    ("number", "version", "before", "slug"),
    [
        ("D-2", 1, (applied(), listed()), "document-from-source"),
        ("D-9", 1, (applied(), listed()), "document-not-requested"),
        ("D-1", 1, (applied(), listed(), applied(2)), "old-request-delivered"),
        ("D-1", 2, (applied(), listed(), applied(2)), "document-version-changed"),
    ],
)
def test_a_delivery_that_breaks_an_agreement_stays_here(number, version, before, slug, kept):
    letter = delivery(number=number, route=route(request_version=version))
    with pytest.raises(Refused) as caught:
        compose(letter, kept, exchanged(*before))
    assert (caught.value.slug, caught.value.path) == (slug, "DocumentBericht")
    assert caught.value.nl.endswith("Er is niets verstuurd.")
    assert caught.value.nl.count("Er is niets") == 1


def test_without_a_trace_nothing_is_said_about_what_came_before(kept):
    assert compose(delivery(number="D-9"), kept).code == "DX"


def test_an_agreement_is_told_beside_what_is_wrong_with_the_message_itself(kept):
    asked = findings(delivery(number="D-2", lender_reference=""), kept, trace=exchanged(applied(), listed()))
    assert asked == [("required", "DocumentBericht/DocumentData/Kenmerk"), ("document-from-source", "DocumentBericht")]


def test_an_application_is_received_once(kept):
    received = messages.ax(at=LOCAL), PACKAGE, OFFICE, 1
    told = messages.sx("09", at=LOCAL), OFFICE, PACKAGE, 1
    letter = answer("09", route=route(receiver=PACKAGE))
    assert compose(letter, kept, exchanged(received)).code == "SX"
    assert findings(letter, kept, trace=exchanged(received, told)) == [("receipt-twice", "StatusMelding")]


def test_an_old_version_gets_no_answer(kept):
    first = messages.ax(at=LOCAL), PACKAGE, OFFICE, 1
    second = messages.ax(at=LOCAL, version=2), PACKAGE, OFFICE, 2
    letter = answer("10", route=route(receiver=PACKAGE))
    assert findings(letter, kept, trace=exchanged(first, second)) == [("old-version-answered", "StatusMelding")]


def test_a_version_goes_to_a_lender_once(kept):
    received = kept.messages["official"], PACKAGE, OFFICE, 1
    sent = compose(forwarding(), kept).body, OFFICE, LENDER, 1
    assert compose(forwarding(), kept, exchanged(received)).code == "AX"
    later = forwarding(service_provider=provider(phone="0309999999"))
    assert findings(later, kept, trace=exchanged(received, sent)) == [("version-used-again", "OfferteAanvraag")]
    again = later.model_copy(update={"route": route(request_version=2)})
    assert compose(again, kept, exchanged(received, sent)).envelope["request_version"] == "2"


def test_our_station_in_an_application_that_comes_back_is_no_reason_to_hold_it(kept):
    kept.messages["came-back"] = compose(forwarding(route=route(number=None)), kept).body
    received = kept.messages["came-back"], PACKAGE, OFFICE, 1
    letter = forwarding(original="came-back", route=route(number=None))
    assert compose(letter, kept, exchanged(received)).code == "AX"
