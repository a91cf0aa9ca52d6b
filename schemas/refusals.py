"""Every slug of a refusal with its Dutch and English sentence.

A sentence says what came, what was expected and what happens next; `{path}`, `{came}` and `{expected}` are filled in.
The runbook has one heading per slug; a test holds this table, the runbook and the code against each other.
"""

from typing import Literal

Language = Literal["nl", "en"]

_NOTHING_NL = "Er is niets gewijzigd."
_NOTHING_EN = "Nothing was changed."

SENTENCES: dict[str, tuple[str, str]] = {
    # The bytes
    "message-empty": (
        "Het bericht is leeg; verwacht werd een XML-bericht. Lever het bestand opnieuw aan.",
        "The message is empty; an XML message was expected. Deliver the file again.",
    ),
    "message-too-large": (
        "Te groot: {came} bytes; toegestaan is {expected} bytes. Verklein de bijlage en lever opnieuw aan.",
        "Too large: {came} bytes; {expected} bytes are allowed. Make the attachment smaller and deliver again.",
    ),
    "xml-malformed": (
        "Het bericht is geen leesbare XML ({came}). Laat het pakket het bericht opnieuw aanmaken.",
        "The message is not well-formed XML ({came}). Have the software create the message again.",
    ),
    "xml-encoding": (
        "De codering van het bericht klopt niet ({came}); toegestaan is {expected}. Lever het bericht opnieuw aan in UTF-8.",
        "The encoding of the message is wrong ({came}); {expected} is allowed. Deliver the message again in UTF-8.",
    ),
    "xml-doctype": (
        "Het bericht bevat een DOCTYPE of entiteit; die zijn niet toegestaan. Laat het pakket het bericht zonder DOCTYPE maken.",
        "The message holds a DOCTYPE or entity; these are not allowed. Have the software create it without a DOCTYPE.",
    ),
    "xml-too-deep": (
        "Het bericht is dieper genest dan {expected} niveaus. Laat het pakket het bericht opnieuw aanmaken.",
        "The message is nested deeper than {expected} levels. Have the software create the message again.",
    ),
    "xml-too-many-elements": (
        "Het bericht heeft meer dan {expected} elementen. Laat het pakket het bericht opnieuw aanmaken.",
        "The message has more than {expected} elements. Have the software create the message again.",
    ),
    "xml-too-many-attributes": (
        "Het bericht heeft te veel attributen; een element mag er {expected} hebben. Laat het pakket het bericht opnieuw aanmaken.",
        "The message has too many attributes; an element may have {expected}. Have the software create the message again.",
    ),
    "xml-xinclude": (
        "Het bericht verwijst met XInclude naar iets buiten het bericht; dat is niet toegestaan. Stuur de inhoud zelf mee.",
        "The message refers outside itself with XInclude; that is not allowed. Put the content in the message.",
    ),
    "base64-invalid": (
        "De bijlage in {path} is geen geldige base64 ({came}). Voeg de bijlage opnieuw toe en verstuur nog eens.",
        "The attachment in {path} is not valid base64 ({came}). Attach it again and send once more.",
    ),
    # The type, the version, the schema, the rules
    "unknown-message-type": (
        "Berichtsoort {came} wordt hier niet verwerkt; wel {expected}. Controleer de berichtsoort en het wortelelement.",
        "Message type {came} is not handled here; handled are {expected}. Check the message type and the root element.",
    ),
    "unknown-schema-version": (
        "Versie {came} wordt niet ondersteund; ondersteund zijn {expected}. Maak het bericht in een ondersteunde versie.",
        "Version {came} is not supported; supported are {expected}. Create the message in a supported version.",
    ),
    "schema-invalid": (
        "{path}: {came} past niet; verwacht werd {expected}. Herstel dit in het pakket en verstuur opnieuw.",
        "{path}: {came} does not fit; {expected} was expected. Mend this in the software and send again.",
    ),
    "condition-violated": (
        "{path}: {came} past niet bij de rest van het bericht; verwacht werd {expected}. Herstel dit en verstuur opnieuw.",
        "{path}: {came} does not fit the rest of the message; {expected} was expected. Mend this and send again.",
    ),
    "invalid-value": (
        "{path}: de waarde {came} kan niet worden gelezen; verwacht werd {expected}. Herstel dit en verstuur opnieuw.",
        "{path}: the value {came} cannot be read; {expected} was expected. Mend this and send again.",
    ),
    # The envelope and the addressing
    "envelope-invalid": (
        "De envelop klopt niet: {path} is {came}; verwacht werd {expected}. Herstel de envelop en lever opnieuw aan.",
        "The envelope is wrong: {path} is {came}; {expected} was expected. Mend the envelope and deliver again.",
    ),
    "envelope-mismatch": (
        "De envelop en het bericht spreken elkaar tegen over {path}: {came} en {expected}. Maak ze gelijk en lever opnieuw aan.",
        "Envelope and message disagree on {path}: {came} and {expected}. Make them equal and deliver again.",
    ),
    "sender-mismatch": (
        "De afzender {came} hoort niet bij deze verbinding; verwacht werd {expected}. Gebruik de eigen aansluiting.",
        "Sender {came} does not belong to this connection; {expected} was expected. Use your own connection.",
    ),
    "unknown-receiver": (
        "Ontvanger {came} is hier niet bekend; verwacht werd een kantoor of geldverstrekker van deze hub. Controleer het nummer.",
        "Receiver {came} is not known here; an office or lender of this hub was expected. Check the number.",
    ),
    "environment-mismatch": (
        "Het bericht is voor omgeving {came}; deze hub is {expected}. Stuur het naar de juiste omgeving.",
        "The message is for environment {came}; this hub is {expected}. Send it to the right environment.",
    ),
    "message-id-reused": (
        "Kenmerk {came} is al gebruikt voor een bericht met andere inhoud. Geef het nieuwe bericht een eigen kenmerk.",
        "Identity {came} was used before for a message with other content. Give the new message an identity of its own.",
    ),
    "intake-crashed": (
        "Dit bericht liet de ontvangst vastlopen en is bewaard zonder te zijn gelezen. Beheer bekijkt het; stuur het niet opnieuw.",
        "This message made intake stop and was kept unread. Operations looks into it; do not send it again.",
    ),
    # What it refers to
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
    # The counter
    "not-found": (
        "Dit bestaat niet of valt buiten uw kantoor. Controleer de verwijzing.",
        "This does not exist or lies outside your office. Check the reference.",
    ),
    "not-signed-in": (
        "U bent niet aangemeld; verwacht werd een sessie of een API-sleutel. Vraag een nieuwe link of sleutel aan.",
        "You are not signed in; a session or an API key was expected. Ask for a new link or key.",
    ),
    "not-allowed": (
        "Deze sleutel mag dit niet; verwacht werd het recht {expected}. Vraag de beheerder om dit recht.",
        "This key may not do this; the right {expected} was expected. Ask the administrator for it.",
    ),
    "link-expired": (
        "Deze link is gebruikt of verlopen; een link werkt één keer. Vraag een nieuwe link aan.",
        "This link was used or has expired; a link works once. Ask for a new link.",
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
    "node-taken": (
        "Node {came} hoort al bij {expected}. Kies een andere node of wijzig het bestaande kantoor.",
        "Node {came} already belongs to {expected}. Choose another node or change the existing office.",
    ),
    "already-exists": (
        "{path} {came} bestaat al. Kies een andere naam.",
        "{path} {came} exists already. Choose another name.",
    ),
    "target-not-empty": (
        "De doeldatabase bevat al tabellen; naspelen gebeurt alleen in een lege database. Maak een nieuwe database aan.",
        "The target database has tables already; replay goes into an empty one only. Create a new database.",
    ),
    "not-parked": (
        "Bericht {came} is niet geparkeerd; alleen een geparkeerd bericht kan opnieuw of weg.",
        "Message {came} is not parked; only a parked message can be retried or discarded.",
    ),
}


def sentence(slug: str, language: Language, **facts: str) -> str:
    """The sentence of `slug`, filled in; an unlisted slug is our own mistake and raises `KeyError`."""
    dutch, english = SENTENCES[slug]
    text = dutch if language == "nl" else english
    told = {name: value if name == "path" else _in(language, slug, name, value) for name, value in facts.items()}
    if slug in _ONLY_READ:
        return text.format_map(told)
    closing = _NOTHING_NL if language == "nl" else _NOTHING_EN
    return f"{text.format_map(told)} {closing}"


_ONLY_READ = frozenset({"not-found", "not-signed-in", "link-expired"})
"""Slugs of who only looked; that nothing was changed would puzzle them."""
_BOTH = " / "
_OWN_WORDS = frozenset(
    {
        "niets / nothing",
        "tekst na het einde / text after the end",
        "het begint niet met < / it does not begin with <",
        "een proces dat stopte / a process that died",
    }
)
"""What we say that came, when it is no value of the sender; a value may hold a slash of its own."""


def _in(language: Language, slug: str, name: str, value: str) -> str:
    """The half of a fact in two languages; what a sender wrote is left whole."""
    is_ours = value in _OWN_WORDS if name == "came" else slug != "envelope-mismatch"
    dutch, both, english = value.partition(_BOTH)
    if not (is_ours and both):
        return value
    return dutch if language == "nl" else english
