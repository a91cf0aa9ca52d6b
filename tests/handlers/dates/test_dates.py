"""Dates of a dossier: set, extended, ended, followed from what lenders send, and told to who has to know."""

from datetime import UTC, date, datetime

import pytest

from handlers.dates.views import dates_in, dates_near
from hub.execute import execute
from schemas.applications import UnlinkExchange
from schemas.dates import ConditionTerms, EndDate, ExtendDate, SetDeedDate, SetResolutiveCondition
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AssignDossier
from schemas.statuses import SetStatus
from schemas.viewer import Viewer, VisibleDossier
from tests.builders.commands import ax, da, line, ox, sx
from tests.builders.rounds import REGISTRY

OV = date(2026, 12, 28)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FINANCING = "resolutive-financiering"


def the_condition(dossier, day=OV, kind="financiering", reason="", **terms):
    return SetResolutiveCondition(
        dossier_id=dossier, kind=kind, terms=ConditionTerms(ov_date=day, **terms), reason=reason
    )


def the_dates(hub, dossier, bram, now=NOW):
    return {each.id: each for each in hub.read(dates_in, VisibleDossier(dossier, bram), ..., now)}


def near(hub, viewer, today=date(2026, 12, 14), **narrowed):
    with hub.database.reading() as connection:
        return dates_near(viewer, connection, today, limit=200, **narrowed)


def test_a_condition_ends_on_the_next_working_day_and_its_notice_is_counted_from_there(hub, dossier, bram):
    hub.command(the_condition(dossier, date(2026, 12, 26), notice_days=2, guarantee_date=date(2027, 1, 8)))
    found = the_dates(hub, dossier, bram)[FINANCING]
    assert (found.day, found.ends_on, found.notice_until) == (date(2026, 12, 26), OV, date(2026, 12, 30))
    assert (found.rejections_required, found.guarantee_date) == (1, date(2027, 1, 8))


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        ((False, "working", 2), ("2026-12-26", "2026-12-29")),
        ((True, "calendar", 4), ("2026-12-28", "2027-01-04")),
        ((False, "calendar", 4), ("2026-12-26", "2026-12-30")),
        ((True, "working", 0), ("2026-12-28", "2026-12-28")),
    ],
    ids=str,
)
def test_the_termijnenwet_counts_only_where_the_contract_says_so(hub, dossier, bram, terms, ends):
    named = dict(zip(("termijnenwet_applies", "notice_kind", "notice_days"), terms, strict=True))
    hub.command(the_condition(dossier, date(2026, 12, 26), **named))
    found = the_dates(hub, dossier, bram)[FINANCING]
    assert (found.ends_on.isoformat(), found.notice_until.isoformat()) == ends


def test_the_adviser_is_told_on_the_agreed_days_and_the_administrator_three_days_before(hub, dossier, office):
    hub.command(the_condition(dossier, notice_days=2))
    office.until("2026-12-30")
    days = ["12-11", "12-18", "12-22", "12-24", "12-28", "12-29", "12-30"]
    assert office.mails(office.bram) == [(f"{day} 08:00", "date-near") for day in days]
    assert office.mails(office.olga) == [("12-22 08:00", "date-escalated")]
    assert office.mails(office.els) == []


def test_the_mail_says_what_passes_when_and_what_to_do(hub, dossier, office):
    hub.command(the_condition(dossier, notice_days=2))
    office.until("2026-12-18")
    mail = office.last_mail(office.bram)
    assert mail.subject == "De ontbindende voorwaarde (financiering): over 5 werkdagen"
    assert "maandag 28 december 2026 (over 5 werkdagen)" in mail.text
    assert "uiterlijk woensdag 30 december 2026 ontvangen" in mail.text


def test_what_was_told_stands_on_the_timeline_with_whom(hub, dossier, office):
    hub.command(the_condition(dossier))
    office.until("2026-12-11")
    (told,) = office.told("date-told")
    assert told.facts == {"date": FINANCING, "note": "over 10 werkdagen", "told": "Bram"}


