"""The layout of each paper that the hub prints, and its words per language; `adapters/papers/printing.py` reads it."""
