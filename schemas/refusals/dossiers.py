"""What the counter and the handlers say of dossiers that an office keeps by hand."""

SENTENCES: dict[str, tuple[str, str]] = {
    "possible-duplicate": (
        "Er is misschien al een dossier: {came}. Open dat dossier, of bevestig dat u een nieuw dossier wilt.",
        "There may be a dossier already: {came}. Open that one, or confirm that you want a new one.",
    ),
    "party-tied": (
        "Deze persoon is in dezelfde aanvraag al iemand anders ({expected}). Maak dat eerst los.",
        "This person is somebody else of the same application already ({expected}). Take that apart first.",
    ),
    "follow-up-missing": (
        "Bij een prospect hoort bij elk contact {expected}. Leg vast wat er volgt, wie en wanneer, of waarom er niets volgt.",
        "With a prospect each contact has {expected}. Record what follows, who and when, or why nothing does.",
    ),
    "task-ended": (
        "Deze taak is al afgesloten ({came}). Open haar opnieuw als er nog iets moet gebeuren.",
        "This task has ended already ({came}). Open it again when something is still to be done.",
    ),
    "appointment-past": (
        "De afspraak zou beginnen op {came}, en dat is voorbij. Kies een later moment, of leg haar vast als gehouden.",
        "The appointment would begin at {came}, which has passed. Choose a later moment, or record it as held.",
    ),
    "appointment-ahead": (
        "De afspraak begint pas op {came} en kan dus nog niet gehouden zijn. Verplaats haar, of wacht tot zij is begonnen.",
        "The appointment begins only at {came}, so it cannot have been held. Move it, or wait until it began.",
    ),
    "appointment-over": (
        "Deze afspraak is al afgesloten ({came}) en kan niet meer wijzigen. Maak een nieuwe afspraak.",
        "This appointment is over already ({came}) and changes no more. Make a new one.",
    ),
    "time-skipped": (
        "{came} bestaat niet: in die nacht gaat de klok een uur vooruit. Kies een eerdere of latere tijd.",
        "{came} does not exist: that night the clock goes an hour ahead. Choose an earlier or a later time.",
    ),
    "time-twice": (
        "{came} komt twee keer voor: in die nacht gaat de klok een uur terug. Zeg welke van de twee u bedoelt: {expected}.",
        "{came} comes twice: that night the clock goes an hour back. Say which of the two you mean: {expected}.",
    ),
    "checklist-there": (
        "Alles van de stukkenlijst {came} is deze klant al gevraagd. Kies een ander profiel of een andere persoon.",
        "This customer is asked all of the document list {came} already. Choose another profile or another person.",
    ),
    "sheet-unreadable": (
        "Dit bestand kan niet worden ingelezen ({came}). Verwacht: {expected}. Knip een groter bestand in delen.",
        "This file cannot be read ({came}). Expected: {expected}. Cut a larger file in parts.",
    ),
    "part-missing": (
        "Een product heeft minstens één rechterdeel en er kwam er geen. Vul het eerste rechterdeel in.",
        "A product has at least one part and none came. Fill in the first part.",
    ),
    "last-part": (
        "Rechterdeel {came} is het enige. Wijzig het, of voeg eerst een ander rechterdeel toe.",
        "Part {came} is the only one. Change it, or add another part first.",
    ),
    "product-ended": (
        "Dit product is al beëindigd ({came}). Heropen het als er nog iets wijzigt.",
        "This product has ended already ({came}). Open it again when something still changes.",
    ),
    "already-tied": (
        "Aanvraag {came} hoort al bij een ander product ({expected}). Maak haar daar eerst los.",
        "Application {came} belongs to another product already ({expected}). Untie it there first.",
    ),
    "action-point-follows": (
        "Dit actiepunt volgt uit de stukkenlijst. Wijzig of beoordeel het stuk zelf; het actiepunt gaat mee.",
        "This action point follows from the stock list. Change or judge the document itself; the point goes along.",
    ),
    "action-point-state": (
        "Dit actiepunt is {came}; dit kan alleen als het {expected} is. Ververs de pagina en kijk hoe het nu staat.",
        "This action point is {came}; this asks {expected}. Reload the page to see how it stands now.",
    ),
    "last-party": (
        "{came} is de laatste aanvrager. Voeg eerst een andere aanvrager toe, of sluit het dossier.",
        "{came} is the last applicant. Add another applicant first, or close the dossier.",
    ),
}
