"""Statuses: what a lender says about an application, and what a person sets by hand."""
