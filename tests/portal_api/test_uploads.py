"""Uploads over HTTP as a tus client makes them: in pieces, after a broken line, with checksums, and what is refused."""

import base64
import hashlib
import threading

import httpx
import pytest

from adapters.papers import receiving
from hub.scanning import EICAR
from schemas.errors import Busy
from tests.builders.desks import metadata
from tests.builders.papers import pdf, protected, square

TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}
PLACE = "/api/v2/uploads"


@pytest.fixture
def bram(fresh_desk):
    return fresh_desk.client(fresh_desk.cast.bram_key)


@pytest.fixture
def announce(fresh_desk, bram):
    """Announces a file for stuk 4; where its bytes go."""

    def announced(length, name="werkgever.pdf", **more):
        told = {"filename": name, "dossier_id": fresh_desk.dossier, "stuk_id": fresh_desk.stuk("4")["id"], **more}
        headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(**told)}
        return bram.post(PLACE, headers=headers)

    return announced


def send(client, place, body, offset=0, **headers):
    return client.patch(place, content=body, headers={**PART, "Upload-Offset": str(offset), **headers})


def offset_of(client, place):
    answer = client.head(place, headers=TUS)
    return answer.status_code, answer.headers.get("upload-offset"), answer.headers.get("upload-length")


def slug(answer):
    return answer.status_code, answer.json()["slug"]


def test_a_file_in_one_part_is_attached(fresh_desk, bram, announce):
    body = pdf(square(), square(0.2))
    made = announce(len(body), "C:\\Mijn documenten\\werk\x07ge\u202ever.pdf")
    assert made.status_code == 201
    assert made.headers["tus-resumable"] == "1.0.0"
    sent = send(bram, made.headers["location"], body)
    assert (sent.status_code, sent.headers["upload-offset"]) == (204, str(len(body)))
    (file,) = fresh_desk.stuk("4")["attachments"]
    assert (file["id"], file["name"], file["kind"], file["pages"], file["state"]) == (
        sent.headers["upload-attachment"],
        "werkgever.pdf",
        "pdf",
        2,
        "received",
    )
    ended = bram.get(made.headers["location"]).json()
    assert (ended["ended"], ended["attachment_id"]) == ("attached", file["id"])


def test_a_file_goes_on_where_it_was(fresh_desk, bram, announce):
    body = pdf(square())
    place = announce(len(body)).headers["location"]
    assert offset_of(bram, place) == (200, "0", str(len(body)))
    assert send(bram, place, body[:100]).headers["upload-offset"] == "100"
    assert offset_of(bram, place) == (200, "100", str(len(body)))
    assert send(bram, place, body[100:], 100).status_code == 204
    assert len(fresh_desk.stuk("4")["attachments"]) == 1


def test_what_came_before_a_line_broke_is_kept(fresh_desk, bram, announce):
    body = pdf(square()) + b"\n%" + b"x" * 3_000_000 + b"\n%%EOF\n"
    place = announce(len(body)).headers["location"]

    def broken():
        yield body[:2_500_000]
        raise OSError("the line broke")

    with pytest.raises((httpx.HTTPError, OSError)):
        send(bram, place, broken(), **{"Content-Length": str(len(body))})
    for _ in range(100):
        offset = int(offset_of(fresh_desk.client(fresh_desk.cast.bram_key), place)[1])
        if offset:
            break
        threading.Event().wait(0.05)
    assert 2_000_000 <= offset <= 2_500_000
    assert send(fresh_desk.client(fresh_desk.cast.bram_key), place, body[offset:], offset).status_code == 204
    assert fresh_desk.stuk("4")["attachments"][0]["size"] == len(body)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_part_with_a_checksum_is_kept_when_it_is_right(fresh_desk, bram, announce, algorithm):
    body = pdf(square())
    place = announce(len(body)).headers["location"]
    right = base64.b64encode(hashlib.new(algorithm, body).digest()).decode()
    wrong = base64.b64encode(hashlib.new(algorithm, b"else").digest()).decode()
    assert slug(send(bram, place, body, **{"Upload-Checksum": f"{algorithm} {wrong}"})) == (460, "upload-checksum")
    assert offset_of(bram, place)[1] == "0"
    assert send(bram, place, body, **{"Upload-Checksum": f"{algorithm} {right}"}).status_code == 204
    assert len(fresh_desk.stuk("4")["attachments"]) == 1


