"""Readers of the HDN dialect: a validated message becomes commands, one file per message.

Parsing, validation and the rules of a message by itself stand beside this folder, in `adapters/hdn/`.
"""
