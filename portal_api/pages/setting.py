"""Who set something of the office, and when, in the words of a page."""

from collections.abc import Mapping

from handlers.accounts.views import names_of
from handlers.offices.views import SetBy
from portal_api.formats import as_moment
from portal_api.texts import text
from portal_api.who import Asking


def told_in_words(asking: Asking, known: Mapping[str, SetBy]) -> dict[str, str]:
    """What was set → by whom and when; whoever left no name is told without one."""
    with asking.reading() as connection:
        names = names_of(connection, {each.actor for each in known.values() if each.actor})
    return {
        what: text(
            asking.language,
            "setting.by" if names.get(each.actor) else "setting.at",
            name=names.get(each.actor, ""),
            at=as_moment(each.at, asking.language),
        )
        for what, each in known.items()
    }
