import pytest

from hub.post.port import NotNow
from hub.post.sms import HttpsSmsProvider
from schemas.errors import Busy
from tests.hub.post.conftest import parcel_of


def test_the_provider_gets_number_text_and_our_id(sms, sms_fake):
    sms.send(parcel_of("sms", text="Zoë: 1 € 👋"))
    (got,) = sms_fake.got
    assert got == {"id": parcel_of("sms").id, "to": "+31612345678", "from": "Hub", "text": "Zoë: 1 € 👋"}
    assert sms_fake.keys == [parcel_of("sms").id]


def test_a_wrong_secret_is_ours_to_mend(sms_fake):
    with pytest.raises(Busy, match="does not accept our secret"):
        HttpsSmsProvider(sms_fake.url, token="wrong", sender="Hub").send(parcel_of("sms"))
    with pytest.raises(Busy, match="status 401"):
        HttpsSmsProvider(sms_fake.url, token="wrong", sender="Hub").check()


def test_a_provider_that_is_not_there_is_away():
    with pytest.raises(Busy, match="sms is not available now: ConnectError"):
        HttpsSmsProvider("http://127.0.0.1:9/", token="x", sender="Hub", timeout_s=1).send(parcel_of("sms"))


@pytest.mark.parametrize(
    ("answer", "ending"),
    [
        ((429, b"", {"Retry-After": "120"}), NotNow("status-429", 120.0)),
        ((503, b"", {"Retry-After": "soon"}), NotNow("status-503")),
        ((302, b"", {"Location": "https://elsewhere.example"}), NotNow("status-302")),
        ((200, b"not json", {}), NotNow("answer-unreadable")),
        ((200, b'{"id": ["a"]}', {}), NotNow("answer-unreadable")),
        ((200, b'{"id": ""}', {}), NotNow("answer-unreadable")),
    ],
)
def test_what_nobody_can_be_sure_of_is_tried_again(sms, sms_fake, answer, ending):
    sms_fake.answer = answer
    assert sms.send(parcel_of("sms")) == ending
