import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.hdn import xml
from schemas.errors import Refused

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


def test_one_byte_above_the_limit_is_refused_with_both_sizes():
    with pytest.raises(Refused) as caught:
        xml.parse(b"<a>12</a>", limit=8)
    assert (caught.value.slug, caught.value.came, caught.value.expected) == ("message-too-large", "9", "8")


def test_exactly_the_limit_is_read():
    assert xml.parse(b"<a>1</a>", limit=8).root.text == "1"


def test_a_path_counts_only_what_repeats():
    root = xml.parse(b"<a><b><c/></b><b><c/><d/></b></a>", limit=100).root
    assert [xml.path(each) for each in root.iter()] == ["a", "a/b[1]", "a/b[1]/c", "a/b[2]", "a/b[2]/c", "a/b[2]/d"]


def test_the_text_of_an_element_has_no_blanks_around_it():
    assert xml.text(xml.parse(b"<a>\n  09 Ja \t</a>", limit=100).root) == "09 Ja"
    assert xml.text(xml.parse(b"<a/>", limit=100).root) == ""


@given(TEXT, TEXT, st.sampled_from(["<!-- x -->", "<?x y?>", ""]))
def test_every_way_of_reading_a_text_gives_the_same(before, after, noise):
    def escaped(value):
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    root = xml.parse(f"<a>{escaped(before)}{noise}{escaped(after)}</a>".encode(), limit=10_000).root
    assert (root.text or "") == "".join(root.itertext()) == str(root.xpath("string()")) == before + after


@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_a_refusal(body):
    assert outcome(body).startswith(("read", "xml-", "message-"))


def outcome(body: bytes) -> str:
    try:
        xml.parse(body, limit=1_000)
    except Refused as refusal:
        return refusal.slug
    return "read"


def test_threads_read_side_by_side():
    seen = []

    def read(at):
        seen.extend(int(xml.parse(f"<a>{at}</a>".encode(), limit=100).root.text) for _ in range(50))

    threads = [threading.Thread(target=read, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == sorted([0, 1, 2, 3] * 50)


def test_a_parser_is_made_nowhere_else():
    from pathlib import Path

    import adapters

    folder = Path(adapters.__file__).parent
    parsing = [path.relative_to(folder) for path in folder.rglob("*.py") if "etree.fromstring" in path.read_text()]
    assert [str(path) for path in parsing] == ["hdn/xml.py"]
