"""Every slug of a refusal with its Dutch and English sentence.

A sentence says what came, what was expected and what happens next; `{path}`, `{came}` and `{expected}` are filled in.
The runbook has one heading per slug; a test holds this table, the runbook and the code against each other.
"""

from typing import Literal

Language = Literal["nl", "en", "pl"]
"""The languages of pages. A refusal is written in Dutch and English; in another language it is told in English."""

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
    # What goes out
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
    # What it refers to
    "office-unknown": (
        "Bij welk kantoor dit bericht hoort is niet te zien ({came}); verwacht werd {expected}. Vraag het kantoor of zijn nummer bij deze geldverstrekker bekend is.",
        "Which office this message belongs to cannot be told ({came}); {expected} was expected. Ask the office whether its number at this lender is known.",
    ),
    "agent-number-taken": (
        "Nummer {came} is bij deze geldverstrekker al van een ander kantoor. Vraag de geldverstrekker naar het juiste nummer.",
        "Another office has number {came} at this lender already. Ask the lender for the right number.",
    ),
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
    # The files that people hand in
    "file-empty": (
        "Dit bestand is leeg. Controleer of het goed is opgeslagen en lever het opnieuw aan.",
        "This file is empty. Check that it was saved well and hand it in again.",
    ),
    "file-kind": (
        "Een bestand van deze soort ({came}) kan hier niet worden aangeleverd; wel {expected}. Sla het op als PDF of maak een foto.",
        "A file of this kind ({came}) cannot be handed in here; {expected} can. Save it as a PDF or take a photo.",
    ),
    "file-password": (
        "Dit PDF-bestand is beveiligd met een wachtwoord. Open het, kies Afdrukken en dan Opslaan als PDF, en lever dat bestand aan.",
        "This PDF is protected with a password. Open it, choose Print and then Save as PDF, and hand in that file.",
    ),
    "file-unreadable": (
        "Dit bestand ({came}) is beschadigd of niet volledig en kan niet worden gelezen. Sla het opnieuw op als PDF of maak een foto.",
        "This file ({came}) is damaged or incomplete and cannot be read. Save it again as a PDF or take a photo.",
    ),
    "page-unreadable": (
        "Pagina {path} van dit PDF-bestand is beschadigd. Sla het bestand opnieuw op als PDF, of maak een foto van die pagina.",
        "Page {path} of this PDF is damaged. Save the file again as a PDF, or take a photo of that page.",
    ),
    "file-too-heavy": (
        "Dit bestand is te zwaar om te openen ({came}); verwacht werd {expected}. Sla het kleiner op of lever het in delen aan.",
        "This file is too heavy to open ({came}); {expected} was expected. Save it smaller or hand it in in parts.",
    ),
    "file-animated": (
        "Dit bestand beweegt: het heeft {came} beelden na elkaar. Sla het beeld dat u bedoelt op als foto of PDF.",
        "This file moves: it has {came} images after each other. Save the one you mean as a photo or a PDF.",
    ),
    "file-dynamic-form": (
        "Dit PDF-bestand is een formulier dat alleen zijn eigen programma kan tonen. Open het daar, kies Opslaan als PDF bij Afdrukken, en lever dat aan.",
        "This PDF is a form that only its own program can show. Open it there, print it to a PDF, and hand that in.",
    ),
    "document-too-large": (
        "Het samengestelde document is {came}; toegestaan is {expected}. Het zwaarst zijn pagina {path}: laat weg wat niet gevraagd is, scan die pagina's opnieuw in grijs op 200 dpi, of lever in twee delen aan.",
        "The composed document is {came}; {expected} is allowed. The heaviest are page {path}: leave out what was not asked for, scan those pages again in grey at 200 dpi, or hand in two parts.",
    ),
    # The stukken of a dossier
    "file-not-scanned": (
        "Dit bestand wordt nog gecontroleerd op virussen; tot die tijd opent en verstuurt niemand het. Wacht even en probeer het opnieuw.",
        "This file is still being checked for viruses; until then nobody opens or sends it. Wait a moment and try again.",
    ),
    "file-infected": (
        "In dit bestand is een virus gevonden ({came}); het wordt nooit geopend of verstuurd. Laat het stuk opnieuw aanleveren.",
        "A virus was found in this file ({came}); it is never opened or sent. Have the document handed in again.",
    ),
    "file-unscannable": (
        "Dit bestand kan niet veilig worden geopend ({came}). Laat het stuk opnieuw aanleveren als PDF zonder wachtwoord of als foto.",
        "This file cannot be opened safely ({came}). Have the document handed in again as a PDF without a password or as a photo.",
    ),
    "reason-needed": (
        "Wie een bestand afkeurt, zegt waarom; verwacht werd {expected}. Schrijf op wat er mis is en wat u wel wilt ontvangen.",
        "Whoever rejects a file says why; {expected} was expected. Write down what is wrong and what you want instead.",
    ),
    "page-unknown": (
        "{path}: pagina {came} hoort niet bij dit stuk of staat er al; verwacht werd {expected}. Haal het stuk opnieuw op.",
        "{path}: page {came} does not belong to this document or is in it already; {expected} was expected. Fetch it again.",
    ),
    "stuk-empty": (
        "Bij stuk {came} is niets om te versturen; verwacht werd {expected}. Laat een bestand aanleveren of kies pagina's.",
        "There is nothing to send for line {came}; {expected} was expected. Have a file handed in or choose pages.",
    ),
    "stuk-not-judged": (
        "Nog niet alles is goedgekeurd ({came}); verwacht werden {expected}. Beoordeel elk bestand, of verwijder wat niet meegaat.",
        "Not everything is approved yet ({came}); {expected} were expected. Judge each file, or remove what does not go along.",
    ),
    "stuk-not-prepared": (
        "Het document van stuk {came} wordt nog samengesteld. Wacht even en verstuur het dan.",
        "The document of line {came} is still being composed. Wait a moment and send it then.",
    ),
    "stuk-sent": (
        "{came} is al naar de geldverstrekker; verwacht werd {expected}. Wacht op het oordeel van de geldverstrekker.",
        "{came} is with the lender already; {expected} was expected. Wait for the lender's judgement.",
    ),
    "stuk-unchanged": (
        "De geldverstrekker wees precies dit document van stuk {came} af; verwacht werden {expected}. Wijzig het voor u het weer verstuurt.",
        "The lender turned down exactly this document of line {came}; {expected} were expected. Change it before you send it again.",
    ),
    # Files on their way
    "upload-too-large": (
        "Te groot: {came} bytes; toegestaan is {expected} bytes. Maak het bestand kleiner of lever het in delen aan.",
        "Too large: {came} bytes; {expected} bytes are allowed. Make the file smaller or hand it in in parts.",
    ),
    "too-many-listeners": (
        "U hebt {came} pagina's open die zichzelf bijwerken; verwacht werden er hoogstens {expected}. Sluit er een, of ververs deze pagina met de hand.",
        "You have {came} pages open that renew themselves; at most {expected} were expected. Close one, or renew this page by hand.",
    ),
    "too-many-uploads": (
        "Er zijn al {came} bestanden onderweg; toegestaan is {expected} tegelijk. Wacht tot er een klaar is.",
        "There are {came} files on their way already; {expected} are allowed at a time. Wait until one is done.",
    ),
    "upload-expired": (
        "Deze upload verliep op {came}; verwacht werd {expected}. Begin opnieuw.",
        "This upload expired at {came}; {expected} was expected. Begin again.",
    ),
    "upload-offset": (
        "Dit deel begint op {came}; het bestand is ontvangen tot {expected}. Vraag waar het gebleven is en ga daar verder.",
        "This part begins at {came}; the file is here up to {expected}. Ask where it is and go on from there.",
    ),
    "upload-checksum": (
        "Dit deel is onderweg beschadigd: {came} in plaats van {expected}. Stuur het deel opnieuw.",
        "This part was damaged on its way: {came} instead of {expected}. Send the part again.",
    ),
    "upload-version": (
        "Deze hub spreekt tus {expected}; gevraagd werd {came}. Stuur de kop Tus-Resumable met {expected}.",
        "This hub speaks tus {expected}; {came} was asked. Send the header Tus-Resumable with {expected}.",
    ),
    "upload-type": (
        "Een deel van een upload heeft als Content-Type {expected}; hier stond {came}.",
        "A part of an upload has the Content-Type {expected}; here it was {came}.",
    ),
    # What goes out
    "letter-refused": (
        "{path}: {came} kan zo niet worden verstuurd; verwacht werd {expected}. Vul dit aan of herstel het en verstuur opnieuw.",
        "{path}: {came} cannot be sent like this; {expected} was expected. Fill this in or mend it and send again.",
    ),
    "file-type-mismatch": (
        "Het bestand is volgens het bericht {came}, maar de inhoud is {expected}. Kies de juiste soort of een ander bestand.",
        "The message says that the file is {came}, but its content is {expected}. Choose the right kind or another file.",
    ),
    # The agreements of the chain (schemas/hdn/agreements)
    "receipt-late": (
        "Ontvangstbevestiging: {came}; verwacht werd {expected}. Vraag de ontvanger of de aanvraag is aangekomen.",
        "Receipt: {came}; {expected} was expected. Ask the receiver whether the application arrived.",
    ),
    "receipt-late-by-analogy": (
        "Ontvangstbevestiging: {came}; gebruikelijk is {expected}. Vraag de ontvanger of de aanvraag is aangekomen.",
        "Receipt: {came}; usual is {expected}. Ask the receiver whether the application arrived.",
    ),
    "receipt-twice": (
        "Ontvangstbevestiging {came} is er een te veel; afgesproken is {expected} per versie. Stuur haar niet nog eens.",
        "Receipt {came} is one too many; {expected} per version was agreed. Do not send it again.",
    ),
    "receipt-twice-by-analogy": (
        "Ontvangstbevestiging {came} is er een te veel; gebruikelijk is {expected} per versie.",
        "Receipt {came} is one too many; usual is {expected} per version.",
    ),
    "first-version-not-one": (
        "De eerste aanvraag heeft versie {came}; verwacht werd {expected}. Begin een uitwisseling met versie 1.",
        "The first application has version {came}; {expected} was expected. Begin an exchange with version 1.",
    ),
    "version-used-again": (
        "Aanvraag {came} is al verstuurd met andere inhoud; verwacht werd {expected}. Verhoog de versie.",
        "Application {came} was sent before with other content; {expected} was expected. Raise the version.",
    ),
    "version-skipped": (
        "Aanvraagversie {came} volgt niet op wat er is; verwacht werd {expected}. Gebruik die versie.",
        "Request version {came} does not follow what is there; {expected} was expected. Use that version.",
    ),
    "answer-version-unknown": (
        "Het antwoord draagt versie {came}; bekend zijn {expected}. Antwoord op een versie die er is.",
        "The answer carries version {came}; known are {expected}. Answer a version that is there.",
    ),
    "old-version-answered": (
        "{came} is een antwoord op een oude versie; de nieuwste is {expected}. Antwoord op die versie.",
        "{came} answers an old version; the newest is {expected}. Answer that version.",
    ),
    "old-request-delivered": (
        "{came} hoort bij de stukkenlijst van een oude versie; de nieuwste is {expected}. Wacht op de nieuwe stukkenlijst.",
        "{came} belongs to the document list of an old version; the newest is {expected}. Wait for the new list.",
    ),
    "document-version-changed": (
        "{came} draagt een andere versie dan de stukkenlijst; verwacht werd {expected}. Een document verhoogt de versie niet.",
        "{came} carries another version than the document list; {expected} was expected. A document does not raise the version.",
    ),
    "answer-before-application": (
        "{came} beantwoordt een {expected} die nog niet is verstuurd. Verstuur eerst die aanvraag.",
        "{came} answers a {expected} that was not sent yet. Send that application first.",
    ),
    "status-not-expected": (
        "Op dit bericht past {came} niet; verwacht werd {expected}. Beantwoord een antwoord niet.",
        "{came} does not fit in answer to this message; {expected} was expected. Do not answer an answer.",
    ),
    "status-without-reference": (
        "Een status op een stukkenlijst draagt {expected}; hier staat {came}. Vul het kenmerk in.",
        "A status about a document list carries {expected}; here is {came}. Fill in the reference.",
    ),
    "request-answers-no-application": (
        "Een stukkenlijst beantwoordt {expected}; hier staat {came}. Laat de lijst de aanvraag beantwoorden.",
        "A document list answers {expected}; here is {came}. Let the list answer the application.",
    ),
    "status-before-receipt": (
        "{came} kwam vóór de ontvangstbevestiging; verwacht werd eerst {expected}. Vraag de ontvanger om de bevestiging.",
        "{came} came before the receipt; {expected} was expected first. Ask the receiver for the receipt.",
    ),
    "treatment-twice": (
        "{came} is al verstuurd voor deze versie; afgesproken is {expected}. Stuur haar niet nog eens.",
        "{came} was sent before for this version; {expected} was agreed. Do not send it again.",
    ),
    "declaration-not-sent": (
        "{came} zegt dat de gezondheidsverklaring binnen is; eerst werd {expected} verwacht. Meld eerst de verzending.",
        "{came} says that the health declaration is in; {expected} was expected first. Tell first that it was sent.",
    ),
    "declaration-not-received": (
        "{came} kwam zonder {expected} na de verzonden gezondheidsverklaring. Vraag of de verklaring binnen is.",
        "{came} came without {expected} after the health declaration that was sent. Ask whether the declaration is in.",
    ),
    "credit-ended": (
        "Dit krediet is afgewezen of beëindigd; {came} kan niet meer, verwacht werd {expected}. Begin een nieuwe aanvraag.",
        "This credit was declined or ended; {came} cannot go, {expected} was expected. Begin a new application.",
    ),
    "life-ended": (
        "Deze levenaanvraag is beëindigd; {came} kan niet meer, verwacht werd {expected}. Begin een nieuwe aanvraag.",
        "This life application was ended; {came} cannot go, {expected} was expected. Begin a new application.",
    ),
    "mortgage-ended": (
        "Deze aanvraag is afgewezen, beëindigd of in beheer; {came} kwam daarna nog, verwacht werd {expected}.",
        "This application was declined, ended or is in servicing; {came} came after that, {expected} was expected.",
    ),
    "notary-status-missing": (
        "{came} kwam zonder {expected} (verzonden naar notaris). Vraag de geldverstrekker naar die status.",
        "{came} came without {expected} (sent to the notary). Ask the lender for that status.",
    ),
    "notary-status-after-payment": (
        "{came} kwam vóór {expected} (verzonden naar notaris). Vraag de geldverstrekker naar die status.",
        "{came} came before {expected} (sent to the notary). Ask the lender for that status.",
    ),
    "offer-not-one-kind": (
        "De OX is {came}; verwacht werd {expected}, in precies één document. Verstuur ze als twee berichten.",
        "The OX is {came}; {expected} was expected, in exactly one document. Send them as two messages.",
    ),
    "request-after-offer": (
        "Stukkenlijst na de eerste offerte: {came}; verwacht werd {expected}. Vraag de geldverstrekker om de stukkenlijst.",
        "Document list after the first offer: {came}; {expected} was expected. Ask the lender for the document list.",
    ),
    "approval-withdrawn": (
        "Een stuk dat akkoord was kreeg een andere status ({came}); verwacht werd {expected}. Het stuk blijft akkoord.",
        "A line that was approved got another status ({came}); {expected} was expected. The line stays approved.",
    ),
    "reason-missing": (
        "Stuk {came} is afgekeurd of vervallen zonder uitleg; verwacht werd {expected}. Vul de reden in.",
        "Line {came} was rejected or dropped without a word; {expected} was expected. Fill in the reason.",
    ),
    "document-from-source": (
        "Stuk {came} haalt de geldverstrekker zelf op bij een bron; verwacht werd {expected}. Lever dit stuk niet aan.",
        "The lender fetches line {came} from a source itself; {expected} was expected. Do not deliver this line.",
    ),
    "document-not-requested": (
        "Stuk {came} staat niet op de stukkenlijst; daar staat {expected}. Kies een stuk van de lijst.",
        "Line {came} is not on the document list; there is {expected}. Choose a line of the list.",
    ),
    "document-not-one-file": (
        "Dit bericht heeft {came} bestanden; verwacht werd {expected}. Voeg wat bij één stuk hoort samen in één bestand.",
        "This message has {came} files; {expected} was expected. Put what belongs to one line together in one file.",
    ),
    "document-not-awaited": (
        "Om stuk {came} wordt nu niet gevraagd; dat is zo bij status {expected}. Wacht op het oordeel van de geldverstrekker.",
        "Line {came} is not asked for now; it is with status {expected}. Wait for the lender's judgement.",
    ),
    "intermediary-changed": (
        "TussenPersoon is bij het doorsturen gewijzigd: {came}; verwacht werd {expected}. Stuur de tussenpersoon ongewijzigd door.",
        "TussenPersoon was changed in forwarding: {came}; {expected} was expected. Forward the intermediary unchanged.",
    ),
    "service-provider-missing": (
        "De doorgestuurde aanvraag heeft als ServiceProvider {came}; verwacht werd {expected}. Voeg de eigen gegevens toe.",
        "The forwarded application has as ServiceProvider {came}; {expected} was expected. Add the own data.",
    ),
    "service-provider-repeated": (
        "ServiceProvider {came} staat vaker in de aanvraag; verwacht werd {expected}. Herhaal geen ontvangen gegevens.",
        "ServiceProvider {came} stands in the application more than once; {expected} was expected. Repeat no received data.",
    ),
    "line-status-overwritten": (
        "De status van een stuk is bij het doorsturen gewijzigd ({came}); een tussenstation gebruikt {expected}.",
        "The status of a line was changed in forwarding ({came}); a station in between uses {expected}.",
    ),
    "answer-not-passed-on": (
        "Doorgestuurd is {came}; verwacht werd {expected}. Vraag het tussenstation naar dit antwoord.",
        "Passed on was {came}; {expected} was expected. Ask the station for this answer.",
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
    "client-unknown": (
        "Deze client is onbekend of ingetrokken, of zijn geheim of certificaat klopt niet. Vraag de beheerder om een nieuw geheim.",
        "This client is unknown or revoked, or its secret or certificate is wrong. Ask the administrator for a new secret.",
    ),
    "scope-not-granted": (
        "Deze client vraagt rechten die hij niet heeft ({came}); verwacht werd {expected}. Vraag minder, of vraag de beheerder om dit recht.",
        "This client asks for rights that it has not got ({came}); {expected} was expected. Ask for fewer, or ask the administrator.",
    ),
    "provider-state": (
        "Deze aanmelding begon in een andere browser of duurde te lang. Begin opnieuw bij de pagina van uw kantoor.",
        "This sign-in began in another browser or took too long. Start again at the page of your office.",
    ),
    "provider-answer": (
        "Het antwoord van de aanmelddienst klopt niet ({came}); verwacht werd {expected}. Begin opnieuw, of vraag uw beheerder.",
        "The answer of the sign-in service does not hold ({came}); {expected} was expected. Start again, or ask your administrator.",
    ),
    "provider-no-group": (
        "U staat bij uw kantoor in geen groep die hier toegang geeft. Vraag uw beheerder om de groep.",
        "Your office has you in no group that may come in here. Ask your administrator for the group.",
    ),
    "provider-domain": (
        "Uw e-mailadres hoort niet bij dit kantoor; verwacht werd een adres van {expected}. Meld u aan met uw kantooraccount.",
        "Your e-mail address does not belong to this office; an address of {expected} was expected. Use your office account.",
    ),
    "provider-other-office": (
        "Dit account hoort bij een ander kantoor. Meld u aan bij de pagina van uw eigen kantoor.",
        "This account belongs to another office. Sign in at the page of your own office.",
    ),
    "link-expired": (
        "Deze link is gebruikt of verlopen; een link werkt één keer. Vraag een nieuwe link aan.",
        "This link was used or has expired; a link works once. Ask for a new link.",
    ),
    "sign-in-failed": (
        "E-mailadres of wachtwoord klopt niet, of het account is even op slot na te veel pogingen. Controleer beide, wacht een paar minuten en probeer het opnieuw.",
        "E-mail address or password is wrong, or the account is locked for a while after too many tries. Check both, wait a few minutes and try again.",
    ),
    "code-wrong": (
        "Deze code klopt niet, is al gebruikt of hoort bij een ander moment; na te veel pogingen wacht u even. Neem de code die nu in de app staat.",
        "This code is wrong, was used before or belongs to another moment; after too many tries you wait a while. Take the code that the app shows now.",
    ),
    "password-wrong": (
        "Uw huidige wachtwoord klopt niet; na te veel pogingen wacht u even. Typ het opnieuw.",
        "Your current password is wrong; after too many tries you wait a while. Type it again.",
    ),
    "password-weak": (
        "Dit wachtwoord is te makkelijk te raden. Kies 12 tot 200 tekens, geen veelgebruikt wachtwoord, en niets met uw naam of e-mailadres.",
        "This password is too easy to guess. Choose 12 to 200 characters, no common password, and nothing with your name or e-mail address.",
    ),
    "passwords-differ": (
        "De twee wachtwoorden zijn niet gelijk. Typ het nieuwe wachtwoord twee keer hetzelfde.",
        "The two passwords are not the same. Type the new password twice in the same way.",
    ),
    "passkey-refused": (
        "Deze passkey werd niet aangenomen: hij is hier onbekend, al bekend, of het duurde te lang. Begin opnieuw, of gebruik uw wachtwoord.",
        "This passkey was not accepted: it is unknown here, known already, or it took too long. Start again, or use your password.",
    ),
    "last-factor": (
        "Dit is uw laatste tweede stap. Stel eerst een andere in: een app met codes of een passkey.",
        "This is your last second step. Set up another one first: an app with codes or a passkey.",
    ),
    "already-set-up": (
        "Deze hub heeft al een kantoor ({came}); inrichten kan één keer. Voeg kantoren en mensen toe met hub offices add en hub users add.",
        "This hub has an office already ({came}); it is set up once. Add offices and people with hub offices add and hub users add.",
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
        "De doeldatabase bevat al tabellen; dit gaat alleen in een lege database. Maak een nieuwe database aan.",
        "The target database has tables already; this goes into an empty one only. Create a new database.",
    ),
    "not-parked": (
        "Bericht {came} is niet geparkeerd; alleen een geparkeerd bericht kan opnieuw of weg.",
        "Message {came} is not parked; only a parked message can be retried or discarded.",
    ),
    # What people are told
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
    "changed-meanwhile": (
        "Dit staat er anders voor dan de pagina toonde waarop u besliste. Bekijk wat er gebeurde en beslis opnieuw.",
        "This is no longer as the page showed it on which you decided. See what happened and decide again.",
    ),
}


def sentence(slug: str, language: Language, **facts: str) -> str:
    """The sentence of a refusal, filled in; it ends with what became of the message."""
    text = told(slug, language, **facts)
    if slug in _ONLY_READ:
        return text
    return f"{text} {_NOTHING_NL if language == 'nl' else _NOTHING_EN}"


def told(slug: str, language: Language, **facts: str) -> str:
    """What came and what was expected, filled in; an unlisted slug is our own mistake and raises `KeyError`."""
    dutch, english = SENTENCES[slug]
    text = dutch if language == "nl" else english
    return text.format_map(
        {name: value if name == "path" else _in(language, slug, name, value) for name, value in facts.items()}
    )


_ONLY_READ = frozenset(
    {"too-many-listeners", "not-found", "not-signed-in", "link-expired", "sign-in-failed", "code-wrong"}
)
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
