"""Receipts of partners: read without trust, taken up once, and only from whom the message went to."""

import json
from datetime import timedelta

import pytest

from hub.delivery.channel import Acknowledged, NotNow, RefusedByPartner
from hub.delivery.receipts import MOST_BYTES, read_receipt, take_receipt
from tests.builders.delivery import LENDER, OTHER, letter
from tests.builders.engine import START

LATER = START + timedelta(minutes=1)
ACCEPTED = {"id": "r-1", "outcome": "accepted", "received_at": "2026-11-21T10:00:00Z", "content_hash": "0"}
REFUSAL = {"slug": "schema-invalid", "path": "AX/Lening", "came": "x", "nl": "Past niet.", "en": "Does not fit."}
WELL = Acknowledged({"receipt": "r-1"})


def read(facts):
    return read_receipt(json.dumps(facts).encode())


def take(post, number, said=WELL, node=LENDER, at=LATER):
    with post.database.transaction() as connection:
        return take_receipt(connection, letter(number).id, node, said, at)


def test_an_accepted_receipt_acknowledges():
    told = read(ACCEPTED | {"envelope": {"message_id": "m-1"}})
    assert told == ("m-1", Acknowledged({"receipt": "r-1", "received_at": "2026-11-21T10:00:00Z"}))


def test_a_refused_receipt_has_slug_and_sentences():
    about, said = read(ACCEPTED | {"outcome": "refused", "refusal": REFUSAL | {"expected": "y"}})
    assert about == ""
    assert said.facts == REFUSAL | {"receipt": "r-1", "received_at": "2026-11-21T10:00:00Z"}


def test_a_refusal_without_a_reason_is_a_refusal():
    assert read({"id": "r", "outcome": "refused"})[1].facts == {"receipt": "r", "slug": "refused-by-partner"}


def test_what_another_release_of_the_partner_adds_is_no_mistake():
    assert read(ACCEPTED | {"new_in_3": [1]})[1] is not None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'"accepted"',
        b"null",
        b"{}",
        b'{"outcome": "accepted"}',
        b'{"outcome": "accepted", "id": 7}',
        b'{"outcome": "maybe", "id": "r"}',
        b'{"outcome": ["accepted"], "id": "r"}',
        b'{"id": "r", "outcome": null}',
        b'\xff\xfe{"id": "r", "outcome": "accepted"}',
        b'{"id": "r", "outcome": "accepted", "x": "' + b"x" * MOST_BYTES + b'"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_receipt_says_nothing(body):
    assert read_receipt(body) == ("", None)


def test_what_a_partner_writes_is_cut_short_and_has_no_invisible_characters():
    _, said = read({"id": "r", "outcome": "refused", "refusal": {"slug": "s" * 500, "nl": "a\x00b\u202ec\nd", "en": 7}})
    assert said.facts == {"receipt": "r", "slug": "s" * 64, "nl": "a b c d"}


def test_a_receipt_for_what_was_delivered_acknowledges_it(post):
    post.partner()
    post.queue(letter(1))
    post.drain()
    assert take(post, 1) == "taken"
    row = post.row(1)
    assert (row.state, row.delivered_at, row.answered_at, row.answer) == (
        "acknowledged",
        START,
        LATER,
        {"receipt": "r-1"},
    )


def test_a_refusal_for_what_was_delivered_refuses_it(post):
    post.partner()
    post.queue(letter(1))
    post.drain()
    assert take(post, 1, RefusedByPartner(REFUSAL)) == "taken"
    assert (post.row(1).state, post.row(1).answer["nl"]) == ("refused", "Past niet.")


def test_a_second_receipt_changes_nothing(post):
    post.partner()
    post.queue(letter(1))
    post.drain()
    take(post, 1)
    before = post.row(1)
    assert take(post, 1, RefusedByPartner(REFUSAL), at=LATER + timedelta(hours=1)) == "repeated"
    assert post.row(1) == before


def test_a_receipt_that_comes_before_its_delivery_is_recorded_counts(post):
    lender = post.partner()
    post.queue(letter(1), letter(2))

    class Hasty(type(lender)):
        def deliver(self, parcels):
            for parcel in parcels:
                with post.database.transaction() as connection:
                    assert take_receipt(connection, parcel.id, LENDER, WELL, LATER) == "taken"
            return super().deliver(parcels)

    post.channels[LENDER] = hasty = Hasty()
    post.drain()
    assert hasty.numbers == [1, 2]
    assert post.states() == {1: "acknowledged", 2: "acknowledged"}
    assert (post.row(1).answered_at, post.row(1).trouble, post.row(1).next_try_at) == (LATER, "", None)


def test_a_receipt_before_a_delivery_whose_outcome_nobody_knows_settles_it(post):
    lender = post.partner()
    post.queue(letter(1))
    lender.says[letter(1).id] = NotNow("no-answer")
    post.drain()
    assert take(post, 1) == "taken"
    assert (post.row(1).state, post.row(1).delivered_at, post.row(1).next_try_at) == ("acknowledged", LATER, None)


def test_a_receipt_for_what_was_never_sent_is_stale(post):
    (before,) = post.queue(letter(1))
    assert take(post, 1) == "stale"
    assert post.row(1) == before


def test_a_receipt_from_another_node_is_foreign(post):
    post.partner()
    post.queue(letter(1))
    post.drain()
    before = post.row(1)
    assert take(post, 1, node=OTHER) == "foreign"
    assert post.row(1) == before


def test_a_receipt_about_nothing_is_unknown(post):
    assert take(post, 99) == "unknown"


def test_a_receipt_for_what_was_withdrawn_is_unknown(post):
    post.queue(letter(1, state="withdrawn", attempts=1))
    assert take(post, 1) == "unknown"
