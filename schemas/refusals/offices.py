"""What an office is, has and looks like."""

SENTENCES: dict[str, tuple[str, str]] = {
    "office-unknown": (
        "Bij welk kantoor dit bericht hoort is niet te zien ({came}); verwacht werd {expected}. Vraag het kantoor of zijn nummer bij deze geldverstrekker bekend is.",
        "Which office this message belongs to cannot be told ({came}); {expected} was expected. Ask the office whether its number at this lender is known.",
    ),
    "agent-number-taken": (
        "Nummer {came} is bij deze geldverstrekker al van een ander kantoor. Vraag de geldverstrekker naar het juiste nummer.",
        "Another office has number {came} at this lender already. Ask the lender for the right number.",
    ),
    "party-taken": (
        "Partij {came} heeft al een account in dit dossier; een partij heeft er één. Trek eerst de toegang van dat account in.",
        "Party {came} has an account in this dossier already; a party has one. Take that account's access away first.",
    ),
    "viewing-only": (
        "U kijkt mee als klant, en dan is alles alleen lezen. Stop met meekijken om weer zelf te werken.",
        "You are looking as a customer, and everything is read only then. Stop looking to work as yourself again.",
    ),
    "viewing-over": (
        "Het meekijken als klant is voorbij; het duurt een kwartier, en zolang u het dossier mag zien. Stop hier, en begin zo nodig opnieuw vanuit het dossier.",
        "Looking as a customer is over; it lasts a quarter of an hour, and as long as you may see the file. Stop here, and begin again from the file if need be.",
    ),
    "viewing-reason": (
        "Wie meekijkt als klant zegt waarom: {came} tekens gegeven, verwacht {expected}. Schrijf de reden op; die staat in het inzagelogboek.",
        "Whoever looks as a customer says why: {came} characters came, {expected} were expected. Write the reason down; it stands in the access log.",
    ),
    "address-taken": (
        "Adres {came} is hier al van iemand anders. Een account heeft een eigen adres; vraag de klant om een ander.",
        "Address {came} is somebody else's here already. An account has an address of its own; ask the customer for another.",
    ),
    "address-not-free": (
        "Adres {came} heeft hier al iemand. Elk account heeft een eigen adres, ook dat van uw partner; kies een adres dat alleen u leest.",
        "Somebody has address {came} here already. Each account has an address of its own, your partner's as well; choose an address that only you read.",
    ),
    "address-shared": (
        "Adres {came} is al van een andere partij in dit dossier. Partners delen geen adres, want wie de mail leest komt binnen; vraag om een eigen adres.",
        "Address {came} is another party's in this file already. Partners share no address, because whoever reads the mail comes in; ask for an address of their own.",
    ),
    "already-active": (
        "Deze klant heeft zijn account al ingesteld en heeft geen uitnodiging nodig. Laat hem op de aanmeldpagina Wachtwoord vergeten kiezen.",
        "This customer has set the account up already and needs no invitation. Have them choose Forgot password on the sign-in page.",
    ),
    "mail-missing": (
        "Deze hub verstuurt geen e-mail, en een uitnodiging gaat per e-mail. Vraag de beheerder van de hub om {expected} in te stellen.",
        "This hub sends no mail, and an invitation goes by mail. Ask whoever runs the hub to set {expected}.",
    ),
    "already-set-up": (
        "Deze hub heeft al een kantoor ({came}); inrichten kan één keer. Voeg kantoren en mensen toe met hub offices add en hub users add.",
        "This hub has an office already ({came}); it is set up once. Add offices and people with hub offices add and hub users add.",
    ),
    "node-taken": (
        "Node {came} hoort al bij {expected}. Kies een andere node of wijzig het bestaande kantoor.",
        "Node {came} already belongs to {expected}. Choose another node or change the existing office.",
    ),
    "already-exists": (
        "{path} {came} bestaat al. Kies een andere naam.",
        "{path} {came} exists already. Choose another name.",
    ),
    "colour-invalid": (
        "{came} is geen kleur die de hub kan lezen; verwacht werd {expected}, zoals #ff6200.",
        "{came} is no colour that the hub can read; expected was {expected}, like #ff6200.",
    ),
    "logo-kind": (
        "Dit bestand ({came}) kan geen logo zijn; verwacht werd {expected}. Bewaar het logo als PNG en probeer opnieuw.",
        "This file ({came}) cannot be a logo; expected was {expected}. Save the logo as PNG and try again.",
    ),
    "logo-too-large": (
        "Het logo is {came} bytes; toegestaan is {expected} bytes. Bewaar het kleiner en probeer opnieuw.",
        "The logo is {came} bytes; {expected} bytes are allowed. Save it smaller and try again.",
    ),
}
