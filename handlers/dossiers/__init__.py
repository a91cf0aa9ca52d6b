"""Dossiers: everything an office keeps about one household: parties, products, properties, the timeline."""
