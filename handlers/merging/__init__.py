"""Merging: two dossiers of one household become one, one of two households becomes two; what went is kept."""
