"""The documentation, held against the code that it describes."""

import re
from pathlib import Path

import pytest
import typer.main
import yaml

from docs.build import PAGES
from hub import ledger, problems, settings_page
from hub.cli import build
from hub.outcomes import STATES
from hub.settings import Settings, variable
from schemas import errors, refusals

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ROOMS = ("adapters", "handlers", "hub", "portal_api", "schemas")
WRITTEN = [*sorted(DOCS.rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md"]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def slugs_of_failures():
    own = {error.slug for error in (errors.Waiting, errors.Busy, errors.SettingsError)}
    return own | set(refusals.SENTENCES) | set(problems.SENTENCES)


def calls(text):
    """`hub …` as the pages write it: the words after hub, up to an argument or an option."""
    return {found.group(1) for found in re.finditer(r"(?<![\w./-])hub ((?:[a-z]+)(?: [a-z]+)?)(?=[ `|\n]|$)", text)}


def commands():
    return dict(walked(typer.main.get_command(build())))


def walked(command, before=()):
    for name, each in getattr(command, "commands", {}).items():
        words = (*before, name)
        yield " ".join(words), each
        yield from walked(each, words)


def is_command(words, known):
    """`show id` is the command show with an argument; `parked list` must be there as a whole."""
    first = words.partition(" ")[0]
    return words in known or (first in known and not getattr(known[first], "commands", None))


def code():
    return "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def anchors(path):
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_readme_is_read_in_one_go():
    assert len(read("README.md").splitlines()) <= 120


def test_no_page_holds_two_versions_of_itself():
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    assert [page.name for page in pages if "<<<<<<< " in page.read_text() or ">>>>>>> " in page.read_text()] == []


def test_the_readme_says_that_no_licence_is_granted():
    assert "No licence is granted until the owner chooses one." in read("README.md")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_make_target_that_a_page_names_is_there(path):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_command_that_a_page_names_is_there(path):
    known = commands()
    coded = re.findall(r"`(hub [^`]*)`|^(hub .*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    called = set().union(*(calls(one or other) for one, other in coded))
    assert [words for words in sorted(called) if not is_command(words, known)] == []


def test_a_command_that_is_not_there_would_be_found():
    assert calls("`hub fly ID`") == {"fly"}
    assert not is_command("fly", {"show": object()})


def test_every_slug_has_a_heading_in_the_runbook_and_every_heading_a_slug():
    assert set(re.findall(r"^### `([a-z0-9-]+)`$", read("docs/runbook.md"), re.MULTILINE)) == slugs_of_failures()


def test_every_slug_says_what_it_means_who_mends_it_and_what_to_do():
    parts = re.split(r"^### `[a-z0-9-]+`$", read("docs/runbook.md"), flags=re.MULTILINE)[1:]
    assert [part for part in parts if len(part.strip().splitlines()) < 3 or "Who mends it: " not in part] == []


def test_every_imbalance_of_the_ledger_stands_in_the_runbook():
    named = set(re.findall(r"^\| `([a-z-]+)` \|", read("docs/runbook.md"), re.MULTILINE))
    assert named == {check.slug for check in ledger._CHECKS}


def test_every_alert_stands_in_the_runbook():
    groups = yaml.safe_load(read("ops/prometheus/alerts.yml"))["groups"]
    alerts = {rule["alert"] for group in groups for rule in group["rules"]}
    assert {alert for alert in alerts if f"`{alert}`" not in read("docs/runbook.md")} == set()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_generated_page_is_current(page):
    assert read(f"docs/{page}") == PAGES[page]()


def test_the_page_of_the_settings_is_current_and_has_every_setting():
    assert read("docs/settings.md") == settings_page.page()
    assert {name for name in Settings.model_fields if f"`{variable(name)}`" not in read("docs/settings.md")} == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(path):
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", path.read_text(encoding="utf-8"))):
        place, _, anchor = target.partition("#")
        aim = path if not place else (path.parent / place).resolve()
        if "://" not in target and (not aim.exists() or (anchor and anchor not in anchors(aim))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_file_of_the_repository_that_a_page_names_is_there(path):
    rooms = "|".join((*ROOMS, "docs", "tests", "ops"))
    named = re.findall(rf"`((?:{rooms})/[\w./-]*)`", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_setting_that_a_page_names_exists(path):
    known = {variable(name) for name in Settings.model_fields}
    named = set(re.findall(r"\bHUB_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    assert {name for name in named if name.removesuffix("_FILE") not in known} == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_test_that_a_page_names_is_there(path):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", path.read_text(encoding="utf-8"))
    assert [name for where, name in named if f"\ndef {name}(" not in read(where)] == []


def test_every_step_of_the_tour_names_the_test_that_walks_it_and_none_is_left_out():
    steps = [line for line in read("docs/tour.md").splitlines() if line.startswith("| ") and "---" not in line]
    named = re.findall(r"::(\w+)`", read("docs/tour.md"))
    assert len(named) == len([step for step in steps if step != "| step | test |"]) > 20
    walkers = ("tour", "mortgage_case", "customer_and_adviser")
    walked = "".join(read(f"tests/journeys/test_{each}.py") for each in walkers)
    assert set(named) == set(re.findall(r"^def (test_\w+)", walked, re.MULTILINE))


def test_every_agreement_of_the_chain_names_the_code_that_keeps_it():
    named = re.findall(r"`(\w+)` in `([\w./]+)`", read("docs/conformance.top.md"))
    assert len(named) > 8
    lost = [name for name, path in named if not re.search(rf"(def|class) {name}\b", read(path))]
    assert lost == []


def test_every_code_word_of_the_glossary_is_an_identifier():
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", read("docs/glossary.md"), re.MULTILINE)
    text = code()
    assert len(rows) > 40
    assert [word for word in rows if not re.search(rf"\b{word}\b", text)] == []


def test_no_capability_uses_a_reserved_word():
    reserved = re.findall(r"`(\w+)`", read("docs/glossary.md").partition("## Reserved")[2])
    text = code()
    assert [word for word in reserved if re.search(rf"^class {word}\b", text, re.MULTILINE)] == []


def test_the_lifecycle_has_every_state_with_its_consequence():
    rows = re.findall(r"^\| `([a-z]+)` \| (.+) \|$", read("docs/lifecycle.md"), re.MULTILINE)
    assert [(state, told) for state, told in rows if state in STATES] == list(STATES.items())


def test_every_table_stands_in_the_architecture():
    names = re.findall(r'__tablename__ = "(\w+)"', code())
    assert [name for name in names if f"`{name}`" not in read("docs/architecture.md")] == []


def test_decisions_are_numbered_without_gaps_and_have_three_parts():
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
