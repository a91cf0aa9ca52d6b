"""What the counter and the handlers say of workflows."""

SENTENCES: dict[str, tuple[str, str]] = {
    "workflow-invalid": (
        "Deze workflow kan niet: {came}. Verbeter wat genoemd wordt; {expected} legt uit wat er mag staan.",
        "This workflow cannot be: {came}. Mend what is named; {expected} says what may stand there.",
    ),
    "workflow-changed": (
        "Versie {expected} is intussen de nieuwste; u begon met {came}. Breng uw wijziging daarin aan.",
        "Version {expected} is the newest meanwhile; yours began with {came}. Make your change there.",
    ),
    "step-not-allowed": (
        "De stap {came} kan nu niet. Wat nu wel kan: {expected}.",
        "The step {came} cannot be taken now. What can: {expected}.",
    ),
    "step-not-ready": (
        "Voor de stap {came} ontbreekt nog: {expected}. Zorg daar eerst voor.",
        "The step {came} still lacks: {expected}. See to that first.",
    ),
    "state-moved": (
        "Het product staat intussen op {expected}; u zag {came}. Kijk opnieuw wat er nu kan.",
        "The product stands at {expected} meanwhile; you saw {came}. Look again at what can be done now.",
    ),
    "state-unknown": (
        "De nieuwste versie kent de stand {came} niet. Kies een van: {expected}.",
        "The newest version does not know the state {came}. Choose one of: {expected}.",
    ),
}
