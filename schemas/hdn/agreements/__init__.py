"""The agreements of the chain (ketenafspraken) as pure functions over what was exchanged about one application.

`trace.py` has the values, a module per family has the agreements, `table.py` lists them all, `judging.py` applies them.
Rules of one message by itself live in `adapters/hdn/rules/`; who collects a trace lives outside this package.
"""
