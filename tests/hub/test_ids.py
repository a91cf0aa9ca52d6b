"""Identities that replay makes again."""

from uuid import UUID, uuid5

from hub import ids


def test_a_derived_identity_is_a_uuid_of_version_5_of_its_names():
    for n in range(50):
        names = (f"unit-{n}", "é", str(n))
        assert ids.derived_id(*names) == str(uuid5(ids._NAMESPACE, "\x1f".join(names)))
        assert UUID(ids.derived_id(*names)).version == 5
