"""What the surroundings decide: one class with every setting (`model`), read from HUB_ variables (`reading`).

A secret may also come from a file: HUB_SECRET_KEY_FILE names it.
What a value may be stands in `values`, and what follows from the largest file in `sizes`.
`hub/settings_page.py` writes the table of docs/settings.md.
Not here: what an office decides about itself, which is data.
"""

from hub.settings.model import PREFIX, SECRETS, Settings, variable
from hub.settings.reading import load, load_unsigned
from hub.settings.sizes import LARGEST_FILE, as_base64, body_limit

__all__ = [
    "LARGEST_FILE",
    "PREFIX",
    "SECRETS",
    "Settings",
    "as_base64",
    "body_limit",
    "load",
    "load_unsigned",
    "variable",
]
