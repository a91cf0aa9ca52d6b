"""Products of a dossier as its office keeps them, whichever kind they are."""
