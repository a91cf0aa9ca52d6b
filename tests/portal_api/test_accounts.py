"""Accounts of people over HTTP, as a browser without scripts uses them."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pyotp
import pytest

from handlers.accounts.administration import disable, reset
from handlers.accounts.desk import AccountDesk
from handlers.notifications.tables import NOTIFICATIONS
from hub import rows as statements
from hub.sealing import Sealer
from portal_api.pages import login
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import KEY, PASSWORD, Person

_NUMBERS = count(1)


@pytest.fixture
def nora(desk):
    """An adviser with a password and an app, signed in."""
    return Person(desk, f"nora{next(_NUMBERS)}@kantoor.example").set_up()


@pytest.fixture
def own_desk_with_mail(tmp_path):
    """A desk whose mail stays on the Post page, with a person who has an account."""
    made = open_desk(tmp_path, mail_url="demo://")
    yield made, Person(made, "nora@kantoor.example").set_up()
    close_desk(made)


@pytest.fixture
def invited(desk):
    return Person(desk, f"invited{next(_NUMBERS)}@kantoor.example")


def reset_link(desk, person, **more):
    with desk.hub.database.transaction() as connection:
        _, token = reset(connection, person.email, desk.hub.clock.now(), **({"and_factors": False} | more))
    return f"/login/{token}"


def test_an_invitation_leads_over_a_password_and_an_app_to_the_first_page(desk, invited):
    assert invited.post(invited.link).headers["location"] == "/account/password"
    assert invited.client.get("/").status_code == 401
    chosen = invited.post("/account/password", password=PASSWORD, repeated=PASSWORD)
    assert chosen.headers["location"] == "/account/app"
    assert invited.client.get("/").status_code == 401
    page = invited.client.get("/account/app")
    assert "<svg" in page.text
    assert "style=" not in page.text
    assert invited.client.get("/account").status_code == 401


def test_recovery_codes_are_shown_once_and_ten(nora):
    assert len(set(nora.codes)) == 10
    assert nora.client.get("/").status_code == 200
    assert nora.codes[0] not in nora.client.get("/account/codes").text
    assert "10" in nora.client.get("/account").text


def test_a_person_signs_in_with_both_steps(desk, nora):
    client = desk.client(accept="text/html")
    first = nora.post("/login", client, email=nora.email.upper(), password=PASSWORD)
    assert first.headers["location"] == "/login/second"
    assert client.get("/").status_code == 401
    desk.hub.clock.forward(seconds=30)
    before = client.cookies["session"]
    assert nora.post("/login/second", client, code=nora.code()).headers["location"] == "/"
    assert client.cookies["session"] != before
    client.cookies.set("session", before)
    assert client.get("/").status_code == 401


def test_a_code_of_the_app_is_used_once(desk, nora):
    desk.hub.clock.forward(seconds=30)
    code = nora.code()
    answers = []
    for _ in range(2):
        client = desk.client(accept="text/html")
        nora.post("/login", client, email=nora.email, password=PASSWORD)
        answers.append(nora.post("/login/second", client, code=code).status_code)
    assert answers == [303, 422]


def test_a_recovery_code_works_once_however_it_is_typed(desk, nora):
    answers = []
    for typed in (nora.codes[0].lower().replace("-", " "), nora.codes[0]):
        client = desk.client(accept="text/html")
        nora.post("/login", client, email=nora.email, password=PASSWORD)
        answers.append(nora.post("/login/second", client, code=typed).status_code)
    assert answers == [303, 422]
    assert "Nog 9 over" in nora.client.get("/account").text


@pytest.mark.parametrize("code", ["", "000000", "１２３４５６", "0" * 5000, "'; DROP TABLE users", "\x00"])
def test_a_wrong_code_lets_nobody_in(desk, nora, code):
    client = desk.client(accept="text/html")
    nora.post("/login", client, email=nora.email, password=PASSWORD)
    assert nora.post("/login/second", client, code=code).status_code == 422
    assert client.get("/").status_code == 401


def test_every_failed_first_step_is_answered_alike(desk, nora):
    disabled = Person(desk, f"gone{next(_NUMBERS)}@kantoor.example")
    with desk.hub.database.transaction() as connection:
        disable(connection, disabled.email, desk.hub.clock.now())
    tried = [
        (nora.email, "wrong"),
        ("nobody@kantoor.example", PASSWORD),
        (disabled.email, PASSWORD),
        ("no address", ""),
    ]
    told = [nora.post("/login", desk.client(accept="text/html"), email=e, password=p) for e, p in tried]
    pages = {answer.text.replace(email, "…") for answer, (email, _) in zip(told, tried, strict=True)}
    assert ({answer.status_code for answer in told}, len(pages)) == ({422}, 1)


def test_the_form_keeps_the_address_and_never_the_password(desk, nora):
    answer = nora.post("/login", desk.client(accept="text/html"), email='"><b>@x', password="geheim van nora")
    assert "&#34;&gt;&lt;b&gt;@x" in answer.text
    assert "geheim van nora" not in answer.text


def test_an_account_waits_after_five_wrong_tries_and_longer_after_each(desk, nora):
    client = desk.client(accept="text/html")
    for _ in range(5):
        wrong = nora.post("/login", client, email=nora.email, password="wrong")
    locked = nora.post("/login", client, email=nora.email, password=PASSWORD)
    assert (locked.status_code, locked.text) == (422, wrong.text)
    desk.hub.clock.forward(seconds=30)
    assert nora.post("/login", client, email=nora.email, password="wrong").status_code == 422
    desk.hub.clock.forward(seconds=31)
    assert nora.post("/login", client, email=nora.email, password=PASSWORD).status_code == 422
    desk.hub.clock.forward(seconds=30)
    assert nora.post("/login", client, email=nora.email, password=PASSWORD).status_code == 303


def test_a_right_password_does_not_forgive_wrong_codes(desk, nora):
    client, again = desk.client(accept="text/html"), desk.client(accept="text/html")
    nora.post("/login", client, email=nora.email, password=PASSWORD)
    for _ in range(5):
        nora.post("/login/second", client, code="000000")
    nora.post("/login", again, email=nora.email, password=PASSWORD)
    assert nora.post("/login/second", again, code=nora.codes[1]).status_code == 422
    desk.hub.clock.forward(seconds=31)
    assert nora.post("/login/second", again, code=nora.codes[1]).status_code == 303
    assert again.get("/").status_code == 200


def test_a_strangers_wrong_passwords_do_not_keep_the_owner_from_his_second_step(desk, nora):
    client, stranger = desk.client(accept="text/html"), desk.client(accept="text/html")
    nora.post("/login", client, email=nora.email, password=PASSWORD)
    for _ in range(8):
        nora.post("/login", stranger, email=nora.email, password="wrong")
    assert nora.post("/login/second", client, code=nora.codes[2]).status_code == 303
    assert client.get("/").status_code == 200


def test_a_strangers_wrong_passwords_do_not_lock_the_owner_out_of_his_own_browser(desk, nora):
    stranger = desk.client(accept="text/html")
    nora.post("/logout")
    for _ in range(8):
        nora.post("/login", stranger, email=nora.email, password="wrong")
    assert nora.post("/login", stranger, email=nora.email, password=PASSWORD).status_code == 422
    assert nora.post("/login", email=nora.email, password=PASSWORD).headers["location"] == "/login/second"
    assert nora.post("/login/second", code=nora.codes[3]).status_code == 303
    assert nora.post("/login", stranger, email=nora.email, password=PASSWORD).status_code == 422


def test_a_known_browser_waits_after_its_own_wrong_tries_and_opens_nothing(desk, nora):
    word, thief = nora.client.cookies["device"], desk.client(accept="text/html")
    thief.cookies.set("device", word)
    assert thief.get("/").status_code == 401
    for _ in range(5):
        nora.post("/login", thief, email=nora.email, password="wrong")
    assert nora.post("/login", thief, email=nora.email, password=PASSWORD).status_code == 422


def test_a_wrong_password_in_an_open_session_makes_only_that_session_wait(desk, nora):
    for _ in range(8):
        nora.post("/account/codes", password="wrong")
    assert nora.post("/account/codes", password=PASSWORD).status_code == 422
    assert nora.sign_in().get("/").status_code == 200


@pytest.mark.parametrize(
    "password",
    ["", "elf tekens!", "Wachtwoord123!", "qwertyuiop12345", "aaaaaaaaaaaaaaa", "invited is mijn naam", "x" * 201],
)
def test_a_weak_password_is_refused_and_nothing_is_changed(invited, password):
    invited.post(invited.link)
    answer = invited.post("/account/password", password=password, repeated=password)
    assert answer.status_code == 422
    assert "te makkelijk te raden" in answer.text
    assert invited.post("/account/password", password=PASSWORD, repeated=PASSWORD).status_code == 303


def test_two_passwords_that_differ_are_refused(invited):
    invited.post(invited.link)
    answer = invited.post("/account/password", password=PASSWORD, repeated=f"{PASSWORD}!")
    assert "niet gelijk" in answer.text


def test_an_invitation_is_used_up_by_whoever_comes_first(desk, invited):
    invited.post(invited.link)
    assert invited.post(invited.link, desk.client(accept="text/html")).status_code == 410


def test_a_newer_link_ends_the_older_one(desk, nora):
    older, newer = reset_link(desk, nora), reset_link(desk, nora)
    assert nora.post(older, desk.client(accept="text/html")).status_code == 410
    assert nora.post(newer, desk.client(accept="text/html")).headers["location"] == "/account/password"


def test_whoever_opened_a_link_has_half_an_hour(desk, invited):
    invited.post(invited.link)
    desk.hub.clock.forward(minutes=30)
    assert invited.post("/account/password", password=PASSWORD, repeated=PASSWORD).status_code == 401


def test_a_reset_needs_the_second_step_still_and_ends_every_session(desk, nora):
    client = desk.client(accept="text/html")
    nora.post(reset_link(desk, nora), client)
    nora.password = "zeven groene tafels"
    chosen = nora.post("/account/password", client, password=nora.password, repeated=nora.password)
    assert chosen.headers["location"] == "/login/second"
    assert nora.client.get("/").status_code == 401
    assert nora.sign_in(client).get("/").status_code == 200


def test_a_reset_of_the_factors_starts_over(desk, nora):
    client = desk.client(accept="text/html")
    nora.post(reset_link(desk, nora, and_factors=True), client)
    chosen = nora.post("/account/password", client, password=PASSWORD, repeated=PASSWORD)
    assert chosen.headers["location"] == "/account/app"
    assert nora.client.get("/").status_code == 401


def test_a_changed_password_ends_all_other_sessions_at_once(desk, nora):
    other = nora.sign_in()
    wrong = nora.post("/account/password", old="wrong", password="zeven groene tafels", repeated="zeven groene tafels")
    assert "Uw huidige wachtwoord klopt niet" in wrong.text
    changed = nora.post(
        "/account/password", old=PASSWORD, password="zeven groene tafels", repeated="zeven groene tafels"
    )
    assert changed.status_code == 303
    assert other.get("/").status_code == 401


def test_a_person_sees_and_ends_his_sessions(desk, nora):
    other = nora.sign_in(desk.client(accept="text/html"))
    other.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
    third = nora.sign_in(other)
    page = nora.client.get("/account").text
    assert "Firefox · Linux" in page
    assert "dit apparaat" in page
    assert nora.post("/account/sessions").status_code == 303
    assert (third.get("/").status_code, nora.client.get("/").status_code) == (401, 200)


def test_nobody_ends_the_session_of_somebody_else(desk, nora):
    other = Person(desk, f"other{next(_NUMBERS)}@kantoor.example").set_up()
    theirs = desk.hub.sql("SELECT token_hash FROM sessions WHERE user_id = ?", other.id)
    for (hashed,) in theirs:
        nora.post("/account/sessions", session=hashed[:24])
    nora.post("/account/sessions", session="%")
    assert other.client.get("/").status_code == 200


@pytest.mark.parametrize("change", ["role = 'viewer'", "disabled_at = '2026-11-21T00:00:00.000000+00:00'"])
def test_a_session_is_over_when_its_person_is_disabled_or_has_another_role(desk, nora, change):
    assert nora.client.get("/").status_code == 200
    with desk.hub.database.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE users SET {change} WHERE id = ?", (nora.id,))
    assert nora.client.get("/").status_code == 401


def test_the_last_second_factor_stays(nora):
    answer = nora.post("/account/app", act="remove", password=PASSWORD)
    assert (answer.status_code, "laatste tweede stap" in answer.text) == (422, True)


def test_a_new_app_replaces_the_old_one_only_when_it_is_confirmed(desk, nora):
    nora.client.get("/account/app")
    desk.hub.clock.forward(seconds=30)
    assert nora.post("/account/app", code="000000", password=PASSWORD).status_code == 422
    assert nora.sign_in().get("/").status_code == 200


def test_who_knows_only_the_password_shares_no_app_with_its_owner(desk, invited):
    invited.post(invited.link)
    invited.post("/account/password", password=PASSWORD, repeated=PASSWORD)
    thief = desk.client(accept="text/html")
    assert invited.post("/login", thief, email=invited.email, password=PASSWORD).headers["location"] == "/account/app"
    seen = KEY.search(thief.get("/account/app").text).group(1)
    owner = desk.client(accept="text/html")
    invited.post("/login", owner, email=invited.email, password=PASSWORD)
    assert thief.get("/account/app").status_code == 401
    key = KEY.search(owner.get("/account/app").text).group(1)
    assert key != seen
    code = pyotp.TOTP(key.replace(" ", "")).at(desk.hub.clock.now())
    assert invited.post("/account/app", owner, code=code).status_code == 200


def test_an_app_is_confirmed_in_the_session_that_was_shown_it(desk, nora):
    other = nora.sign_in()
    keys = [KEY.search(each.get("/account/app").text).group(1).replace(" ", "") for each in (nora.client, other)]
    assert keys[0] != keys[1]
    codes = [pyotp.TOTP(key).at(desk.hub.clock.now()) for key in keys]
    assert nora.post("/account/app", other, code=codes[0], password=PASSWORD).status_code == 422
    assert nora.post("/account/app", other, code=codes[1], password=PASSWORD).status_code == 303


def test_an_app_that_was_not_confirmed_is_forgotten_with_the_password_of_before(desk, nora):
    seen = KEY.search(nora.client.get("/account/app").text).group(1)
    nora.post("/account/password", old=PASSWORD, password="zes paarse fietsen", repeated="zes paarse fietsen")
    nora.password = "zes paarse fietsen"
    assert KEY.search(nora.sign_in().get("/account/app").text).group(1) != seen


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(desk, nora):
    assert nora.post("/account/codes", password="wrong").status_code == 422
    assert nora.post("/account/codes", password=PASSWORD).status_code == 200
    client = desk.client(accept="text/html")
    nora.post("/login", client, email=nora.email, password=PASSWORD)
    assert nora.post("/login/second", client, code=nora.codes[0]).status_code == 422


def test_a_forgotten_password_is_answered_the_same_for_everybody(desk, nora):
    told = {nora.post("/forgot", desk.client(accept="text/html"), email=e).text for e in (nora.email, "x@y.example")}
    assert len(told) == 1


def test_a_forgotten_password_takes_as_long_for_nobody(desk, nora, monkeypatch):
    moments, slept = iter((0.0, 0.25, 10.0, 10.05, 20.0, 20.9)), []
    monkeypatch.setattr(login, "monotonic", lambda: next(moments))
    monkeypatch.setattr(login, "sleep", slept.append)
    for email in (nora.email, "nobody@kantoor.example", "no address"):
        assert nora.post("/forgot", desk.client(accept="text/html"), email=email).status_code == 200
    assert [round(each, 2) for each in slept] == [0.05, 0.25, 0.0]


def test_a_forgotten_password_sends_one_link_in_five_minutes(desk, nora):
    sent, runtime = [], desk.hub.runtime
    accounts = AccountDesk(runtime.database, runtime.clock, runtime.settings, lambda _, *told: sent.append(told))
    desk.hub.clock.forward(minutes=10)
    for email in (nora.email, nora.email, "x@y.example", "no address"):
        accounts.forget(email)
    ((user, link),) = sent
    assert (user.id, user.email) == (nora.id, nora.email)
    path = link.removeprefix(runtime.settings.public_url)
    assert nora.post(path, desk.client(accept="text/html")).headers["location"] == "/account/password"


def test_a_forgotten_password_is_mended_by_the_mail_that_comes(own_desk_with_mail):
    desk, nora = own_desk_with_mail
    client = desk.client(accept="text/html")
    assert "beheerder" not in nora.post("/forgot", client, email=nora.email).text
    with desk.hub.database.reading() as connection:
        (mail,) = statements.select(connection, NOTIFICATIONS, "addressee", [f"user:{nora.id}"])
    assert (mail.template, mail.office_id, mail.state) == ("reset", "kantoor-1", "queued")
    assert "/login/" not in mail.text
    link = Sealer(desk.hub.runtime.settings).opened(mail.text)
    path = re.search(r"/login/\S+", link).group()
    assert nora.post(path, client).headers["location"] == "/account/password"


def test_a_mailed_link_works_for_an_hour(own_desk_with_mail):
    desk, nora = own_desk_with_mail
    nora.post("/forgot", desk.client(accept="text/html"), email=nora.email)
    (lives,) = {row[0] for row in desk.hub.sql("SELECT expires_at FROM access_links WHERE purpose = 'reset'")}
    assert datetime.fromisoformat(str(lives)).replace(tzinfo=UTC) == desk.hub.clock.now() + timedelta(hours=1)


def test_no_secret_of_a_person_is_kept_readable(desk, nora):
    kept = str([desk.hub.sql(f"SELECT * FROM {table}") for table in ("credentials", "recovery_codes", "sessions")])
    secrets = [PASSWORD, nora.app.secret, nora.client.cookies["session"], *nora.codes]
    assert [each for each in secrets if each in kept or each.replace("-", "") in kept] == []


def test_a_link_without_an_account_still_signs_in(desk):
    page = desk.browser().get("/account")
    assert page.status_code == 200
    assert "dit account heeft geen wachtwoord" in page.text


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", '{"id": "x"}', '{"id":"eA","rawId":"eA","type":"public-key"}', "[" * 9000]
)
def test_a_passkey_that_nobody_asked_for_lets_nobody_in(desk, nora, answer):
    client = desk.client(accept="text/html")
    assert nora.post("/login/passkey", client).status_code == 200
    assert nora.post("/login/passkey/answer", client, answer=answer).status_code == 422
    assert client.get("/").status_code == 401


def test_what_a_device_is_asked_names_nobody(desk, nora):
    page = nora.post("/login/passkey", desk.client(accept="text/html")).text
    assert "allowCredentials&#34;: []" in page
    assert nora.id not in page


def test_days_later_the_challenges_are_gone(desk, nora):
    nora.post("/login/passkey", desk.client(accept="text/html"))
    desk.hub.clock.forward(seconds=timedelta(days=1).total_seconds())
    nora.post("/login/passkey", desk.client(accept="text/html"))
    assert desk.hub.sql("SELECT count(*) FROM challenges")[0][0] == 1
