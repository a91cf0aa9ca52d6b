"""Publications: for whom, under which category, version by version, and what is left when they are withdrawn."""

import pytest
from sqlalchemy import select

from handlers.accounts.people import add_user
from handlers.conversations.views import own_threads_in, threads_in
from handlers.customers.views import own_eye_for
from handlers.dossiers.views import visible
from handlers.offices.directory import add_office
from handlers.publications.tables import PUBLICATIONS
from handlers.publications.views import categories_for, own_documents_in, publications_in
from hub.records import TIMERS, Timer
from schemas.conversations import Say
from schemas.errors import Conflict, NotFound, Refused
from schemas.involvements import AdmitCustomer
from schemas.merging import MergeDossiers
from schemas.publications import (
    MOST_VERSIONS,
    MarkPublishedOpened,
    PublishDocument,
    ReplacePublished,
    SetDocumentCategory,
    Shown,
    WithdrawPublished,
)
from schemas.viewer import Viewer
from tests.builders.rounds import MORNING, Rounds
from tests.handlers.dossiers.test_keeping import opening, somebody

ANNA, PIET = "dossier/P1", "dossier/P2"


@pytest.fixture(params=["sqlite", "postgres"])
def office(request, tmp_path):
    """A dossier of Anna and Piet, who both have access."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    rounds = Rounds(tmp_path, url)
    with rounds.database.transaction() as connection:
        add_office(connection, name="Kantoor 1", node="100001", at=MORNING, office_id="kantoor-1")
        for name in ("Anna", "Piet"):
            about = {"email": f"{name.lower()}@x.example", "at": MORNING, "office_id": "kantoor-1"}
            setattr(rounds, name.lower(), add_user(connection, name=name, role="customer", **about).actor)
    anna, piet = (somebody(birth_name=name, initials="A.", email=f"{name}@x.example") for name in ("Wit", "Smit"))
    rounds.command(opening("d-1", anna, piet))
    for who, party in ((rounds.anna, ANNA), (rounds.piet, PIET)):
        rounds.command(AdmitCustomer(dossier_id="d-1", person_id=who.partition(":")[2], party=party))
    yield rounds
    rounds.database.close()


def shown(letter="a", source="own", name="rapport.pdf"):
    digest = letter * 64
    return Shown(source=f"{source}:{digest}", blob=f"sha256:{digest}", name=name, kind="pdf", size=10)


def publish(office, title="Adviesrapport", category="advice", parties=(), document=None):
    """Its id."""
    known = {each.id for each in office.rows(PUBLICATIONS, "d-1")}
    office.command(
        PublishDocument(dossier_id="d-1", category=category, title=title, parties=parties, document=document or shown())
    )
    return next(each.id for each in office.rows(PUBLICATIONS, "d-1") if each.id not in known)


def staff(who="user:bram", **more):
    return Viewer("kantoor-1", False, who, "production", **more)


def seen_by(office, who):
    """Category → title, version and whether it is new."""
    with office.database.reading() as connection:
        eye = own_eye_for(staff(who, involved_as=(who,)), connection, "d-1")
        found = own_documents_in(eye, connection)
    return {each.nl: [(one.title, one.number, one.is_new) for one in each.documents] for each in found}


def kept(office):
    with office.database.reading() as connection:
        return publications_in(visible(staff(), connection, "d-1"), connection)


def mails(office):
    with office.database.reading() as connection:
        rows = [Timer(*row) for row in connection.execute(select(TIMERS.table))]
    return [each.arguments for each in rows if each.name == "SendNotification"]


def opened(office, who, publication, number=1):
    office.command(MarkPublishedOpened(dossier_id="d-1", publication_id=publication, number=number), actor=who)


def test_what_is_published_is_seen_by_whom_it_is_for_until_it_is_withdrawn(office):
    both, hers = publish(office), publish(office, "Brief", "other", (ANNA,), shown("b"))
    assert seen_by(office, office.anna) == {
        "Advies en verslagen": [("Adviesrapport", 1, True)],
        "Overige documenten": [("Brief", 1, True)],
    }
    assert seen_by(office, office.piet) == {"Advies en verslagen": [("Adviesrapport", 1, True)]}
    opened(office, office.anna, both)
    opened(office, office.anna, both)
    with pytest.raises(NotFound):
        opened(office, office.piet, hers)
    with pytest.raises(NotFound):
        opened(office, "user:bram", both)
    office.command(ReplacePublished(dossier_id="d-1", publication_id=both, document=shown("c", name="nieuw.pdf")))
    assert seen_by(office, office.anna)["Advies en verslagen"] == [("Adviesrapport", 2, True)]
    report = next(each for each in kept(office) if each.id == both)
    assert [(each.number, each.name, [one.who for one in each.opened_by]) for each in report.versions] == [
        (2, "nieuw.pdf", []),
        (1, "rapport.pdf", ["Anna"]),
    ]
    office.command(WithdrawPublished(dossier_id="d-1", publication_id=both, reason="Verkeerde bijlage"))
    assert "Advies en verslagen" not in seen_by(office, office.anna)
    with pytest.raises(NotFound):
        opened(office, office.anna, both, 2)
    for command in (
        WithdrawPublished(dossier_id="d-1", publication_id=both, reason="Nog eens"),
        ReplacePublished(dossier_id="d-1", publication_id=both, document=shown("d")),
    ):
        with pytest.raises(Conflict) as refused:
            office.command(command)
        assert refused.value.slug == "publication-withdrawn"
    last = kept(office)[-1]
    assert (last.id, last.withdrawn_why, len(last.versions)) == (both, "Verkeerde bijlage", 2)
    told = [each for each in office.timeline("d-1") if "publish" in each.kind]
    assert [each.kind for each in told] == [
        *("document-published", "document-published", "published-opened", "published-replaced", "published-withdrawn"),
    ]
    assert "Brief" not in str(told)


def test_a_document_that_is_not_in_the_dossier_is_shown_to_nobody(office):
    publish(office, document=shown(source="attachment"))
    publish(office, "Verslag", document=shown("b", "report"))
    assert seen_by(office, office.anna) == {}
    assert [each.versions[0].is_there for each in kept(office)] == [False, False]


def test_who_has_something_unopened_gets_no_second_mail(office):
    first = publish(office)
    publish(office, "Brief", document=shown("b"))
    assert len(mails(office)) == 2
    assert "Adviesrapport" not in str(mails(office))
    opened(office, office.piet, first)
    second = next(each.id for each in kept(office) if each.title == "Brief")
    opened(office, office.piet, second)
    publish(office, "Derde", document=shown("c"))
    assert sorted(each.count("piet@x.example") for each in mails(office)) == [0, 1, 1]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"title": "  "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"category": "none"}, "category"),
        ({"parties": ("dossier/P9",)}, "parties"),
    ],
    ids=["no-title", "long-title", "no-category", "no-party"],
)
def test_what_cannot_be_published_changes_nothing(office, more, path):
    given = {"dossier_id": "d-1", "category": "advice", "title": "x", "document": shown()} | more
    with pytest.raises(Refused) as refused:
        office.command(PublishDocument.model_validate(given))
    assert refused.value.path == path
    assert office.rows(PUBLICATIONS, "d-1") == []


def test_withdrawing_asks_a_reason_and_versions_have_an_end(office):
    one = publish(office)
    with pytest.raises(Refused) as refused:
        office.command(WithdrawPublished(dossier_id="d-1", publication_id=one, reason=" "))
    assert refused.value.slug == "reason-needed"
    for _ in range(MOST_VERSIONS - 1):
        office.command(ReplacePublished(dossier_id="d-1", publication_id=one, document=shown()))
    with pytest.raises(Refused):
        office.command(ReplacePublished(dossier_id="d-1", publication_id=one, document=shown()))


def test_an_office_orders_its_categories_and_what_it_switches_off_keeps_what_is_in_it(office):
    publish(office)
    said = {"office_id": "kantoor-1", "en": "Own", "active": True}
    office.command(SetDocumentCategory(category="own", nl="  Van  ons ", position=1, **said))
    off = said | {"active": False}
    office.command(SetDocumentCategory(category="advice", nl="Advies", position=99, **off))
    with office.database.reading() as connection:
        found = categories_for(staff(), connection)
        others = categories_for(Viewer("kantoor-2", False, "user:chris", "production"), connection)
    assert [(each.id, each.nl, each.is_active) for each in found] == [
        ("own", "Van ons", True),
        ("offer", "Offertes", True),
        ("agreement", "Opdracht en afspraken", True),
        ("other", "Overige documenten", True),
        ("advice", "Advies", False),
    ]
    assert [each.id for each in others] == ["offer", "agreement", "advice", "other"]
    assert list(seen_by(office, office.anna)) == ["Advies"]
    with pytest.raises(Refused):
        publish(office)
    with pytest.raises(Refused):
        office.command(SetDocumentCategory(category="own", nl="", position=1, **said))


def test_a_merge_brings_all_along_and_shows_it_to_nobody_who_did_not_see_it(office):
    office.command(opening("d-2", somebody(birth_name="Ander", initials="B.", email="ander@x.example")))
    with office.database.transaction() as connection:
        about = {"email": "ander@x.example", "at": MORNING, "office_id": "kantoor-1"}
        ander = add_user(connection, name="Ander", role="customer", **about).actor
    office.command(AdmitCustomer(dossier_id="d-2", person_id=ander.partition(":")[2], party="dossier/P1"))
    office.command(PublishDocument(dossier_id="d-2", category="advice", title="Van Ander", document=shown()))
    office.command(Say(dossier_id="d-2", text="Alleen van Ander"), actor=ander)
    office.command(MergeDossiers(dossier_id="d-1", with_dossier_id="d-2", reason="Een gezin"))
    assert "Van Ander" not in str(seen_by(office, office.anna))
    (brought,) = [each for each in kept(office) if each.title == "Van Ander"]
    assert brought.withdrawn_why.startswith("Samengevoegd")
    with office.database.reading() as connection:
        (thread,) = [each for each in threads_in(visible(staff(), connection, "d-1"), connection) if each.sayings]
        eye = own_eye_for(staff(office.anna, involved_as=(office.anna,)), connection, "d-1")
        hers = own_threads_in(eye, connection)
    assert [each.text for each in thread.sayings] == ["Alleen van Ander"]
    assert "Alleen van Ander" not in str(hers)
    assert office.rows(PUBLICATIONS, "d-2") == []
