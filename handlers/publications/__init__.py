"""Publications: which documents of a dossier its customers see, under which category, and whether they opened them."""
