import pytest

from schemas.hdn import build
from schemas.hdn.messages import HANDLED


def test_a_rebuild_gives_the_same_bytes():
    for path, text in build.built():
        assert path.read_bytes() == text.encode(), f"{path.name}: run python -m schemas.hdn.build"


def test_every_handled_message_has_an_xsd_per_version():
    assert [path.name for path, _ in build.built()] == ["AX.xsd", "SX.xsd", "OX.xsd", "DA.xsd", "DX.xsd"]


@pytest.mark.parametrize("message", HANDLED, ids=lambda message: message.code)
def test_an_xsd_says_that_it_is_built(message):
    assert "Built from the dictionary by schemas/hdn/build.py" in build.schema(message)


def test_a_field_whose_name_is_damaged_is_never_required():
    line = next(line for line in build.schema(HANDLED[0]).splitlines() if "Gemen_gd" in line)
    assert 'minOccurs="0"' in line


def test_the_script_says_what_it_wrote(tmp_path, monkeypatch, capsys):
    (tmp_path / "24.0").mkdir()
    monkeypatch.setattr(build, "FOLDER", tmp_path)
    build.main()
    assert capsys.readouterr().out.split() == [
        "24.0/AX.xsd",
        "24.0/SX.xsd",
        "24.0/OX.xsd",
        "24.0/DA.xsd",
        "24.0/DX.xsd",
    ]
    assert (tmp_path / "24.0" / "SX.xsd").read_text() == build.schema(HANDLED[1])