def test_after_an_outage_one_alert_says_how_it_stands_and_none_is_told_twice(hub, dossier, office):
    hub.command(the_condition(dossier))
    office.at_once("2026-12-31")
    office.at_once("2026-12-31", "13:00")
    assert office.mails(office.bram) == [("12-31 12:00", "date-near")]
    assert office.told("date-told")[0].facts["note"] == "3 werkdagen geleden"
    assert office.mails(office.olga) == [("12-31 12:00", "date-escalated")]


def test_an_extension_withdraws_what_was_planned_and_plans_anew(hub, dossier, office, bram):
    hub.command(the_condition(dossier))
    office.until("2026-12-11")
    hub.command(ExtendDate(dossier_id=dossier, date_id=FINANCING, day=date(2027, 1, 29), reason="verkoper akkoord"))
    office.until("2027-01-14")
    assert office.mails(office.bram) == [("12-11 08:00", "date-near")]
    office.until("2027-01-27")
    assert [at for at, _ in office.mails(office.bram)][1:] == ["01-15 08:00", "01-22 08:00", "01-26 08:00"]
    history = the_dates(hub, dossier, bram, hub.now)[FINANCING].history
    assert [(each.what, each.was, each.becomes, each.reason) for each in history] == [
        ("set", None, OV, ""),
        ("extended", OV, date(2027, 1, 29), "verkoper akkoord"),
    ]


@pytest.mark.parametrize("ending", ["dissolved", "waived"])
def test_nobody_is_told_of_a_condition_that_ended(hub, dossier, office, bram, ending):
    hub.command(the_condition(dossier))
    office.until("2026-12-11")
    hub.command(EndDate(dossier_id=dossier, date_id=FINANCING, ending=ending, rejections=1))
    office.until("2027-01-10")
    assert office.mails(office.bram) == [("12-11 08:00", "date-near")]
    found = the_dates(hub, dossier, bram)[FINANCING]
    assert (found.state, found.alerts) == (ending, ())


def test_without_an_adviser_the_case_handler_is_told_and_without_both_the_administrators(hub, dossier, office):
    hub.command(AssignDossier(dossier_id=dossier, part="adviser", person_id=""))
    hub.command(AssignDossier(dossier_id=dossier, part="handler", person_id=office.els.id))
    hub.command(the_condition(dossier))
    office.until("2026-12-11")
    hub.command(AssignDossier(dossier_id=dossier, part="handler", person_id=""))
    office.until("2026-12-18")
    assert office.mails(office.els) == [("12-11 08:00", "date-near")]
    assert office.mails(office.olga) == [("12-18 08:00", "date-near")]
    assert office.mails(office.bram) == []


def test_a_condition_can_be_set_again_after_it_ended_and_corrected_with_a_reason(hub, dossier, bram):
    hub.command(the_condition(dossier))
    with pytest.raises(Refused, match="request-invalid"):
        hub.command(the_condition(dossier, date(2026, 12, 21)))
    hub.command(the_condition(dossier, date(2026, 12, 21), reason="typfout"))
    hub.command(EndDate(dossier_id=dossier, date_id=FINANCING, ending="waived"))
    hub.command(the_condition(dossier, date(2027, 2, 1)))
    found = the_dates(hub, dossier, bram)[FINANCING]
    assert [each.what for each in found.history] == ["set", "corrected", "waived", "set"]
    assert (found.state, found.day) == ("open", date(2027, 2, 1))


@pytest.mark.parametrize(
    ("made", "slug"),
    [
        (lambda of: the_condition(of, date(2026, 11, 20)), "date-past"),
        (lambda of: the_condition(of, date(2062, 11, 20)), "date-past"),
        (lambda of: SetDeedDate(dossier_id=of, day=date(2026, 11, 1)), "date-past"),
        (lambda of: ExtendDate(dossier_id=of, date_id=FINANCING, day=OV, reason="x"), "date-not-later"),
        (lambda of: ExtendDate(dossier_id=of, date_id=FINANCING, day=date(2026, 12, 1), reason="x"), "date-not-later"),
        (lambda of: ExtendDate(dossier_id=of, date_id=FINANCING, day=date(2027, 1, 5), reason=" "), "request-invalid"),
        (lambda of: ExtendDate(dossier_id=of, date_id="deed", day=date(2027, 1, 5), reason="x"), "not-found"),
        (lambda of: EndDate(dossier_id=of, date_id=FINANCING, ending="passed"), "request-invalid"),
        (lambda of: EndDate(dossier_id=of, date_id=FINANCING, ending="dissolved"), "rejections-missing"),
        (lambda of: EndDate(dossier_id=of, date_id="resolutive-nhg", ending="waived"), "not-found"),
    ],
    ids=["past", "years-ahead", "deed-past", "same-day", "shorter", "no-reason", "unknown", "passed", "proof", "none"],
)
def test_bad_input_is_refused_and_changes_nothing(hub, dossier, bram, made, slug):
    hub.command(the_condition(dossier))
    before = the_dates(hub, dossier, bram)
    with pytest.raises(Refused) as refused:
        hub.command(made(dossier))
    assert refused.value.slug == slug
    assert the_dates(hub, dossier, bram) == before


