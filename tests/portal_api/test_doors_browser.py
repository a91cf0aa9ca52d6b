"""Coming in and seeing one's own in a real browser: journeys on a desk and on a phone, each page shown and checked."""

from datetime import timedelta
from itertools import count

import pyotp
import pytest

from handlers.offices.directory import set_advisers_see
from hub.clock import AMSTERDAM
from schemas.involvements import AssignDossier
from tests.builders.browser import SCREENS, check, press
from tests.builders.counters import link_for
from tests.builders.customers import last_mail, link_in
from tests.builders.desks import close_desk, open_desk
from tests.builders.people import KEY, PASSWORD, Person, invite, person_of
from tests.portal_api.test_accounts_browser import DEVICE

NEW_PASSWORD = "zes paarse fietsen"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk whose mail stays on the Post page, of an office whose advisers see their own dossiers."""
    made = open_desk(tmp_path_factory.mktemp("doors"), mail_url="demo://")
    with made.hub.database.transaction() as connection:
        set_advisers_see(connection, office="kantoor-1", sees="own")
    yield made
    close_desk(made)


@pytest.fixture(params=SCREENS)
def screen(request):
    return request.param


@pytest.fixture
def show(request, screen):
    """Keeps how a page looks, once it holds."""

    def shown(page, name, refused=0):
        check(page, refused=refused)
        page.screenshot(path=request.config.rootpath / "var" / "screens" / f"{name}-{screen}.png", full_page=True)

    return shown


@pytest.fixture
def email():
    return f"vera{next(_NUMBERS)}@kantoor.example"


def today(desk):
    return desk.hub.clock.now().astimezone(AMSTERDAM).date()


def sign_in(page, email, password):
    page.goto("/login")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    press(page, "Aanmelden")


def refused(page):
    """The form again, with the one sentence for every reason."""
    page.get_by_text("E-mailadres of wachtwoord klopt niet").first.wait_for()


def second_step(page, desk, app):
    desk.hub.clock.forward(seconds=30)  # a code works once
    page.get_by_label("Code").fill(app.at(desk.hub.clock.now()))
    press(page, "Verder")
    page.wait_for_url(f"{desk.server.url}/")


def choose_password(page, password):
    page.get_by_label("Nieuw wachtwoord").fill(password)
    page.get_by_label("Nog een keer").fill(password)
    press(page, "Bewaren")


def set_up(page, desk, email):
    """From the invitation over a password and an app to the first page, as a person does it; the app."""
    page.goto(invite(desk.hub, email, name="Vera")[1])
    press(page, "Aanmelden")
    choose_password(page, PASSWORD)
    app = pyotp.TOTP(KEY.search(page.content()).group(1).replace(" ", ""))
    page.get_by_label("Code van zes cijfers").fill(app.at(desk.hub.clock.now()))
    press(page, "App gebruiken")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.wait_for_url(f"{desk.server.url}/")
    return app


def test_from_the_invitation_to_the_first_page_with_a_passkey_and_no_app(desk, windows, screen, show, email):
    page = windows.open(screen)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(invite(desk.hub, email, name="Vera")[1])
    show(page, "door-invitation")
    press(page, "Aanmelden")
    show(page, "door-password")
    choose_password(page, PASSWORD)
    show(page, "door-second-step")
    press(page, "Passkey toevoegen")
    page.get_by_label("Naam").fill("mijn apparaat")
    show(page, "door-passkey")
    press(page, "Passkey maken")
    page.get_by_role("link", name="Ik heb ze bewaard").wait_for()
    show(page, "door-recovery-codes")
    page.get_by_role("link", name="Ik heb ze bewaard").click()
    page.wait_for_url(f"{desk.server.url}/")
    press(page, "Afmelden")
    page.goto("/login")
    press(page, "Aanmelden met een passkey")
    page.wait_for_url(f"{desk.server.url}/")
    assert page.complaints == []


def test_a_forgotten_password_is_mended_by_mail_and_still_asks_the_second_step(desk, windows, screen, show, email):
    page = windows.open(screen)
    app = set_up(page, desk, email)
    press(page, "Afmelden")
    page.goto("/login")
    page.get_by_role("link", name="Wachtwoord vergeten").click()
    show(page, "door-forgotten")
    page.get_by_label("E-mailadres").fill(email)
    press(page, "Link sturen")
    page.get_by_role("status").wait_for()
    show(page, "door-link-sent")
    page.goto(link_in(desk, last_mail(desk, email)))
    press(page, "Aanmelden")
    choose_password(page, NEW_PASSWORD)
    second_step(page, desk, app)
    press(page, "Afmelden")
    sign_in(page, email, PASSWORD)
    refused(page)
    sign_in(page, email, NEW_PASSWORD)
    second_step(page, desk, app)


def test_who_guesses_waits_and_the_owner_goes_on_in_his_own_browser(desk, windows, screen, show, email):
    own, strange = windows.open(screen), windows.open(screen)
    app = set_up(own, desk, email)
    press(own, "Afmelden")
    for _ in range(6):
        sign_in(strange, email, "geraden wachtwoord")
        refused(strange)
    sign_in(strange, email, PASSWORD)
    refused(strange)
    show(strange, "door-locked", refused=422)
    sign_in(own, email, PASSWORD)
    second_step(own, desk, app)
    show(own, "door-owner-is-in")
    desk.hub.clock.forward(minutes=3)
    sign_in(strange, email, PASSWORD)
    strange.get_by_label("Code").wait_for()


def test_a_substitute_sees_the_dossiers_of_who_is_away_until_it_ends(desk, windows, screen, show, email):
    nora = Person(desk, email, name=f"Nora {screen}")
    els = person_of(desk, "adviser", f"Els {screen}")
    olga = windows.sign_in(link_for(desk.hub, person_of(desk, "administrator", f"Olga {screen}").id), screen)
    assigned = AssignDossier(dossier_id=desk.dossier, part="adviser", person_id=els.id)
    desk.hub.runtime.execute(assigned, actor="user:olga")
    hers = windows.sign_in(link_for(desk.hub, nora.id), screen)
    assert hers.locator(f'a[href^="/dossiers/{desk.dossier}"]').count() == 0
    olga.goto("/people")
    olga.locator("#f-absent_id").select_option(els.id)
    olga.locator("#f-substitute_id").select_option(nora.id)
    olga.locator("#f-starts_on").fill(today(desk).isoformat())
    press(olga, "Vervanging instellen")
    olga.get_by_text(f"Nora {screen} vervangt Els {screen}").wait_for()
    show(olga, "substitute-set")
    hers.goto("/dossiers")
    hers.locator(f'a[href^="/dossiers/{desk.dossier}"]').first.click()
    hers.wait_for_url(f"**/dossiers/{desk.dossier}*")
    show(hers, "substitute-sees")
    press(olga, f"Beëindigen Nora {screen}")
    olga.wait_for_url("**/people?done=*")
    gone = hers.goto(f"/dossiers/{desk.dossier}")
    assert gone.status == 404
    hers.goto("/dossiers")
    assert hers.locator(f'a[href^="/dossiers/{desk.dossier}"]').count() == 0


def test_an_auditor_reads_for_a_day_changes_nothing_and_is_out_after_it(desk, windows, screen, show):
    alex = person_of(desk, "auditor", f"Alex {screen}", ends_on=today(desk))
    page = windows.sign_in(link_for(desk.hub, alex.id), screen)
    show(page, "auditor-list")
    page.locator(f'a[href^="/dossiers/{desk.dossier}"]').first.click()
    page.wait_for_url(f"**/dossiers/{desk.dossier}*")
    show(page, "auditor-dossier")
    for offered in ("Status zetten", "Betrokkenen", "Klanten"):
        assert page.get_by_role("link", name=offered).count() == 0
    page.goto(f"/dossiers/{desk.dossier}/stukken/{desk.stuk('4')['id']}")
    assert page.locator("main form").count() == 0
    show(page, "auditor-stuk")
    page.goto("/looks")
    page.locator("main").get_by_text(f"Alex {screen}").first.wait_for()
    show(page, "auditor-looks")
    page.goto("/people/rights")
    show(page, "auditor-rights")
    desk.hub.clock.forward(seconds=timedelta(days=1).total_seconds())
    ended = page.goto("/")
    assert ended.status == 401
    show(page, "auditor-over", refused=401)
