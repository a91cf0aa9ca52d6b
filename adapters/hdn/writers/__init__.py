"""Writers of the HDN dialect: a letter becomes the bytes of a message, one file per message.

What judges the product (XSD, conditions) stands beside this folder, in `adapters/hdn/`; who sends it stands elsewhere.
"""

from adapters.hdn.writers.composing import Composed, compose
from adapters.hdn.writers.draft import Sources
from adapters.hdn.writers.table import WRITERS

__all__ = ["WRITERS", "Composed", "Sources", "compose"]
