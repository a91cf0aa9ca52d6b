"""The table of rights holds together, and a role decides how far its people see."""

from datetime import UTC, date, datetime

import pytest

from handlers.accounts.roles import Role, Table, check_machine_rights, role_of, table
from handlers.accounts.rules import User
from handlers.accounts.viewing import viewer_of
from portal_api import counter
from schemas.errors import Refused

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def person(role, **more):
    return User("p1", more.pop("office_id", "kantoor-1"), "Iemand", role, AT, **more)


def test_every_right_that_the_counter_asks_stands_in_the_table():
    asked = {
        value for name, value in vars(counter).items() if name.isupper() and isinstance(value, str) and ":" in value
    }
    assert asked
    assert asked <= table().rights.keys()


def test_every_role_and_right_is_told_in_both_languages():
    told = [*table().rights.values(), *table().roles.values()]
    assert all(each.nl and each.en for each in told)


def test_what_does_not_hold_together_is_said_at_once():
    role = Role(nl="x", en="x", of="customer", sees="office", rights=frozenset({"fly"}))
    broken = Table(rights={"own:read": {"nl": "zien", "en": "see"}}, roles={"bird": role})
    assert broken.mistakes() == [
        "bird: fly is no right",
        "bird: people of customer cannot see office",
        "own:read: nobody has it",
    ]


def test_an_unknown_role_is_refused_with_those_there_are():
    with pytest.raises(Refused) as refused:
        role_of("king")
    assert "adviser" in refused.value.expected


def test_a_machine_gets_no_right_of_a_person():
    assert check_machine_rights(["dossiers:read"]) == ["dossiers:read"]
    with pytest.raises(Refused):
        check_machine_rights(["own:read"])


@pytest.mark.parametrize("role", ["viewer", "handler", "intermediary", "administrator", "auditor"])
def test_people_of_an_office_see_all_of_it(role):
    seen = viewer_of(person(role), "production")
    assert seen.may_see("kantoor-1", "production")
    assert not seen.may_see("kantoor-2", "production")
    assert not seen.may_see("kantoor-1", "stage")
    assert not seen.may_see(None, "production")


def test_an_adviser_sees_the_office_or_his_own_as_the_office_says():
    assert viewer_of(person("adviser"), "production").involved_as is None
    own = viewer_of(person("adviser"), "production", advisers_see="own", stands_in_for=("user:els",))
    assert own.involved_as == ("user:p1", "user:els")
    assert not own.may_see("kantoor-1", "production")


def test_a_sub_agent_sees_what_his_organisation_has_a_part_in():
    seen = viewer_of(person("sub-agent", organisation_id="o1"), "production")
    assert seen.involved_as == ("user:p1", "organisation:o1")


def test_a_lender_sees_his_node_and_no_office():
    seen = viewer_of(person("lender", office_id=None, node="600001"), "production")
    assert (seen.node, seen.is_operator) == ("600001", False)
    assert not seen.may_see(None, "production")


def test_only_the_operator_sees_every_office():
    everything = [name for name, role in table().roles.items() if role.sees == "all"]
    assert everything == ["operator"]


def test_an_auditor_has_a_last_day():
    assert role_of("auditor").ends
    assert not role_of("adviser").ends
    assert person("auditor", ends_on=date(2026, 11, 30)).ends_on == date(2026, 11, 30)
