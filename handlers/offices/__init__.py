"""Offices, their people and keys, and the directory of nodes. Not part of any dossier; replay copies these."""
