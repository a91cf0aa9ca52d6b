"""Exports to adviser software: what went out, in which version, and what is different in what came back."""
