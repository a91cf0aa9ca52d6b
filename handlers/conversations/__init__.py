"""Conversations (gesprekken): what an office and the customers of a dossier say to each other, and who read it."""
