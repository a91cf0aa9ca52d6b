"""Products: what a card asks per kind (`cards`), and what may be done to a product (`keeping`)."""

from handlers.products.rules.cards import CARDS, CODE_LISTS, Card, CardField, missing, read, typed_again
from handlers.products.rules.keeping import KIND_OF, Product

__all__ = ["CARDS", "CODE_LISTS", "KIND_OF", "Card", "CardField", "Product", "missing", "read", "typed_again"]
