"""Workflows of products: definitions as data, and where each product stands."""
