"""Eleven invented households: one or two people and the house they want to buy."""

from datetime import date

from adapters.simulator.cast import House, Person

Household = tuple[Person, Person | None, House]


def _person(place: int, first: str, initials: str, surname: str, born: date, income: int) -> Person:
    return Person(f"NA{place:02d}", first, initials, surname, born, income=income)


HOUSEHOLDS: tuple[Household, ...] = (
    (
        _person(1, "Anna Maria", "A.M.", "de Wit", date(1988, 3, 14), 52_000),
        _person(2, "Tom", "T.", "Jansen", date(1986, 11, 2), 44_000),
        House("Kastanjestraat", 7, "3511XK", "Utrecht", 385_000, 1991),
    ),
    (
        _person(1, "Fatima", "F.", "El Amrani", date(1990, 6, 21), 48_500),
        _person(2, "Youssef", "Y.", "Bouzid", date(1989, 1, 9), 51_000),
        House("Molenweg", 22, "1825GH", "Alkmaar", 342_000, 1978),
    ),
    (
        _person(1, "Pieter", "P.", "van der Meulen", date(1979, 9, 30), 71_000),
        None,
        House("Singel", 104, "9711AB", "Groningen", 298_000, 1932),
    ),
    (
        _person(1, "Sanne", "S.", "Kuipers", date(1995, 12, 5), 34_000),
        None,
        House("Parklaan", 3, "5211BC", "Den Bosch", 265_000, 2004),
    ),
    (
        _person(1, "Ömer", "Ö.", "Yıldız", date(1984, 4, 17), 58_000),
        _person(2, "Élise", "É.", "Dubois", date(1987, 8, 25), 39_500),
        House("Havenkade", 61, "4331LM", "Middelburg", 318_000, 2011),
    ),
    (
        _person(1, "Marieke", "M.", "Brouwer", date(1992, 2, 11), 45_000),
        None,
        House("Zonnebloem", 18, "7411DE", "Deventer", 289_000, 1999),
    ),
    (
        _person(1, "Jeroen", "J.", "Smits", date(1981, 7, 3), 63_000),
        _person(2, "Lotte", "L.", "Vermeer", date(1983, 10, 19), 47_000),
        House("Beatrixlaan", 40, "2595AX", "Den Haag", 455_000, 1968),
    ),
    (
        _person(1, "Willem", "W.", "Hoekstra", date(1968, 5, 28), 54_000),
        None,
        House("Dorpsstraat", 9, "8501CA", "Joure", 310_000, 1955),
    ),
    (
        _person(1, "Nadia", "N.", "Pinas", date(1991, 11, 23), 49_000),
        _person(2, "Rick", "R.", "de Boer", date(1990, 3, 2), 52_500),
        House("Wilgenlaan", 15, "9203PM", "Drachten", 336_000, 1985),
    ),
    (
        _person(1, "Daan", "D.", "Mulder", date(1993, 1, 30), 41_000),
        None,
        House("Eikenlaan", 27, "3823KL", "Amersfoort", 301_000, 1996),
    ),
    (
        _person(1, "Iris", "I.", "Postma", date(1994, 9, 8), 46_500),
        _person(2, "Bas", "B.", "Willemsen", date(1993, 5, 16), 50_000),
        House("Berkenhof", 31, "9401KT", "Assen", 327_000, 2001),
    ),
)
