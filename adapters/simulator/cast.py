"""The invented people, houses and lenders of the messages that the simulator sends."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant; `id` is the ID of the PartijNAWData, `income` the gross year salary in whole euros."""

    id: str
    first_names: str
    initials: str
    surname: str
    born: date | None
    street: str = "Lindelaan"
    house_number: int = 12
    postcode: str = "3581AB"
    city: str = "Utrecht"
    income: int = 52_000
    phone: str = "0612345678"


@dataclass(frozen=True, slots=True)
class Part:
    """A loan part; `amount` in whole euros, `rate` as written."""

    amount: int
    repayment: str = "01"
    rate: str = "3.85"
    months: int = 360
    fixed_months: int = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stock list: `number` is the DocumentMijNr, `kind` and `status` are codes of the standard.

    `person` is the place of the applicant it is about, from 0; `None` for a document that is not bound to a person.
    `since` is the local moment of the status, that of its message when absent.
    """

    number: str
    kind: str = "009"
    status: str = "01"
    note: str = ""
    description: str = ""
    delivery_moment: str = "02"
    deliver_before: date | None = None
    originals: bool = False
    from_source: bool = False
    person: int | None = None
    since: datetime | None = None


ANNA = Person("NA01", "Anna Maria", "A.M.", "de Wit", date(1988, 3, 14))
TOM = Person("NA02", "Tom", "T.", "Jansen", date(1986, 11, 2), income=44_000)


@dataclass(frozen=True, slots=True)
class Ends:
    """Who sends and who receives: nodes of six digits with their names, and the code of the lender."""

    sender: str
    receiver: str
    sender_name: str = ""
    receiver_name: str = ""
    lender: str = "AE"


@dataclass(frozen=True, slots=True)
class House:
    street: str = "Kastanjestraat"
    house_number: int = 7
    postcode: str = "3511XK"
    city: str = "Utrecht"
    price: int = 385_000
    built: int = 1991


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan for `house`, in parts."""

    parts: tuple[Part, ...] = (Part(250_000), Part(100_000, "05"))
    house: House = field(default_factory=House)

    @property
    def amount(self) -> int:
        return sum(part.amount for part in self.parts)
