"""What the counter and the handlers say of dossiers that an office keeps by hand."""

SENTENCES: dict[str, tuple[str, str]] = {
    "possible-duplicate": (
        "Er is misschien al een dossier: {came}. Open dat dossier, of bevestig dat u een nieuw dossier wilt.",
        "There may be a dossier already: {came}. Open that one, or confirm that you want a new one.",
    ),
    "follow-up-missing": (
        "Bij een prospect hoort bij elk contact {expected}. Leg vast wat er volgt, wie en wanneer, of waarom er niets volgt.",
        "With a prospect each contact has {expected}. Record what follows, who and when, or why nothing does.",
    ),
    "task-ended": (
        "Deze taak is al afgesloten ({came}). Open haar opnieuw als er nog iets moet gebeuren.",
        "This task has ended already ({came}). Open it again when something is still to be done.",
    ),
    "last-party": (
        "{came} is de laatste aanvrager. Voeg eerst een andere aanvrager toe, of sluit het dossier.",
        "{came} is the last applicant. Add another applicant first, or close the dossier.",
    ),
}
