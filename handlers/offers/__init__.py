"""Offers: what a lender offers, indicative or binding, with its parts, dates and files."""
