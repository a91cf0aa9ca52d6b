"""Customers (klanten): what somebody sees of the dossiers of which he is a party, and which parties have access.

Their accounts are made by `handlers/accounts/customers.py`.
"""
