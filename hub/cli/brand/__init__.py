"""How an office looks, from the shell."""
