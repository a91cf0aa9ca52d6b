from datetime import datetime

import pytest

from schemas.errors import Refused
from schemas.values import CodedText


def test_a_document_names_the_line_it_is_for(read, recorded, kept):
    document = read("DX", recorded("DX")).command
    assert document.line_number == "D-1"
    assert document.lender_reference == "LN-778899"
    assert document.document == CodedText(code="009", text="Werkgeversverklaring(en)")
    assert document.description == "Werkgeversverklaring van november"
    assert document.file.size == 77
    assert len(kept[document.file.blob]) == 77
    assert document.file.source == "DocumentBericht/PrintDoc"


def test_the_moment_of_a_document_is_that_of_its_line(read, recorded):
    document = read("DX", recorded("DX")).command
    assert document.moment == datetime(2026, 11, 20, 12, 59)  # noqa: DTZ001 - the message writes local time


def test_one_file_for_two_lines_is_a_command_for_each(read, recorded):
    line = "\t<DocumentKenmerk" + recorded("DX").split("\t<DocumentKenmerk")[1].split("</DocumentBericht>")[0]
    two = recorded("DX").replace(line, line + line.replace("D-1", "D-2"))
    first, second = read("DX", two).commands
    assert (first.line_number, second.line_number) == ("D-1", "D-2")
    assert first.file == second.file
    assert second.source["line_number"] == "DocumentBericht/DocumentKenmerk[2]/DocumentMijNr"


def test_two_files_in_one_message_are_refused(read, recorded):
    file = "\t<PrintDoc" + recorded("DX").split("\t<PrintDoc")[1].split("</PrintDoc>\n")[0] + "</PrintDoc>\n"
    with pytest.raises(Refused) as caught:
        read("DX", recorded("DX").replace(file, file + file))
    assert caught.value.slug == "condition-violated"
    assert caught.value.came == "2 PrintDoc"
    assert caught.value.path == "DocumentBericht/PrintDoc"
