"""What a customer sees of his own: progress, his points and his people; never the partner's, never the office's."""

from itertools import count

import pytest

from handlers.accounts.people import add_user
from handlers.accounts.rules import Place
from schemas.action_points import ReleaseActionPoints
from schemas.involvements import AssignDossier
from tests.builders.counters import fill
from tests.builders.customers import Customer
from tests.builders.desks import close_desk, open_desk
from tests.builders.papers import pdf

_NUMBERS = count(3000)
PHONE = "020 123 45 67"


@pytest.fixture(scope="module")
def mailing(tmp_path_factory):
    made = open_desk(tmp_path_factory.mktemp("own"), mail_url="demo://")
    with made.hub.database.transaction() as connection:
        about = {"office_id": "kantoor-1", "at": made.hub.clock.now()}
        made.karin = add_user(
            connection, name="Karin", role="adviser", email="karin@kantoor.example", place=Place(phone=PHONE), **about
        )
    yield made
    close_desk(made)


@pytest.fixture
def here(mailing):
    """A dossier of its own with Anna and Tom, both with an account."""
    mailing.number = next(_NUMBERS)
    mailing.dossier = fill(mailing.hub, number=f"AB-2026-{mailing.number}", kenmerk=f"AE-2026-{mailing.number}")
    mailing.anna = Customer(mailing, f"anna{mailing.number}@klant.example").set_up()
    mailing.tom = Customer(mailing, f"tom{mailing.number}@klant.example", party=1, name="Tom Jansen").set_up()
    return mailing


def points_of(desk):
    return desk.client(desk.cast.bram_key).get(f"/api/v2/dossiers/{desk.dossier}/action-points").json()["items"]


def release(desk):
    held = tuple(each["id"] for each in points_of(desk) if each["state"] == "held")
    desk.hub.runtime.execute(ReleaseActionPoints(dossier_id=desk.dossier, action_points=held), actor="user:bram")


def own(person):
    return person.client.get(f"/api/v2/own/dossiers/{person.desk.dossier}").json()


def test_nothing_is_his_before_the_adviser_lets_it_through(here):
    assert (own(here.anna)["total"], own(here.anna)["percent"], own(here.anna)["open"]) == (0, 0, [])
    assert "Er is nog niets te doen." in here.anna.client.get("/mine").text
    release(here)
    assert own(here.anna)["total"] > 0


def test_each_partner_sees_what_is_his_or_both_of_theirs(here):
    release(here)
    everything = {(each["subject"], each["person"]) for each in points_of(here) if each["state"] == "open"}
    assert {person for _, person in everything} >= {"", "T. Jansen"}
    for person, other in ((here.anna, "T. Jansen"), (here.tom, "A.M. de Wit")):
        seen = {(each["subject"], each["person"]) for each in own(person)["open"]}
        assert seen == {each for each in everything if each[1] != other}
        page = person.client.get("/mine").text
        assert all(f"Over {about}" not in page for about in [other])


def test_what_is_asked_again_says_so_and_why_and_stands_by_its_date(here):
    release(here)
    found = own(here.anna)["open"]
    dues = [each["due"] or "9999" for each in found]
    assert dues == sorted(dues)
    page = here.anna.client.get("/mine").text
    assert "Onleesbaar: graag een nieuwe scan." in page
    assert here.anna.client.get("/mine?lang=en").text.count("My overview") >= 2


def test_a_file_that_is_handed_in_is_handled_and_one_that_is_rejected_is_not(here):
    release(here)
    before = own(here.tom)
    about = next(each for each in points_of(here) if each["person"] == "T. Jansen" and each["state"] == "open")
    stukken = here.client(here.cast.bram_key).get(f"/api/v2/dossiers/{here.dossier}/stukken").json()["items"]
    number = next(each["number"] for each in stukken if each["id"] == about["about_id"])
    file = here.attachment(number)
    after = own(here.tom)
    assert (after["handled"], after["total"]) == (before["handled"] + 1, before["total"])
    assert after["percent"] == 100 * after["handled"] // after["total"]
    assert about["id"] in [each["id"] for each in after["done"]]
    assert own(here.anna)["handled"] == before["handled"]
    here.scan()
    said = {"approved": False, "reason": "Te oud"}
    here.client(here.cast.bram_key).post(
        here.file_place(file, "judgement"), json=said, headers={"Idempotency-Key": f"j-{here.number}"}
    )
    back = own(here.tom)
    assert back["percent"] < after["percent"]
    assert "Opnieuw aanleveren" in here.tom.client.get("/mine").text


