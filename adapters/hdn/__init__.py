"""The HDN dialect: bytes to a checked tree, and the rules one message can answer by itself.

What the standard says stands in `schemas/hdn/` as data; lenders' deviations stand in `adapters/lenders/`.
"""
