from datetime import UTC, datetime

from lxml import etree

from adapters.papers.xmp import packet

MOMENT = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)


def test_names_of_files_may_hold_anything_and_the_packet_stays_xml():
    made = packet("Titel <b> & \x00", "x", ["sha256:ab a\u202eb\ufffe]]>.pdf", "n\n2"], MOMENT)
    tree = etree.fromstring(made)
    said = [each.text for each in tree.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")]
    assert said == ["Titel <b> &", "x", "sha256:ab a b ]]>.pdf", "n 2"]


def test_the_moment_is_told_with_its_zone():
    assert b"<xmp:CreateDate>2026-11-21T09:05:00+00:00</xmp:CreateDate>" in packet("t", "d", [], MOMENT)