def test_he_hands_in_what_is_asked_and_nothing_that_is_not_his(here):
    release(here)
    before = own(here.tom)
    point = next(each for each in before["open"] if each["takes_files"] and each["person"])
    place = f"/uploads/mine/{here.dossier}/points/{point['id']}"
    nothing = here.tom.client.post(place, files={"file": ("", b"")})
    assert nothing.status_code == 422
    wrong = here.tom.client.post(place, files={"file": ("a.exe", b"MZ")})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    assert here.anna.client.post(place, files={"file": ("a.pdf", pdf(b""))}).status_code == 404
    done = here.tom.client.post(place, files={"file": ("a.pdf", pdf(b""))})
    assert done.headers["location"] == "/mine?done=handed-in"
    after = own(here.tom)
    assert (after["handled"], after["total"]) == (before["handled"] + 1, before["total"])
    again = here.tom.client.post(f"/api/v2/uploads/own/points/{here.dossier}/{point['id']}", content=pdf(b""))
    assert (again.status_code, again.json()["slug"]) == (409, "action-point-state")
    by_program = next(each for each in after["open"] if each["takes_files"])
    api = f"/api/v2/uploads/own/points/{here.dossier}/{by_program['id']}"
    said = here.tom.client.post(api, content=pdf(b"q Q"), params={"name": "b.pdf"})
    assert (said.status_code, bool(said.json()["attachment_id"])) == (200, True)


def test_whom_he_can_reach_stands_there_when_there_is_somebody(here):
    release(here)
    assert "nog geen adviseur aangewezen" in here.anna.client.get("/mine").text
    for part in ("handler", "adviser"):
        made = AssignDossier(dossier_id=here.dossier, part=part, person_id=here.karin.id)
        here.hub.runtime.execute(made, actor="user:bram")
    contacts = own(here.anna)["contacts"]
    assert [(each["part"], each["name"], each["phone"]) for each in contacts] == [
        ("adviser", "Karin", PHONE),
        ("handler", "Karin", PHONE),
    ]
    page = here.anna.client.get("/mine").text
    assert 'href="tel:0201234567"' in page
    assert 'href="mailto:karin@kantoor.example"' in page


def test_nothing_of_the_office_is_on_his_page(here):
    release(here)
    page = here.anna.client.get("/mine").text
    assert "AEGON" not in page
    assert "Wacht op" not in page
    assert "/palette" not in page
    assert "/post" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/dossiers/{d}",
        "/dossiers/{d}/looks",
        "/dossiers/{d}/customers",
        "/post",
        "/api/v2/dossiers",
        "/api/v2/dossiers/{d}",
        "/api/v2/dossiers/{d}/timeline",
        "/api/v2/dossiers/{d}/stukken",
        "/api/v2/dossiers/{d}/action-points",
        "/api/v2/dossiers/{d}/customers",
        "/api/v2/messages",
        "/api/v2/office/brand",
        "/office/brand",
    ],
)
def test_what_is_the_offices_is_not_his_to_open(here, path):
    assert here.anna.client.get(path.format(d=here.dossier)).status_code == 403


def test_another_dossier_does_not_exist_for_him(here):
    first, anna = here.dossier, here.anna
    here.dossier = fill(here.hub, number=f"ZZ-{here.number}", kenmerk=f"ZK-{here.number}")
    other = anna.client.get(f"/api/v2/own/dossiers/{here.dossier}")
    assert (other.status_code, other.json()["slug"]) == (404, "not-found")
    listed = anna.client.get("/api/v2/own/dossiers").json()["items"]
    assert [each["id"] for each in listed] == [first]


def test_the_first_page_sends_each_to_where_he_begins(here):
    assert here.anna.client.get("/").headers["location"] == "/mine"
    with here.hub.database.transaction() as connection:
        linda = add_user(
            connection, office_id=None, name="Linda", role="lender", at=here.hub.clock.now(), place=Place(node="600001")
        )
    assert here.browser(linda.id).get("/").headers["location"] == "/traffic"
    assert here.browser().get("/").status_code == 200
    assert here.browser().get("/mine").status_code == 403


def test_who_has_no_dossier_any_more_is_told_so(here):
    place = f"/api/v2/dossiers/{here.dossier}/customers/{here.anna.id}/dismiss"
    here.client(here.cast.bram_key).post(place, json={}, headers={"Idempotency-Key": f"d-{here.number}"})
    here.anna.sign_in()
    assert "Nog geen dossier" in here.anna.client.get("/mine").text


def test_his_look_stands_in_the_log_of_each_dossier_that_he_was_shown(here):
    here.anna.client.get("/mine")
    bram = here.client(here.cast.bram_key)
    found = bram.get(f"/api/v2/dossiers/{here.dossier}/looks").json()["items"]
    seen = [each for each in found if each["what"] == "own-dossier"]
    assert [(each["kind"], each["who"]) for each in seen] == [("view", "Anna de Wit")]
    assert "Bekeken: eigen overzicht" in here.browser().get(f"/dossiers/{here.dossier}/looks?lang=nl").text
