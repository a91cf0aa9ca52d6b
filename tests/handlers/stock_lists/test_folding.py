import pytest

from handlers.stock_lists.folding import fold, is_open

BINDING, PROPOSAL = ("2", "binding", "lane"), ("4", "indicative", "lane")


def said(status, note="", moment=""):
    return {"status": status, "note": note, "moment": moment or f"moment of {status}"}


def stand_after(*messages, offers=()):
    stands, _ = fold([(rank, {"D1": each}) for rank, each in messages], list(offers))
    return stands["D1"].status, stands["D1"].flags


@pytest.mark.parametrize("status", ["01", "02", "03", "06", "07"])
def test_approved_stays_approved(status):
    assert stand_after(("1", said("04")), ("5", said(status, "tekst"))) == ("04", ("approved-stays-approved",))


def test_approved_may_be_dropped():
    assert stand_after(("1", said("04")), ("5", said("08", "niet meer nodig"))) == ("08", ())


def test_approved_may_be_requested_again_after_a_new_proposal_that_followed_a_binding_offer():
    assert stand_after(("1", said("04")), ("5", said("01")), offers=[BINDING, PROPOSAL]) == ("01", ())


@pytest.mark.parametrize(
    "offers",
    [
        [],
        [BINDING],
        [PROPOSAL],
        [PROPOSAL, ("3", "indicative", "lane")],
        [BINDING, ("6", "indicative", "lane")],
    ],
    ids=["no offers", "only binding", "only a proposal", "proposals only", "a proposal after the request"],
)
def test_approved_is_not_requested_again_without_that(offers):
    assert stand_after(("1", said("04")), ("5", said("01")), offers=offers) == ("04", ("approved-stays-approved",))


def test_an_approval_after_the_new_proposal_is_final_again():
    assert stand_after(("5", said("04")), ("6", said("01")), offers=[BINDING, PROPOSAL])[0] == "04"


def test_a_new_proposal_does_not_open_the_way_to_other_statuses():
    assert stand_after(("1", said("04")), ("5", said("07", "oud")), offers=[BINDING, PROPOSAL])[0] == "04"


def test_a_list_that_repeats_an_approval_is_no_new_approval():
    messages = (("1", said("04", moment="x")), ("5", said("04", moment="x")), ("6", said("01")))
    assert stand_after(*messages, offers=[BINDING, PROPOSAL]) == ("01", ())


def test_an_approval_of_a_later_moment_is_a_new_one():
    messages = (("1", said("04", moment="x")), ("5", said("04", moment="y")), ("6", said("01")))
    assert stand_after(*messages, offers=[BINDING, PROPOSAL])[0] == "04"


@pytest.mark.parametrize("status", ["07", "08"])
def test_refused_and_dropped_need_a_note(status):
    assert stand_after(("1", said(status))) == (status, ("note-missing",))
    assert stand_after(("1", said(status, "Onleesbaar"))) == (status, ())


def test_an_unknown_status_is_kept_and_flagged():
    assert stand_after(("1", said("05"))) == ("05", ("unknown-code",))


def test_a_flag_goes_when_the_lender_agrees_again():
    assert stand_after(("1", said("04")), ("2", said("01")), ("3", said("04"))) == ("04", ())


@pytest.mark.parametrize(
    ("status", "from_source", "on_list", "open_"),
    [
        ("01", False, True, True),
        ("07", False, True, True),
        ("01", True, True, False),
        ("01", False, False, False),
        ("02", False, True, False),
        ("04", False, True, False),
    ],
)
def test_somebody_has_to_deliver_what_is_requested_or_refused(status, from_source, on_list, open_):
    assert is_open(status, from_source=from_source, on_list=on_list) is open_


def asked_after(*messages, offers=()):
    """The rank of the message that asks for the document now; empty when none does."""
    stands, _ = fold([(rank, {"D1": each}) for rank, each in messages], list(offers))
    return stands["D1"].asked[0]


def test_a_request_asks_and_a_list_that_repeats_it_asks_nothing_new():
    assert asked_after(("1", said("01"))) == "1"
    assert asked_after(("1", said("01", moment="x")), ("5", said("01", moment="y"))) == "1"


@pytest.mark.parametrize("status", ["02", "03", "06", "04", "08"])
def test_what_the_lender_has_or_drops_it_does_not_ask_for(status):
    assert asked_after(("1", said("01")), ("5", said(status, "tekst"))) == ""


def test_a_rejection_asks_anew_also_under_an_unchanged_moment():
    assert asked_after(("1", said("01", moment="x")), ("5", said("07", "Onleesbaar", moment="x"))) == "5"


def test_the_same_rejection_asks_once_and_another_one_again():
    first, again, other = (said("07", "Onleesbaar", moment=moment) for moment in ("x", "x", "y"))
    assert asked_after(("1", said("01")), ("2", first), ("3", again)) == "2"
    assert asked_after(("1", said("01")), ("2", first), ("3", other)) == "3"


def test_a_request_after_a_rejection_is_the_same_question():
    assert asked_after(("1", said("01")), ("2", said("07", "Onleesbaar")), ("3", said("01", moment="later"))) == "2"


@pytest.mark.parametrize("between", ["02", "03", "06", "08"])
def test_a_request_after_the_lender_had_it_asks_anew(between):
    assert asked_after(("1", said("01")), ("2", said(between, "tekst")), ("3", said("01", moment="later"))) == "3"


def test_a_defended_approval_asks_nothing():
    assert asked_after(("1", said("01")), ("2", said("04")), ("3", said("07", "oud"))) == ""
