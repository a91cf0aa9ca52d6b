from tests.components import COMPONENTS, Component, report

PRESENT = Component("Shell", ("sh",), ("bin",), "dash", "everything")
ABSENT = Component("Nothing", ("no-such-program",), (), "nothing", "the nothing tests")


def test_the_table_names_what_is_found_and_what_is_skipped():
    text, _ = report((PRESENT, ABSENT), is_ci=False)
    assert text == ("Shell       found    /bin/sh\nNothing     skipped  the nothing tests; apt-get install nothing")


def test_a_missing_component_is_allowed_at_home():
    assert report((PRESENT, ABSENT), is_ci=False)[1] == 0


def test_a_missing_component_fails_under_ci():
    text, code = report((PRESENT, ABSENT), is_ci=True)
    assert code == 1
    assert text.endswith("1 missing, and under CI=true none may be.")


def test_everything_that_tests_start_is_looked_for():
    assert [component.name for component in COMPONENTS] == ["RabbitMQ", "PostgreSQL", "Chromium", "clamd", "nginx"]