@pytest.mark.parametrize("header", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1 not-base64!", "sha1 YWJj", "sha1"])
def test_a_checksum_that_is_none_is_refused(bram, announce, header):
    answer = send(bram, announce(10).headers["location"], b"x" * 10, **{"Upload-Checksum": header})
    assert slug(answer) == (422, "request-invalid")


def test_the_server_says_what_it_can(bram):
    answer = bram.options(PLACE)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,expiration,termination,checksum"
    assert (answer.headers["tus-max-size"], answer.headers["tus-checksum-algorithm"]) == ("26214400", "sha1,sha256")


def test_a_part_from_elsewhere_in_the_file_is_refused(bram, announce):
    place = announce(100).headers["location"]
    send(bram, place, b"x" * 10)
    answer = send(bram, place, b"x" * 10, 50)
    assert slug(answer) == (409, "upload-offset")
    assert (answer.json()["came"], answer.json()["expected"]) == ("50", "10")


def test_more_bytes_than_were_announced_are_refused(bram, announce):
    place = announce(10).headers["location"]
    assert slug(send(bram, place, b"x" * 11)) == (413, "upload-too-large")
    assert offset_of(bram, place)[1] == "0"


def test_a_file_that_is_too_large_is_refused_before_a_byte_of_it_came(announce):
    answer = announce(26_214_401)
    assert slug(answer) == (413, "upload-too-large")
    assert (answer.json()["came"], answer.json()["expected"]) == ("26214401", "26214400")


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"Upload-Length": "-1"}, "Upload-Length"),
        ({"Upload-Length": ""}, "Upload-Length"),
        ({"Upload-Length": "9" * 30}, "Upload-Length"),
        ({"Upload-Metadata": "filename not-base64!"}, "Upload-Metadata"),
        ({"Upload-Metadata": ""}, "Upload-Metadata"),
    ],
)
def test_an_announcement_that_does_not_fit_is_refused(fresh_desk, bram, headers, path):
    told = metadata(filename="a.pdf", dossier_id=fresh_desk.dossier, stuk_id=fresh_desk.stuk("4")["id"])
    answer = bram.post(PLACE, headers={**TUS, "Upload-Length": "10", "Upload-Metadata": told} | headers)
    assert (slug(answer), answer.json()["path"]) == ((422, "request-invalid"), path)


def test_an_empty_file_is_refused(announce):
    assert slug(announce(0)) == (422, "file-empty")


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_of_tus_is_refused_with_ours(bram, version):
    answer = bram.post(PLACE, headers={"Tus-Resumable": version} if version else {})
    assert slug(answer) == (412, "upload-version")
    assert answer.headers["tus-version"] == "1.0.0"


def test_a_creation_with_an_empty_value_names_it_as_missing(bram, announce):
    answer = announce(10, dossier_id="")
    assert slug(answer) == (422, "request-invalid")
    assert (answer.json()["came"], answer.json()["expected"]) == ("filename, stuk_id", "dossier_id")


