"""What an office writes for its customers in plain words."""

SENTENCES: dict[str, tuple[str, str]] = {
    "words-braces": (
        "In {path} staat {came} tussen accolades; daar kan alleen {expected} staan, of twee teksten als krijgt u|krijg je. Verbeter het.",
        "In {path} stands {came} between braces; only {expected} can stand there, or two texts like krijgt u|krijg je. Correct it.",
    ),
    "words-addressed": (
        "In {path} staat {came}; dat past bij één aanspreekvorm. Schrijf {expected} of beide teksten tussen accolades.",
        "In {path} stands {came}, which fits one form of address. Write {expected} or both texts between braces.",
    ),
}
