"""Sentences of refusals about what an office says and shows to its customers."""

SENTENCES: dict[str, tuple[str, str]] = {
    "saying-length": (
        "Dit bericht telt {came} tekens; mogelijk is {expected}. Schrijf iets, kort het in, of stuur een bestand mee.",
        "This has {came} characters; possible is {expected}. Write something, shorten it, or send a file along.",
    ),
    "saying-pace": (
        "U schreef het afgelopen uur al {came} keer; meer dan {expected} kan niet. Schrijf later verder, of bel.",
        "You wrote {came} times in the last hour; no more than {expected} is possible. Write on later, or call.",
    ),
    "saying-withdrawn": (
        "Dit is al ingetrokken ({came}). De klant ziet het niet meer.",
        "This was taken back already ({came}). The customer sees it no more.",
    ),
    "publication-withdrawn": (
        "Dit document is al ingetrokken ({came}). Publiceer het opnieuw als de klant het weer mag zien.",
        "This document was withdrawn already ({came}). Publish it again when customers may see it again.",
    ),
    "publication-gone": (
        "Dit document zit niet meer in dit dossier ({came}). Trek de publicatie in, of vervang haar door een ander.",
        "This document is no longer in this file ({came}). Withdraw the publication, or replace it by another.",
    ),
    "saying-not-yours": (
        "Dit schreef de klant ({came}); alleen wat het kantoor schreef kan worden ingetrokken.",
        "The customer wrote this ({came}); only what the office wrote can be taken back.",
    ),
}
