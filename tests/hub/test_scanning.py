"""The port: which URL names which scanner."""

import pytest

from hub.scanner.builtin import BuiltinScanner
from hub.scanner.clamd import ClamdScanner
from hub.scanning import open_scanner
from schemas.errors import Busy, SettingsError


def test_each_scheme_names_its_scanner():
    assert isinstance(open_scanner("builtin://"), BuiltinScanner)
    assert isinstance(open_scanner("clamd://localhost"), ClamdScanner)


def test_without_a_url_everything_waits():
    with pytest.raises(Busy, match="HUB_SCANNER_URL is not set"):
        open_scanner("").scan(b"hub")
    with pytest.raises(Busy, match="scanner"):
        open_scanner("").check()


def test_another_scheme_is_named():
    with pytest.raises(SettingsError, match="'http'"):
        open_scanner("http://scanner")
