from datetime import datetime

import pytest

from adapters.hdn import xml
from adapters.hdn.schemas import SchemaSet
from adapters.hdn.validation import check
from adapters.simulator import messages
from schemas.errors import Refused, SettingsError
from schemas.hdn.dictionary import FOLDER
from schemas.hdn.messages import message_type

SX = message_type("SX")
OWN = (FOLDER / "24.0" / "SX.xsd").read_text()
AT = datetime.fromisoformat("2026-11-21T10:00:00")


def member(folder, text: str, place: str = "24.0/AE") -> SchemaSet:
    (folder / place).mkdir(parents=True)
    (folder / place / "SX.xsd").write_text(text)
    return SchemaSet(folder)


def narrowed() -> str:
    """A lender that always wants a Kenmerk."""
    return OWN.replace('name="Kenmerk" type="Tekst255" minOccurs="0"', 'name="Kenmerk" type="Tekst255"')


def test_a_member_narrows_the_schema_for_its_own_messages_only(tmp_path):
    schemas = member(tmp_path, narrowed())
    root = xml.parse(messages.sx(at=AT), limit=10_000).root
    with pytest.raises(Refused) as caught:
        check(root, "SX", "AE Aegon", "24.0", schemas=schemas)
    assert caught.value.path == "StatusMelding/Status/Kenmerk"
    assert check(root, "SX", "IN ING", "24.0", schemas=schemas).flags == ()


def test_a_member_may_add_a_field(tmp_path):
    extra = '<xs:element name="EigenVeld" type="Tekst255" minOccurs="0"/>\n\t\t<xs:element name="Kenmerk"'
    schemas = member(tmp_path, OWN.replace('<xs:element name="Kenmerk"', extra))
    body = messages.sx(at=AT).replace(b"<ResponsOp", b"<EigenVeld>x</EigenVeld><ResponsOp", 1)
    with pytest.raises(Refused):
        check(xml.parse(body, limit=10_000).root, "SX", "IN", "24.0", schemas=schemas)
    assert check(xml.parse(body, limit=10_000).root, "SX", "AE", "24.0", schemas=schemas).root is not None


def test_a_member_may_bring_a_newer_version(tmp_path):
    schemas = member(tmp_path, OWN, "25.0/AE")
    root = xml.parse(messages.sx(at=AT), limit=10_000).root
    assert schemas.versions(SX, "AE Aegon") == ["25.0", "24.0"]
    assert check(root, receiver_code="AE Aegon", schemas=schemas).version == "25.0"
    assert check(root, receiver_code="IN ING", schemas=schemas).version == "24.0"


def test_a_folder_named_hdn_is_for_every_receiver(tmp_path):
    assert member(tmp_path, OWN, "25.0/HDN").versions(SX, "IN ING") == ["25.0", "24.0"]


def test_an_xsd_may_include_a_file_of_its_own_folder(tmp_path):
    schemas = member(
        tmp_path, OWN.replace("</xs:annotation>", '</xs:annotation><xs:include schemaLocation="own.xsd"/>', 1)
    )
    (tmp_path / "24.0" / "AE" / "own.xsd").write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    root = xml.parse(messages.sx(at=AT), limit=10_000).root
    assert check(root, "SX", "AE", "24.0", schemas=schemas).flags == ()
    root.find("Status/StatusDt").text = "gisteren"
    with pytest.raises(Refused) as caught:
        check(root, "SX", "AE", "24.0", schemas=schemas)
    assert caught.value.path == "StatusMelding/Status/StatusDt"


@pytest.mark.parametrize(
    "text",
    [
        "geen xml",
        "<a/>",
        OWN.replace('type="Tekst255"', 'type="Onbekend"', 1),
        OWN.replace("</xs:annotation>", '</xs:annotation><xs:include schemaLocation="../../elders.xsd"/>', 1),
        OWN.replace("</xs:annotation>", '</xs:annotation><xs:import namespace="urn:x" schemaLocation="weg.xsd"/>', 1),
    ],
    ids=["no-xml", "no-xsd", "unknown-type", "outside", "missing"],
)
def test_an_unusable_xsd_is_a_mistake_in_the_settings(tmp_path, text):
    with pytest.raises(SettingsError, match=r"SX\.xsd"):
        member(tmp_path, text).find(SX, "AE", "24.0")


@pytest.mark.parametrize("version", ["../24.0", "24.0/../24.0", "", "24", "x.y"])
def test_a_version_is_looked_up_and_never_made_into_a_path(version):
    assert SchemaSet().find(SX, "../..", version) is None


def test_an_xsd_is_compiled_once():
    schemas = SchemaSet()
    assert schemas.find(SX, "AE", "24.0") is schemas.find(SX, "IN", "24.0.1.1")
