"""The public pages that the agreements are read from, under the keys that their docstrings name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A page of the standard; `url` is empty for the data dictionary of 2016, which has no page any more."""

    key: str
    title: str
    url: str = ""


_HDN = "https://www.hdn.nl"
_WIKI = "https://hdn.atlassian.net/wiki"
_SPACE = f"{_WIKI}/spaces/HDNStandaard/pages"

DICTIONARY = Source("B", "data dictionary of HDN 16 (2016)")
STATUSES = Source("C", "statusmeldingen, HDN 19", f"{_HDN}/statusmeldingen/")
KET_003 = Source("D", "KET-003", f"{_SPACE}/2409300053")
KET_026 = Source("F", "KET-026", f"{_SPACE}/2813821609")
KET_034 = Source("G", "KET-034", f"{_SPACE}/2813821814")
KET_009 = Source("H", "KET-009", f"{_SPACE}/2813722776")
ROLE_4B = Source("I", "certificeringspunten rol 4b", f"{_SPACE}/3100180547")
FORWARDING = Source(
    "J",
    "ketenafspraak TussenPersoon en ServiceProvider",
    f"{_WIKI}/pages/diffpages.action?originalId=3026321420&pageId=2813821100",
)
OFFER_PROCESS = Source("K", "proces offertebericht, HDN 24", f"{_SPACE}/2296447001")
DOCUMENT_PROCESS = Source("P", "start documentenproces", f"{_WIKI}/x/QACji")
DOCUMENT_STATUSES = Source("T", "documentstatussen", f"{_HDN}/ketenafspraken/documentstatussen/")
RESPONSE = Source("a", "response op bericht", f"{_HDN}/responseopbericht/")
SEVERAL_DOCUMENTS = Source("b", "opvragen van meerdere documenten, HDN 17", f"{_HDN}/opvragen-van-meerdere-documenten/")
CHAIN_STATUS = Source("c", "statusketenpartij, HDN 18", f"{_HDN}/statusketenpartij/")
OFFER_KINDS = Source("e", "offertebericht", f"{_HDN}/offertebericht-alleen-indicatief-voorstel-bindende-offerte/")
