"""Machines: clients that get tokens (OAuth2 client credentials), and the secrets of clients and of API keys."""
