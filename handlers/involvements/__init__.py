"""Involvements (betrokkenen): who has a part in a dossier.

The rows stand with the engine, because it asks them who sees what.
"""
