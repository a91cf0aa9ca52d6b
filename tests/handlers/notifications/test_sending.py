from datetime import UTC, datetime, timedelta

import pytest

from schemas.errors import Conflict, NotFound, Refused
from schemas.notifications import (
    Addressee,
    ConfirmAddress,
    RegisterPostNews,
    RegisterSending,
    SetPreference,
    SetQuietHours,
)
from tests.builders.notifications import ANNA, OFFICE, again, bounces, link, points, sent_by

EVENING = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)


def ends(hub, row, ending="sent", **more):
    hub.command(
        RegisterSending(
            office_id=row.office_id, notification_id=row.id, ending=ending, provider="smtp", provider_id="p-1", **more
        ),
        actor="post",
    )
    return again(hub, row)


def news(hub, row, word, **more):
    hub.command(RegisterPostNews(office_id=row.office_id, notification_id=row.id, news=word, **more), actor="post")
    return again(hub, row)


def somebody(n):
    return Addressee(reference=f"user:{n}", name="Anna", email=f"{n}@x.example", phone="+31612345678")


def test_a_notification_is_a_row_that_waits_for_the_post_role(hub):
    row = sent_by(hub, points())
    assert (row.state, row.channel, row.address, row.name) == ("queued", "email", "anna@x.example", "Anna de Wit")
    assert row.subject == "Message hub heeft nog iets van u nodig"
    assert "staan 2 actiepunten voor u klaar, te beginnen met: Loonstrook." in row.text
    assert '<a href="https://hub.example/">https://hub.example/</a>' in row.html
    assert row.next_try_at == row.made_at
    assert row.keep_until == row.made_at + timedelta(days=730)


def test_language_and_form_of_address_choose_the_text(hub):
    assert "van je nodig" in sent_by(hub, points(form="je")).subject
    assert "needs something from you" in sent_by(hub, points(language="en", form="je")).subject
    assert "needs something from you" in sent_by(hub, points(language="pl")).subject


def test_an_sms_has_a_text_only(hub):
    row = sent_by(hub, points(channel="sms"))
    assert (row.address, row.subject, row.html) == ("+31612345678", "", "")
    assert row.text == "Message hub: er staat iets voor u klaar (Loonstrook). Zie https://hub.example/"


