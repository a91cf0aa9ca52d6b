"""Names, addresses, passwords, waits and devices: the rules about people."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel

from handlers.accounts import people, proofs, rules, tries
from handlers.accounts.rules import Credentials
from handlers.accounts.strength import check_password
from handlers.accounts.tables import TRIES
from handlers.accounts.tries import Source
from hub import rows as statements
from hub.database import Database
from hub.sealing import Sealer
from hub.settings import Settings
from schemas.devices import Device
from schemas.errors import Refused
from schemas.names import check_name

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/hub.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = Database(url)
    SQLModel.metadata.create_all(made.engine)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna   de Wit ", "Anna de Wit"),
        ("Zoe\u0308", "Zoë"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("李小龙", "李小龙"),
        ("محمد", "محمد"),
        ("क्\u200dष", "क्\u200dष"),
        ("D'Amico-O’Brien", "D'Amico-O’Brien"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_a_name_is_kept_as_people_write_it(typed, kept):
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        *("", "   ", "\u200d", "...", "x" * 101, "a" + "\u0301" * 20 + "b"),
        *("Anna\u202egnirts", "Anna\u2066x", "Anna\x00", "Anna\u200b", "Anna\ufeff", "\ud800", "Anna\ue000", "\u00ad"),
    ],
)
def test_a_name_that_hides_or_spills_is_refused(name):
    with pytest.raises(Refused) as refused:
        check_name(name)
    assert refused.value.slug == "request-invalid"


def test_a_name_with_line_breaks_becomes_one_line():
    assert check_name("Anna\n\u2028de Wit") == "Anna de Wit"


@pytest.mark.parametrize(
    "email", ["", "anna", "@x.nl", "a@b@c.nl", "a b@x.nl", "a@x..nl", "a" * 300 + "@x.nl", "\x00@x.nl"]
)
def test_an_address_that_is_none_is_refused(email):
    with pytest.raises(Refused):
        people.check_email(email)


def test_an_address_belongs_to_one_person_in_whatever_capitals(database):
    with database.transaction() as connection:
        anna = people.add_user(
            connection, office_id=None, name="Anna", role="operator", at=NOW, email="Anna@Kantoor.example"
        )
        assert people.user_by_email(connection, " aNNa@kantoor.EXAMPLE ") == anna
        with pytest.raises(Refused) as refused:
            people.add_user(connection, office_id=None, name="B", role="operator", at=NOW, email="anna@kantoor.example")
    assert refused.value.slug == "already-exists"


HERE, ELSEWHERE = Source("address 1", is_known=False), Source("address 2", is_known=False)
OWN = Source("device 1", is_known=True)


def tried(connection, source, at=NOW, times=1):
    """How many of these tries were let through to be judged."""
    return sum(tries.count_try(connection, "nora", at, source) is not None for _ in range(times))


@pytest.mark.parametrize("source", [HERE, OWN], ids=["address", "browser"])
def test_a_try_is_counted_before_it_is_judged_and_getting_in_forgives(database, source):
    with database.transaction() as connection:
        assert tried(connection, source, times=rules.FREE_TRIES + 3) == rules.FREE_TRIES
        assert tried(connection, source, NOW + timedelta(seconds=30)) == 1
        assert tried(connection, source, NOW + timedelta(seconds=60)) == 0
        tries.forgive(connection, "nora", source)
        assert tried(connection, source) == 1


def test_who_tries_in_one_place_makes_nobody_wait_in_another(database):
    with database.transaction() as connection:
        tried(connection, HERE, times=9)
        assert tried(connection, ELSEWHERE, times=9) == rules.FREE_TRIES
        tries.forgive(connection, "nora", ELSEWHERE)
        assert (tried(connection, HERE), tried(connection, OWN)) == (0, 1)


def test_many_strangers_wait_for_each_other_for_minutes_and_a_known_browser_never_does(database):
    places = [Source(f"address {each}", is_known=False) for each in range(rules.FREE_STRANGERS + 20)]
    with database.transaction() as connection:
        assert sum(tried(connection, each) for each in places) == rules.FREE_STRANGERS
        assert tried(connection, OWN, times=3) == 3
        new, later = Source("address new", is_known=False), NOW
        for _ in range(6):
            later += rules.LONGEST_BRAKE
            assert tried(connection, new, later) == 1
            tries.forgive(connection, "somebody-else")
        assert tried(connection, Source("address newer", is_known=False), later) == 0


def test_what_was_tried_long_ago_is_forgotten(database):
    with database.transaction() as connection:
        tried(connection, HERE, times=3)
        tried(connection, ELSEWHERE, NOW + rules.TRIES_ARE_KEPT + timedelta(seconds=1))
        assert [each.source for each in statements.select(connection, TRIES, "user_id", ["nora"])] == ["address 2"]


def test_a_browser_is_known_by_what_the_hub_gave_it_for_this_person_and_an_address_cannot_be_read():
    sealer, other = Sealer(Settings(secret_key="a" * 32)), Sealer(Settings(secret_key="b" * 32))
    word = tries.word_for(sealer, "nora")
    assert tries.source_of(sealer, "nora", Device(known=word)).is_known
    strange = ["", "device nora x", sealer.sealed("nora x"), other.sealed("device nora x"), word[:-4]]
    for known in (*strange, tries.word_for(sealer, "els")):
        found = tries.source_of(sealer, "nora", Device(address="203.0.113.9", known=known))
        assert not found.is_known
        assert "203.0.113" not in found.name
    two = [tries.source_of(sealer, "nora", Device(address=f"2001:db8::{each}")) for each in (1, 2)]
    assert two[0] == two[1]


def test_recovery_codes_are_replaced_and_counted(database):
    with database.transaction() as connection:
        first = proofs.new_recovery_codes(connection, "nora")
        second = proofs.new_recovery_codes(connection, "nora")
        assert (proofs.codes_left(connection, "nora"), set(first) & set(second)) == (10, set())


@pytest.mark.parametrize(
    ("tries", "seconds"), [(4, 0), (5, 30), (6, 60), (7, 120), (11, 1920), (12, 3600), (4000, 3600)]
)
def test_the_wait_doubles_up_to_an_hour(tries, seconds):
    tried = Credentials("nora", tries=tries, tried_at=NOW)
    assert rules.may_try(tried, NOW + timedelta(seconds=seconds))
    assert seconds == 0 or not rules.may_try(tried, NOW + timedelta(seconds=seconds - 1))


@pytest.mark.parametrize(
    "password", ["vier rode fietsen", "zeven-groene-tafels", "пароль длинный весьма", "🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧"]
)
def test_a_long_password_needs_no_kinds_of_characters(password):
    check_password(password, ("Nora de Wit", "nora@kantoor.example"))


@pytest.mark.parametrize(
    "password",
    [
        "kort",
        "wachtwoord2026",
        "WelkomWelkom1!",
        "Nora zegt hallo",
        "kantoor kantoor",
        "abababababab",
        "１２３４５６７８９０１２",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    with pytest.raises(Refused) as refused:
        check_password(password, ("Nora de Wit", "nora@kantoor.example"))
    assert refused.value.slug == "password-weak"


def test_one_password_fits_however_a_keyboard_composes_it():
    assert proofs.is_right("cafe\u0301 met vrienden", proofs.hash_of("café met vrienden"))
    assert not proofs.is_right("anything at all", "")


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8.0", ""),
        ("<b>Firefox/1", "Firefox"),
    ],
)
def test_a_device_is_named_by_words_of_our_own(agent, device):
    assert rules.device_of(agent) == device


def test_a_process_of_the_hub_hashes_at_the_full_cost_of_argon2id():
    told = "from handlers.accounts.proofs import hash_of; print(hash_of('een lang wachtwoord'))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
