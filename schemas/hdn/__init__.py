"""The HDN standard as data: dictionary, code lists, conditions, status rules and the XSDs built from them.

Reading XML and judging messages live in `adapters/hdn/`.
"""
