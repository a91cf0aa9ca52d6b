"""Files that people hand in, the stukken that they are for, and files on their way."""

SENTENCES: dict[str, tuple[str, str]] = {
    "file-empty": (
        "Dit bestand is leeg. Controleer of het goed is opgeslagen en lever het opnieuw aan.",
        "This file is empty. Check that it was saved well and hand it in again.",
    ),
    "file-kind": (
        "Een bestand van deze soort ({came}) kan hier niet worden aangeleverd; wel {expected}. Sla het op als PDF of maak een foto.",
        "A file of this kind ({came}) cannot be handed in here; {expected} can. Save it as a PDF or take a photo.",
    ),
    "file-mislabelled": (
        "Dit bestand heet {came}, maar de inhoud is dat niet; verwacht werd {expected}. Open het in het programma waarmee het is gemaakt en sla het op als PDF, of maak een foto.",
        "This file is called {came}, but its content is not that; {expected} was expected. Open it in the program that made it and save it as a PDF, or take a photo.",
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
    "stukken-none-ready": (
        "Geen van de {came} stukken kan nu weg; verwacht werd {expected}. Op de stukkenlijst staat bij elk stuk wat het tegenhoudt.",
        "None of the {came} lines can go now; {expected} was expected. The document list says of each line what stops it.",
    ),
    "stuk-unchanged": (
        "De geldverstrekker wees precies dit document van stuk {came} af; verwacht werden {expected}. Wijzig het voor u het weer verstuurt.",
        "The lender turned down exactly this document of line {came}; {expected} were expected. Change it before you send it again.",
    ),
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
}