def test_a_part_of_another_content_type_is_refused(bram, announce):
    place = announce(10).headers["location"]
    answer = send(bram, place, b"x" * 10, **{"Content-Type": "application/pdf"})
    assert slug(answer) == (415, "upload-type")


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        (b"PK\x03\x04 a spreadsheet", "begroting.xlsx", "file-kind"),
        (b"Beste adviseur, hierbij mijn loonstrook.", "loonstrook.pdf", "file-mislabelled"),
        (protected(), "geheim.pdf", "file-password"),
        (b"%PDF-1.4\nbroken", "kapot.pdf", "file-unreadable"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_its_last_part_and_says_what_to_do(
    fresh_desk, bram, announce, body, name, expected
):
    place = announce(len(body), name).headers["location"]
    answer = send(bram, place, body)
    assert slug(answer) == (422, expected)
    assert "PDF" in answer.json()["nl"]
    assert fresh_desk.stuk("4")["attachments"] == []
    assert bram.get(place).json()["ended"] == "refused"


def test_a_virus_is_handed_in_and_goes_no_further(fresh_desk, bram, announce):
    body = pdf() + EICAR
    sent = send(bram, announce(len(body), "foto.pdf").headers["location"], body)
    file = f"/api/v2/dossiers/{fresh_desk.dossier}/attachments/{sent.headers['upload-attachment']}"
    assert slug(bram.get(f"{file}/original")) == (409, "file-not-scanned")
    fresh_desk.scan()
    assert fresh_desk.stuk("4")["attachments"][0]["state"] == "infected"
    for place in ("original", "pages/0"):
        assert slug(bram.get(f"{file}/{place}")) == (409, "file-infected")
    judged = bram.post(f"{file}/judgement", json={"approved": True}, headers={"Idempotency-Key": "j"})
    assert slug(judged) == (409, "file-infected")


def test_the_same_file_twice_is_answered_with_the_first(fresh_desk, bram, announce):
    body = pdf(square())
    first = send(bram, announce(len(body), "een.pdf").headers["location"], body)
    second = send(bram, announce(len(body), "twee.pdf").headers["location"], body)
    assert first.headers["upload-attachment"] == second.headers["upload-attachment"]
    assert [each["name"] for each in fresh_desk.stuk("4")["attachments"]] == ["een.pdf"]


def test_forty_files_at_once_are_all_attached(fresh_desk, announce):
    bodies = [pdf(square(left=10 + n)) for n in range(40)]
    places = [announce(len(body), f"{n:02}.pdf").headers["location"] for n, body in enumerate(bodies)]
    answers = []

    def sent(n):
        with httpx.Client(
            base_url=fresh_desk.server.url, headers={"Authorization": f"Bearer {fresh_desk.cast.bram_key}"}, timeout=300
        ) as client:
            answers.append(send(client, places[n], bodies[n]).status_code)

    threads = [threading.Thread(target=sent, args=(n,)) for n in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [204] * 40
    assert sorted(each["name"] for each in fresh_desk.stuk("4")["attachments"]) == [f"{n:02}.pdf" for n in range(40)]


def test_more_files_on_their_way_than_are_allowed_are_refused(tmp_path):
    from tests.builders.desks import close_desk, open_desk

    desk = open_desk(tmp_path, max_open_uploads=2)
    for _ in range(2):
        desk.upload("4")
    told = metadata(filename="a.pdf", dossier_id=desk.dossier, stuk_id=desk.stuk("4")["id"])
    answer = desk.client(desk.cast.bram_key).post(
        PLACE, headers={**TUS, "Upload-Length": "10", "Upload-Metadata": told}
    )
    assert slug(answer) == (409, "too-many-uploads")
    close_desk(desk)


def test_an_upload_that_was_left_too_long_is_over(fresh_desk, bram, announce):
    place = announce(10).headers["location"]
    fresh_desk.hub.clock.forward(hours=25)
    assert slug(send(bram, place, b"x" * 10)) == (410, "upload-expired")


def test_an_upload_can_be_given_up(bram, announce):
    place = announce(10).headers["location"]
    assert bram.delete(place, headers=TUS).status_code == 204
    assert bram.head(place, headers=TUS).status_code == 404


def test_an_upload_is_of_whoever_opened_it(fresh_desk, announce):
    place = announce(10).headers["location"]
    for key in (fresh_desk.cast.chris_key, fresh_desk.cast.operator_key):
        other = fresh_desk.client(key)
        assert other.head(place, headers=TUS).status_code == 404
        assert slug(send(other, place, b"x" * 10)) == (404, "not-found")


def test_a_stuk_of_another_office_takes_no_file(fresh_desk, bram):
    told = metadata(filename="a.pdf", dossier_id=fresh_desk.dossier, stuk_id=fresh_desk.stuk("4")["id"])
    chris = fresh_desk.client(fresh_desk.cast.chris_key)
    answer = chris.post(PLACE, headers={**TUS, "Upload-Length": "10", "Upload-Metadata": told})
    assert slug(answer) == (404, "not-found")


def test_who_only_views_hands_in_nothing(fresh_desk):
    answer = fresh_desk.browser().post(PLACE, headers={**TUS, "Upload-Length": "10"})
    assert slug(answer) == (403, "not-allowed")


def test_a_stuk_that_is_withdrawn_while_it_is_uploaded_takes_the_file_and_asks_it_no_more(fresh_desk, bram, announce):
    from adapters.simulator import messages
    from adapters.simulator.cast import Line

    body = pdf(square())
    place = announce(len(body)).headers["location"]
    send(bram, place, body[:50])
    at = fresh_desk.hub.clock.now()
    withdrawn = messages.da(
        [Line("4", kind="009", person=1, status="08", note="Niet nodig")],
        at=at,
        number=fresh_desk.number,
        lender_reference=fresh_desk.kenmerk,
    )
    fresh_desk.hub.hand_in(withdrawn)
    fresh_desk.hub.work(1)
    assert send(bram, place, body[50:], 50).status_code == 204
    stuk = fresh_desk.stuk("4")
    assert (stuk["state"], [each["is_asked"] for each in stuk["attachments"]]) == ("withdrawn", [False])


def test_files_that_take_long_to_read_leave_the_pages_alone(own_desk, monkeypatch):
    read = threading.Event()

    def held(*_):
        read.wait(60)
        raise Busy("upload", "the test holds it")

    monkeypatch.setattr(receiving, "_attached", held)
    places = [f"{PLACE}/{own_desk.upload('4')}" for _ in range(45)]

    def sent(place):
        with own_desk.client(own_desk.cast.bram_key) as client:
            send(client, place, b"x" * 10)

    threads = [threading.Thread(target=sent, args=(place,)) for place in places]
    for each in threads:
        each.start()
    threading.Event().wait(2)
    try:
        assert httpx.get(f"{own_desk.server.url}/login", headers={"Accept": "text/html"}, timeout=10).status_code == 200
    finally:
        read.set()
        for each in threads:
            each.join()