@pytest.mark.parametrize(
    ("more", "slug", "path"),
    [
        ({"template": "no-such"}, "template-unknown", "template"),
        ({"fields": {"count": "2", "subject": "x"}}, "template-field-missing", "fields.address"),
        (
            {"fields": {"count": "2", "subject": "x", "address": "y", "extra": "z"}},
            "template-field-unknown",
            "fields.extra",
        ),
        ({"addressee": Addressee(reference="user:x")}, "address-missing", "addressee"),
        (
            {"addressee": Addressee(reference="user:x", email="a@x.example\r\nBcc: b@y.example")},
            "email-invalid",
            "email",
        ),
        ({"addressee": Addressee(reference="user:x", email="a@x.example, b@y.example")}, "email-invalid", "email"),
        ({"addressee": Addressee(reference="user:x", email="ü@x.example")}, "email-invalid", "email"),
        ({"addressee": Addressee(reference="user:x", phone="12")}, "phone-invalid", "phone"),
        ({"template": "account-changed", "channel": "sms"}, "address-missing", "addressee"),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_place(hub, more, slug, path):
    with pytest.raises(Refused) as refused:
        hub.command(points(**more))
    assert (refused.value.slug, refused.value.path) == (slug, path)
    assert "x.example" not in str(refused.value.as_dict())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann\r\nBcc: x", "Ann Bcc: x"),
        ("\u202eannA\u202c", "annA"),
        ("Zoe\u0308", "Zoë"),
        ("a\x00b\u2028c", "a b c"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("sealed:abc", "sealed:abc"),
    ],
)
def test_a_name_is_one_line_and_never_code(hub, name, shown):
    row = sent_by(hub, points(addressee=Addressee(reference="user:anna", name=name, email=ANNA.email)))
    assert row.name == shown
    assert "<script>" not in row.html
    assert "49" not in row.text


def test_a_field_cannot_look_sealed(hub):
    row = sent_by(hub, points(fields={"count": "1", "subject": "sealed:abc", "address": "https://x.example"}))
    assert "sealed: abc" in row.text


def test_a_secret_is_sealed_or_not_sent(hub):
    with pytest.raises(Refused, match="field-not-sealed"):
        hub.command(link(fields={"link": "https://hub.example/login/very-secret", "minutes": "15"}))
    row = sent_by(hub, link())
    assert "very-secret" not in row.text + row.html
    with hub.database.reading() as connection:
        journaled = connection.exec_driver_sql("SELECT group_concat(arguments) FROM commands").scalar_one()
    assert "very-secret" not in journaled


def test_at_night_only_what_is_urgent_leaves(hub):
    hub.now = EVENING
    assert sent_by(hub, points()).next_try_at == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    assert sent_by(hub, link()).next_try_at == EVENING


def test_an_office_has_its_own_night(hub):
    hub.now = EVENING
    hub.command(SetQuietHours(office_id="kantoor-9", quiet_from="23:00", quiet_until="07:00"))
    assert sent_by(hub, points(office_id="kantoor-9")).next_try_at == EVENING
    hub.command(SetQuietHours(office_id="kantoor-9", quiet_from="12:00", quiet_until="23:30"))
    assert sent_by(hub, points(office_id="kantoor-9")).next_try_at == datetime(2026, 11, 21, 22, 30, tzinfo=UTC)


def test_who_switched_a_kind_off_is_not_told(hub):
    who = somebody("off")
    hub.command(SetPreference(office_id=OFFICE, addressee="user:off", template="action-points", wants="off"))
    row = sent_by(hub, points(addressee=who))
    assert (row.state, row.reason, row.next_try_at) == ("withheld", "switched-off", None)
    assert sent_by(hub, points(addressee=who, office_id="kantoor-2")).state == "queued"


def test_who_switched_everything_off_still_gets_his_sign_in_link(hub):
    hub.command(SetPreference(office_id=OFFICE, addressee="user:all-off", wants="off"))
    assert sent_by(hub, points(addressee=somebody("all-off"))).state == "withheld"
    assert sent_by(hub, link(addressee=somebody("all-off"))).state == "queued"
    with pytest.raises(Conflict, match="cannot-switch-off"):
        hub.command(SetPreference(office_id=OFFICE, addressee="user:x", template="sign-in-link", wants="off"))


def test_a_preference_chooses_the_channel(hub):
    hub.command(SetPreference(office_id=OFFICE, addressee="user:sms", wants="sms"))
    assert sent_by(hub, points(addressee=somebody("sms"))).channel == "sms"
    assert sent_by(hub, points(addressee=somebody("sms"), channel="email")).channel == "email"


def test_sent_and_then_delivered(hub):
    row = ends(hub, sent_by(hub, points(addressee=somebody("fine"))))
    assert (row.state, row.provider, row.provider_id) == ("sent", "smtp", "p-1")
    assert news(hub, row, "delivered").state == "delivered"
    assert bounces(hub) == []


def test_an_address_that_bounces_gets_nothing_until_somebody_confirms_it(hub):
    who = somebody("gone")
    row = ends(hub, sent_by(hub, points(addressee=who)), "bounced", reason="550 no such mailbox")
    assert (row.state, row.reason) == ("bounced", "550 no such mailbox")
    (bounce,) = [each for each in bounces(hub) if each.address == "gone@x.example"]
    held = sent_by(hub, points(addressee=who))
    assert (held.state, held.reason) == ("failed", "address-bouncing")
    hub.command(ConfirmAddress(office_id=OFFICE, bounce_id=bounce.id, reason="gebeld"))
    assert sent_by(hub, points(addressee=who)).state == "queued"


def test_another_office_cannot_confirm_it(hub):
    row = ends(hub, sent_by(hub, points(addressee=somebody("ours"))), "bounced")
    (bounce,) = [each for each in bounces(hub) if each.notification_id == row.id]
    with pytest.raises(NotFound):
        hub.command(ConfirmAddress(office_id="kantoor-2", bounce_id=bounce.id))


def test_a_late_bounce_counts_and_nothing_moves_back(hub):
    row = ends(hub, sent_by(hub, points(addressee=somebody("late"))))
    assert news(hub, row, "delivered").state == "delivered"
    assert news(hub, row, "bounced", reason="5.1.1").state == "bounced"
    assert news(hub, row, "delivered").state == "bounced"
    assert len([each for each in bounces(hub) if each.notification_id == row.id]) == 1


def test_news_that_is_earlier_than_our_own_record_stays(hub):
    row = news(hub, sent_by(hub, points(addressee=somebody("fast"))), "delivered")
    row = ends(hub, row)
    assert (row.state, row.provider_id) == ("delivered", "p-1")
