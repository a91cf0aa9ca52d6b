"""Why a message did not go now: a closed vocabulary, with the sentence that a person reads.

`status-NNN` is the one family with a number in it: the status that an HTTPS partner answered with.
"""

from typing import NamedTuple

IN_HAND = "in-hand"
STATUS = "status-"


class Trouble(NamedTuple):
    """`may_have_arrived`: nobody can say that the partner does not have it.

    `is_partners`: it is about the partner, so that it ends for all messages at once.
    """

    nl: str
    en: str
    may_have_arrived: bool = False
    is_partners: bool = True


TROUBLES: dict[str, Trouble] = {
    IN_HAND: Trouble(
        "Wordt nu verstuurd, of werd verstuurd toen het proces stopte.",
        "It is being sent, or was being sent when the process ended.",
        may_have_arrived=True,
    ),
    "unreachable": Trouble("Er kwam geen verbinding tot stand.", "No connection could be made."),
    "no-answer": Trouble(
        "De partner antwoordde niet op tijd.", "The partner did not answer in time.", may_have_arrived=True
    ),
    "cut-off": Trouble("De verbinding brak halverwege af.", "The connection ended half way.", may_have_arrived=True),
    "answer-of-another": Trouble(
        "Het antwoord ging over een ander bericht.", "The answer was about another message.", may_have_arrived=True
    ),
    "not-confirmed": Trouble(
        "De broker bevestigde niet op tijd.", "The broker did not confirm in time.", may_have_arrived=True
    ),
    "unroutable": Trouble("Er is geen wachtrij bij de partner.", "The partner has no queue behind its exchange."),
    "queue-full": Trouble("De wachtrij van de partner is vol.", "The queue of the partner is full."),
    "exchange-differs": Trouble(
        "Exchange of wachtrij is er met andere eigenschappen.", "Exchange or queue is there with other arguments."
    ),
    "folder-unwritable": Trouble(
        "In de map van de partner kan niet worden geschreven.", "The folder of the partner cannot be written."
    ),
    "address-not-allowed": Trouble("Het adres ligt in een besloten netwerk.", "The address lies in a private network."),
    "secret-missing": Trouble(
        "De sleutel of het certificaat kan niet worden gelezen.", "The key or certificate cannot be read."
    ),
    "certificate-refused": Trouble(
        "Het certificaat van de partner wordt niet vertrouwd.", "The certificate of the partner is not trusted."
    ),
    "no-way": Trouble("De route van de partner past niet bij deze hub.", "The partner's way does not fit this hub."),
    "bytes-missing": Trouble(
        "De bytes van dit bericht zijn er niet meer.", "The bytes of this message are gone.", is_partners=False
    ),
}

_OF_ONE_MESSAGE = frozenset({"status-500"})
_STATUS = Trouble("De partner antwoordde met status {status}.", "The partner answered with status {status}.")


def trouble_of(word: str) -> Trouble:
    """The trouble of a word; raises `LookupError` for one that is not in the vocabulary."""
    if not word.startswith(STATUS):
        return TROUBLES[word]
    dutch, english = (text.format(status=word.removeprefix(STATUS)) for text in (_STATUS.nl, _STATUS.en))
    return Trouble(dutch, english, is_partners=word not in _OF_ONE_MESSAGE)


def is_over_with_partner(word: str) -> bool:
    """Whether what held a message ends when the partner takes any other: all but what is its own trouble."""
    return trouble_of(word).is_partners
