import pytest

from hub.sealing import Sealer, hidden, is_sealed
from hub.settings import load
from schemas.errors import SettingsError


def sealer(key="0123456789abcdef0123456789abcdef"):
    return Sealer(load(secret_key=key))


def test_what_is_sealed_is_one_word_and_can_be_opened_in_any_text():
    word = sealer().sealed("https://hub/login/?a=1&b=2")
    assert is_sealed(word)
    assert "login" not in word
    assert sealer().opened(f"Ga naar {word}.") == "Ga naar https://hub/login/?a=1&b=2."
    assert sealer().opened(word, as_html=True) == "https://hub/login/?a=1&amp;b=2"


def test_another_key_cannot_open_it():
    word = sealer().sealed("secret")
    with pytest.raises(SettingsError, match="HUB_SECRET_KEY is not the key"):
        sealer("another key of the hub, long enough").opened(word)


def test_who_may_not_open_it_sees_something_else():
    assert hidden(f"Ga naar {sealer().sealed('x')}.", "[link]") == "Ga naar [link]."
