import pytest

from tests.builders.letters import Kept


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture(scope="session")
def read_back():
    """The commands that the hub's own readers make of a message, after schema and rules have accepted it."""
    from adapters.hdn import conditions, validation, xml
    from adapters.hdn.readers.header import read_header
    from adapters.hdn.readers.reading import Origin
    from adapters.hdn.readers.table import READERS

    def of(composed):
        parsed = xml.parse(composed.body, limit=40_000_000)
        checked = validation.check(parsed.root, composed.code)
        assert checked.flags == ()
        conditions.check(checked.root, composed.code)
        header = read_header(parsed.root)
        kept = {}
        origin = Origin(
            request_version=header.request_version or 1,
            sent_at=header.sent_at,
            content_hash=composed.content_hash,
            number=header.number,
            keep=lambda content: kept.setdefault(f"sha256:{len(content)}", f"sha256:{len(content)}"),
            payloads=parsed.payloads,
            contents=parsed.contents,
        )
        return READERS[composed.code](parsed.root, origin).command

    return of