def test_what_ended_is_not_ended_or_extended_again(hub, dossier):
    hub.command(the_condition(dossier))
    end = EndDate(dossier_id=dossier, date_id=FINANCING, ending="waived")
    hub.command(end)
    for again in (end, ExtendDate(dossier_id=dossier, date_id=FINANCING, day=date(2027, 3, 1), reason="x")):
        with pytest.raises(Conflict, match="date-ended"):
            hub.command(again)


def test_an_unknown_dossier_is_not_found(hub):
    with pytest.raises(NotFound):
        hub.command(the_condition("nowhere"))


def test_of_two_who_saw_the_same_only_one_changes_a_date(hub, dossier, bram):
    hub.command(the_condition(dossier))
    with hub.database.reading() as connection:
        seen = connection.exec_driver_sql("SELECT seq FROM heads WHERE key = ?", (dossier,)).scalar_one()
    for day, goes in ((date(2027, 1, 4), True), (date(2027, 1, 11), False)):
        command = ExtendDate(dossier_id=dossier, date_id=FINANCING, day=day, reason="x")
        given = {"actor": "user:bram", "at": hub.now, "seen": seen}
        if goes:
            execute(hub.database, REGISTRY, command, **given)
        else:
            with pytest.raises(Refused, match="stale"):
                execute(hub.database, REGISTRY, command, **given)
    assert the_dates(hub, dossier, bram)[FINANCING].day == date(2027, 1, 4)


def test_an_offer_is_watched_until_its_last_day_extension_included(hub, linked, dossier, bram):
    hub.message(linked, ox("indicative", 4, valid_until=date(2026, 12, 1)))
    hub.message(linked, ox("binding", 5, valid_until=date(2026, 12, 31)))
    more = {"extended": True, "extension_until": date(2027, 2, 26), "valid_until": date(2026, 12, 31)}
    hub.message(linked, ox("binding", 6, **more))
    hub.message(linked, ox("binding", 3, valid_until=date(2026, 11, 30)))
    (found,) = the_dates(hub, dossier, bram).values()
    assert (found.kind, found.day, found.title, found.is_settable) == ("offer", date(2027, 2, 26), "L-77", False)


def test_what_follows_from_a_lender_is_not_changed_by_hand(hub, linked, dossier, bram):
    hub.message(linked, ox("binding"))
    (offer,) = the_dates(hub, dossier, bram)
    for command in (
        ExtendDate(dossier_id=dossier, date_id=offer, day=date(2027, 3, 1), reason="x"),
        EndDate(dossier_id=dossier, date_id=offer, ending="waived"),
    ):
        with pytest.raises(Conflict, match="date-of-lender"):
            hub.command(command)


def test_an_offer_of_an_application_that_ended_is_told_no_more(hub, linked, dossier, office, bram):
    hub.message(linked, ox("binding", valid_until=OV))
    hub.message(linked, sx("11 Afgewezen", 7))
    (found,) = the_dates(hub, dossier, bram).values()
    assert found.state == "over"
    office.until("2026-12-31")
    assert office.mails(office.bram) == []


def test_an_offer_of_an_application_that_goes_on_after_all_is_watched_again(hub, linked, dossier, office, bram):
    hub.message(linked, ox("binding", valid_until=OV))
    hub.message(linked, sx("11 Afgewezen", 7))
    (application,) = {each.application_id for each in the_dates(hub, dossier, bram).values()}
    hub.command(SetStatus(dossier_id=dossier, application_id=application, code="10"))
    office.until("2026-12-11")
    assert [at for at, _ in office.mails(office.bram)] == ["11-27 08:00", "12-11 08:00"]


