"""Advice files: per product the items that show how its advice came about, each present, missing or waived."""
