"""The documents that a lender asks for with an application, and why it may turn one down."""

from adapters.simulator.cast import Line

STOCK_LIST = (
    Line("201", "001", description="Kopie getekend koopcontract"),
    Line("202", "003", description="Taxatierapport van de woning", delivery_moment="02"),
    Line("203", "009", description="Werkgeversverklaring", person=0),
    Line("204", "011", description="Laatste loonafrekening", person=0),
    Line("205", "024", description="Kopie identiteitsbewijs", person=0),
    Line("206", "051", description="Afschrift privérekening, drie maanden"),
    Line("207", "249", description="Energielabel van de woning"),
    Line("208", "208", description="Uitdraai BKR", from_source=True),
)
