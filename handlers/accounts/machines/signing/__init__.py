"""Clients that sign who they are: their public keys, and the assertions that they made with them."""
