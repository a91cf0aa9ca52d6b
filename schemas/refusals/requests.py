"""What the counter says of a request: its shape, its key, its version, what it asks for."""

SENTENCES: dict[str, tuple[str, str]] = {
    "norm-missing": (
        "Voor {came} staat de norm hier niet. Bron: {expected}. Zoek het percentage daarin op en vul het zelf in.",
        "The norm for {came} is not here. Source: {expected}. Look the percentage up there and fill it in.",
    ),
    "not-found": (
        "Dit bestaat niet of valt buiten uw kantoor. Controleer de verwijzing.",
        "This does not exist or lies outside your office. Check the reference.",
    ),
    "request-invalid": (
        "{path}: {came} past niet; verwacht werd {expected}.",
        "{path}: {came} does not fit; {expected} was expected.",
    ),
    "idempotency-key-reused": (
        "Sleutel {came} is al gebruikt voor een ander verzoek. Gebruik een nieuwe Idempotency-Key.",
        "Key {came} was used before for another request. Use a new Idempotency-Key.",
    ),
    "idempotency-key-missing": (
        "De kop Idempotency-Key ontbreekt; elke wijziging vraagt er een. Stuur een eigen, unieke sleutel mee.",
        "The header Idempotency-Key is missing; every write asks for one. Send a unique key of your own.",
    ),
    "stale": (
        "Iemand anders wijzigde dit intussen ({came}; u had {expected}). Haal het opnieuw op en probeer het nog eens.",
        "Somebody else changed this meanwhile ({came}; you had {expected}). Fetch it again and try once more.",
    ),
    "target-not-empty": (
        "De doeldatabase bevat al tabellen; dit gaat alleen in een lege database. Maak een nieuwe database aan.",
        "The target database has tables already; this goes into an empty one only. Create a new database.",
    ),
    "not-parked": (
        "Bericht {came} is niet geparkeerd; alleen een geparkeerd bericht kan opnieuw of weg.",
        "Message {came} is not parked; only a parked message can be retried or discarded.",
    ),
    "changed-meanwhile": (
        "Dit staat er anders voor dan de pagina toonde waarop u besliste. Bekijk wat er gebeurde en beslis opnieuw.",
        "This is no longer as the page showed it on which you decided. See what happened and decide again.",
    ),
}
