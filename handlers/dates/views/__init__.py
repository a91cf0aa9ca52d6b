"""The reading side of dates: those of a dossier, and what is about to pass over the whole office."""

from handlers.dates.views.watched import (
    NEAR_WORKING_DAYS,
    AlertView,
    ChangeView,
    DateView,
    NearDate,
    dates_in,
    dates_near,
    preview_of,
    terms_of,
)

__all__ = [
    "NEAR_WORKING_DAYS",
    "AlertView",
    "ChangeView",
    "DateView",
    "NearDate",
    "dates_in",
    "dates_near",
    "preview_of",
    "terms_of",
]
