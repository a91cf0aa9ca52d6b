"""The reading side of dossiers: who sees what (`scope`), the list (`listing`), one dossier (`whole`), its `timeline`,
and what the office keeps by hand (`keeping`).

Other rooms and capabilities import from here.
The facts that replay compares are in `facts.py`, beside this folder.
"""

from handlers.dossiers.rules import name_of as called
from handlers.dossiers.rules.keeping import Completeness, number_of
from handlers.dossiers.views.keeping import (
    AlikeDossier,
    OwnParty,
    alike_for,
    check_opening,
    completeness_in,
    own_parties_in,
)
from handlers.dossiers.views.listing import (
    MOST_COUNTED,
    DossierLine,
    DossierPage,
    Sort,
    Wanted,
    count_for,
    counts_for,
    dossiers_for,
)
from handlers.dossiers.views.matching import (
    Arrived,
    Match,
    Sought,
    arrived_count_for,
    arrived_for,
    matches_for,
    people_of,
    product_names,
)
from handlers.dossiers.views.scope import (
    check_there,
    dossiers_in_scope,
    names_and_addresses_of,
    office_of,
    office_of_dossier,
    parties_of,
    place_of,
    standing_of,
    titles_for,
    version_for,
    visible,
)
from handlers.dossiers.views.timeline import TimelinePage, timeline_for, told_by, told_by_each
from handlers.dossiers.views.whole import (
    DossierApplication,
    DossierView,
    PartView,
    PartyView,
    ProductView,
    PropertyView,
    dossier_for,
    parties_in,
    title_of,
)

__all__ = [
    "MOST_COUNTED",
    "AlikeDossier",
    "Arrived",
    "Completeness",
    "DossierApplication",
    "DossierLine",
    "DossierPage",
    "DossierView",
    "Match",
    "OwnParty",
    "PartView",
    "PartyView",
    "ProductView",
    "PropertyView",
    "Sort",
    "Sought",
    "TimelinePage",
    "Wanted",
    "alike_for",
    "arrived_count_for",
    "arrived_for",
    "called",
    "check_opening",
    "check_there",
    "completeness_in",
    "count_for",
    "counts_for",
    "dossier_for",
    "dossiers_for",
    "dossiers_in_scope",
    "matches_for",
    "names_and_addresses_of",
    "number_of",
    "office_of",
    "office_of_dossier",
    "own_parties_in",
    "parties_in",
    "parties_of",
    "people_of",
    "place_of",
    "product_names",
    "standing_of",
    "timeline_for",
    "title_of",
    "titles_for",
    "told_by",
    "told_by_each",
    "version_for",
    "visible",
]
