"""Delivery: outgoing rows reach their partners, each queue strictly in order, each partner by itself.

A channel is given by `adapters/channels/out/`; nothing here knows how bytes travel.
"""