def test_an_offer_goes_with_its_exchange(hub, linked, dossier, office, bram):
    hub.message(linked, ox("binding", valid_until=OV))
    hub.command(UnlinkExchange(lane_id=linked, reason="verkeerd dossier"))
    assert the_dates(hub, dossier, bram) == {}
    office.until("2026-12-31")
    assert office.mails(office.bram) == []


def test_a_document_that_is_valid_no_more_at_the_deed_is_watched(hub, linked, dossier, bram):
    lines = (line("D1", "04 Akkoord", 5, title := "009 Werkgeversverklaring(en)"), line("D2", "04 Akkoord", 5, "001 X"))
    hub.message(linked, da(*lines))
    assert the_dates(hub, dossier, bram) == {}
    hub.command(SetDeedDate(dossier_id=dossier, day=date(2027, 3, 1)))
    document = next(each for each in the_dates(hub, dossier, bram).values() if each.kind == "document")
    assert (document.day, document.title) == (date(2027, 2, 5), title.partition(" ")[2])
    hub.command(SetDeedDate(dossier_id=dossier, day=date(2027, 1, 29), reason="vervroegd"))
    assert [each.kind for each in the_dates(hub, dossier, bram).values()] == ["deed"]


def test_a_new_document_takes_the_alert_of_the_old_one_away(hub, linked, dossier, office, bram):
    hub.command(SetDeedDate(dossier_id=dossier, day=date(2027, 2, 15)))
    hub.message(linked, da(line("D1", "04 Akkoord", 5)))
    assert "document" in {each.kind for each in the_dates(hub, dossier, bram).values()}
    renewed = line("D1", "04 Akkoord", 20, status_moment=datetime.fromisoformat("2026-11-20T09:00"))
    hub.message(linked, da(line("D1", "01 Aan te leveren", 18)))
    hub.message(linked, da(renewed))
    assert {each.kind for each in the_dates(hub, dossier, bram).values()} == {"deed"}
    office.until("2027-02-10")
    assert all("geldigheid" not in mail for mail in [office.last_mail(office.bram).subject.casefold()])


def test_what_is_near_is_listed_over_the_office_by_day_and_narrowed(hub, office, bram, chris):
    other = hub.lane()
    hub.message(other, ax())
    second = hub.dossier_of(other)
    hub.command(the_condition(office.dossier))
    hub.command(the_condition(second, date(2026, 12, 18), kind="nhg"))
    hub.command(SetDeedDate(dossier_id=second, day=date(2027, 3, 1)))
    ours = [each for each in near(hub, bram) if each.dossier_id in {office.dossier, second}]
    assert [(each.dossier_id, each.subject, each.left) for each in ours] == [
        (second, "nhg", 4),
        (office.dossier, "financiering", 9),
    ]
    assert [each.adviser for each in ours] == ["", "Bram"]
    assert {each.dossier_id for each in near(hub, bram, adviser=office.bram.id)} == {office.dossier}
    assert near(hub, bram, kind="deed") == ()
    assert near(hub, chris) == ()
    own = Viewer("kantoor-1", False, "user:x", "production", involved_as=("user:nobody",))
    assert near(hub, own) == ()


def test_the_list_goes_on_after_the_last_line_that_was_seen(hub, office, bram):
    for kind, day in (("financiering", 18), ("nhg", 18), ("bouwkundig", 21)):
        hub.command(the_condition(office.dossier, date(2026, 12, day), kind=kind))
    whole = near(hub, bram, adviser=office.bram.id)
    first = whole[0]
    rest = near(hub, bram, adviser=office.bram.id, after=(first.ends_on, first.dossier_id, first.id))
    assert rest == whole[1:]
    assert len(whole) == 3


def test_a_date_names_every_table_that_it_reads(hub, linked):
    hub.message(linked, ox("binding", 4))
    assert hub.late_loads == 0
    hub.message(linked, da(line("D1", "04 Akkoord", 5)))
    assert hub.late_loads == 0
    hub.message(linked, sx("10 In behandeling", 6))
    assert hub.late_loads == 0
