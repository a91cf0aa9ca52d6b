"""The agreements of the chain (`schemas/hdn/agreements`), one slug each."""

SENTENCES: dict[str, tuple[str, str]] = {
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
}
