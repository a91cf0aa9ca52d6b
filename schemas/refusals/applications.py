"""What a message or a command refers to: applications, exchanges, statuses."""

SENTENCES: dict[str, tuple[str, str]] = {
    "lender-unknown": (
        "Naar {came} is geen weg bekend; verwacht werd {expected}. Vraag de beheerder de node van deze geldverstrekker toe te voegen, of kies er een.",
        "No way to {came} is known; {expected} was expected. Ask the operator to add the node of this lender, or choose one.",
    ),
    "application-missing": (
        "Via deze uitwisseling is geen aanvraag binnengekomen ({came}); verwacht werd {expected}. Kies de uitwisseling waarmee de aanvraag kwam.",
        "No application came through this exchange ({came}); {expected} was expected. Choose the exchange that brought the application.",
    ),
    "application-sent": (
        "Versie {came} van deze aanvraag is al aan deze geldverstrekker gestuurd; de volgende is versie {expected}. Maak in het adviespakket een nieuwe versie.",
        "Version {came} of this application was sent to this lender already; the next one is version {expected}. Make a new version in the software.",
    ),
    "application-of-another-office": (
        "Aanvraag {came} hoort niet bij dit kantoor; verwacht werd een aanvraag van {expected}. Controleer het aanvraagnummer.",
        "Application {came} does not belong to this office; one of {expected} was expected. Check the application number.",
    ),
    "lender-mismatch": (
        "Afzender {came} is niet de geldverstrekker van deze aanvraag; dat is {expected}. Controleer het aanvraagnummer.",
        "Sender {came} is not the lender of this application; that is {expected}. Check the application number.",
    ),
    "request-version-backwards": (
        "Aanvraagversie {came} gaat terug of is al gebruikt; de hoogste bekende versie is {expected}. Verhoog de versie.",
        "Request version {came} goes back or was used before; the highest known version is {expected}. Raise the version.",
    ),
    "already-linked": (
        "Deze uitwisseling is al gekoppeld aan dossier {came}. Verplaats haar of koppel haar eerst los.",
        "This exchange is already linked to dossier {came}. Move it or unlink it first.",
    ),
    "not-linked": (
        "Deze uitwisseling is niet gekoppeld; er is niets los te koppelen of te verplaatsen. Koppel haar eerst.",
        "This exchange is not linked; there is nothing to unlink or move. Link it first.",
    ),
    "undo-too-late": (
        "De koppeling is van {came}; ongedaan maken kan tot {expected}. Verplaats de uitwisseling met de hand.",
        "The link was made at {came}; it can be undone until {expected}. Move the exchange by hand.",
    ),
    "status-unknown": (
        "Status {came} staat niet in de lijst; kies uit {expected}.",
        "Status {came} is not in the list; choose from {expected}.",
    ),
}
