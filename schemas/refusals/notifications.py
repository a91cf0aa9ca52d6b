"""What people are told, and the texts that it is made of."""

SENTENCES: dict[str, tuple[str, str]] = {
    "template-unknown": (
        "Een sjabloon voor {came} is er niet; wel {expected}. Kies een van deze.",
        "There is no template for {came}; there are {expected}. Choose one of these.",
    ),
    "template-field-missing": (
        "Het veld {came} ontbreekt in {path}; dit sjabloon heeft {expected}. Vul het aan.",
        "The field {came} is missing in {path}; this template has {expected}. Add it.",
    ),
    "template-field-unknown": (
        "Het veld {came} in {path} is onbekend; dit sjabloon heeft {expected}. Verbeter de naam.",
        "The field {came} in {path} is unknown; this template has {expected}. Correct the name.",
    ),
    "template-part-missing": (
        "Het onderdeel {path} is leeg; verwacht werd {expected}. Vul het in.",
        "The part {path} is empty; expected was {expected}. Fill it in.",
    ),
    "template-part-extra": (
        "Het onderdeel {path} bestaat niet voor {came}; een sms heeft alleen een tekst. Laat het leeg.",
        "The part {path} does not exist for {came}; an SMS has a text only. Leave it empty.",
    ),
    "template-not-allowed": (
        "{came} mag niet in {path}; een sjabloon kent alleen {expected}. Haal het weg.",
        "{came} may not stand in {path}; a template has {expected} only. Take it out.",
    ),
    "template-broken": (
        "Het onderdeel {path} is niet te lezen ({came}): {expected}. Controleer de accolades.",
        "The part {path} cannot be read ({came}): {expected}. Check the braces.",
    ),
    "field-not-sealed": (
        "De waarde van {path} is niet verzegeld; een geheim gaat alleen verzegeld mee. Meld dit aan beheer.",
        "The value of {path} is not sealed; a secret travels sealed only. Tell whoever runs the hub.",
    ),
    "address-missing": (
        "Van {came} is geen adres bekend voor {expected}. Vul een e-mailadres of telefoonnummer in.",
        "No address is known of {came} for {expected}. Add an e-mail address or a telephone number.",
    ),
    "email-invalid": (
        "Dit is geen bruikbaar e-mailadres: {expected} Controleer het adres.",
        "This is no usable e-mail address: {expected} Check the address.",
    ),
    "phone-invalid": (
        "Dit is geen bruikbaar telefoonnummer ({expected}). Controleer het nummer.",
        "This is no usable telephone number ({expected}). Check the number.",
    ),
    "cannot-switch-off": (
        "Berichten van de soort {came} kunnen niet uit; zonder deze komt niemand meer binnen.",
        "Messages of the kind {came} cannot be switched off; without them nobody comes in any more.",
    ),
    "hook-signature": (
        "De handtekening van dit bericht klopt niet of is te oud ({came}); verwacht werd {expected}.",
        "The signature of this news is wrong or too old ({came}); expected was {expected}.",
    ),
    "hook-replayed": (
        "Dit bericht van de provider was er al ({came}).",
        "This news of the provider was here already ({came}).",
    ),
    "trial-no-address": (
        "Een test gaat alleen naar uw eigen adres, en u hebt hier geen adres voor {came}. Meld u aan met een account dat een e-mailadres heeft en kies {expected}.",
        "A test goes to your own address only, and you have none here for {came}. Sign in with an account that has an e-mail address and choose {expected}.",
    ),
}
