"""Appointments (afspraken): when and where people of a dossier meet somebody of the office."""
