"""Dates that are watched."""

SENTENCES: dict[str, tuple[str, str]] = {
    "date-past": (
        "De datum {came} kan niet bewaakt worden; verwacht werd {expected}. Controleer de datum in het contract.",
        "The date {came} cannot be watched; {expected} was expected. Check the date in the contract.",
    ),
    "date-not-later": (
        "Een verlenging tot {came} maakt de termijn niet langer; verwacht werd {expected}. Is de datum verkeerd ingevoerd, verbeter hem dan.",
        "An extension until {came} makes the term no longer; {expected} was expected. If the date was typed wrongly, correct it.",
    ),
    "date-ended": (
        "Deze termijn is al beëindigd ({came}). Leg hem opnieuw vast als hij toch bewaakt moet worden.",
        "This date was ended already ({came}). Set it again if it has to be watched after all.",
    ),
    "date-of-lender": (
        "Deze termijn ({came}) volgt uit wat de geldverstrekker stuurt en verandert met een nieuw bericht. Vraag de geldverstrekker erom.",
        "This date ({came}) follows from what the lender sends and changes with a new message. Ask the lender for it.",
    ),
    "rejections-missing": (
        "Voor ontbinden vraagt het contract {expected} schriftelijke afwijzing(en) van geldverstrekkers; opgegeven zijn er {came}. Verzamel ze eerst, of verbeter de voorwaarde.",
        "To dissolve, the contract asks {expected} written rejection(s) of lenders; {came} were given. Collect them first, or correct the condition.",
    ),
}
