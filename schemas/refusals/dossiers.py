"""What the counter and the handlers say of dossiers that an office keeps by hand."""

SENTENCES: dict[str, tuple[str, str]] = {
    "possible-duplicate": (
        "Er is misschien al een dossier: {came}. Open dat dossier, of bevestig dat u een nieuw dossier wilt.",
        "There may be a dossier already: {came}. Open that one, or confirm that you want a new one.",
    ),
    "last-party": (
        "{came} is de laatste aanvrager. Voeg eerst een andere aanvrager toe, of sluit het dossier.",
        "{came} is the last applicant. Add another applicant first, or close the dossier.",
    ),
}
