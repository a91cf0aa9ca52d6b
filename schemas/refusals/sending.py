"""What goes out to partners, and the ways to them."""

SENTENCES: dict[str, tuple[str, str]] = {
    "advice-file-incomplete": (
        "Het adviesdossier mist nog: {expected}. Uw kantoor verstuurt niet zonder; vul het aan bij het product.",
        "The advice file still misses: {expected}. Your office does not send without; fill it in at the product.",
    ),
    "not-queued": (
        "Dit bericht staat niet meer in de rij; het is {came}. Alleen wat nog niet weg is kan worden teruggenomen.",
        "This message is no longer queued; it is {came}. Only what has not gone yet can be taken back.",
    ),
    "being-sent": (
        "Dit bericht wordt nu verstuurd of werd verstuurd toen het proces stopte; niemand weet of de partner het heeft. Wacht op de volgende poging.",
        "This message is being sent, or was when the process ended; nobody knows whether the partner has it. Wait for the next try.",
    ),
    "not-sent": (
        "Dit bericht is {came} en ging nog niet weg; er is niets opnieuw te sturen. Wacht tot het is bezorgd of geweigerd.",
        "This message is {came} and has not gone yet; there is nothing to send again. Wait until it is delivered or refused.",
    ),
    "already-paused": (
        "Deze richting van {came} is al gepauzeerd: {expected}. Hervat haar eerst.",
        "This direction of {came} is paused already: {expected}. Resume it first.",
    ),
    "not-paused": (
        "Deze richting van {came} is niet gepauzeerd; er is niets te hervatten.",
        "This direction of {came} is not paused; there is nothing to resume.",
    ),
    "letter-refused": (
        "{path}: {came} kan zo niet worden verstuurd; verwacht werd {expected}. Vul dit aan of herstel het en verstuur opnieuw.",
        "{path}: {came} cannot be sent like this; {expected} was expected. Fill this in or mend it and send again.",
    ),
    "file-type-mismatch": (
        "Het bestand is volgens het bericht {came}, maar de inhoud is {expected}. Kies de juiste soort of een ander bestand.",
        "The message says that the file is {came}, but its content is {expected}. Choose the right kind or another file.",
    ),
}
