"""What is said of exports to adviser software."""

SENTENCES: dict[str, tuple[str, str]] = {
    "export-incomplete": (
        "De export kan nog niet: er ontbreken {came} gegevens. {expected}",
        "The export cannot be made yet: {came} facts are missing. {expected}",
    ),
}
