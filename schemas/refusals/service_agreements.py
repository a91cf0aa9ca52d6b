"""What is said of service agreements (OTD)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "agreement-incomplete": (
        "De opdracht tot dienstverlening is nog niet compleet; nodig is: {expected}. Vul dat in en maak haar dan definitief.",
        "The service agreement is not complete yet; needed is: {expected}. Fill that in and make it final then.",
    ),
    "agreement-card": (
        "De fee is {came}, maar de vergelijkingskaart noemt {expected}. Verbeter de fee, of geef een nieuwe kaart af en noem die.",
        "The fee is {came}, but the comparison card says {expected}. Correct the fee, or hand over a new card and name that.",
    ),
    "agreement-state": (
        "Dat kan niet met een opdracht die {came} is; verwacht werd {expected}. Open het dossier opnieuw en kijk hoe zij staat.",
        "That cannot be done with an agreement that is {came}; {expected} was expected. Open the dossier again and see where it stands.",
    ),
    "agreement-not-final": (
        "Deze opdracht is nog een concept en heeft nog geen document. Maak haar eerst definitief.",
        "This agreement is still a draft and has no document yet. Make it final first.",
    ),
}
