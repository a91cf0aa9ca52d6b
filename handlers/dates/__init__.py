"""Dates (termijnen): what passes in a dossier, who is told before it does, and the Dutch calendar that counts it."""
