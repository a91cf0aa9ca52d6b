"""Applications: their versions, and the link between an exchange and its dossier."""
