"""Offices, who they are to their receivers, and the directory of nodes. No dossier's; replay copies these."""
