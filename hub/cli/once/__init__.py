"""`hub demo --once`: the chain from application to a named ending, with simulated partners and no clock.

`cast.py` says who takes part, `stage.py` puts the hub up, `play.py` moves it, `promises.py` judges, `summary.py` tells.
"""
