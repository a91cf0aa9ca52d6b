"""Calculations (berekeningen): what a loan costs. They keep nothing and read no dossier."""
