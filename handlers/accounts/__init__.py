"""Accounts: people with their links and sessions, machines with their keys. No dossier's; replay copies these."""
