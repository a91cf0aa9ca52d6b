"""Offers (OX): what one may be.

Dates and extensions of an offer are judged in `handlers/offers/rules.py`, its files in `adapters/hdn/rules/`.
"""

from schemas.hdn.agreements.trace import Breach, Trace


def offer_is_of_one_kind(trace: Trace) -> tuple[Breach, ...]:
    """An OX is an indicative proposal or a binding offer, never both; that of an AX is exactly one of them.

    Source: e (since September 2016).
    """
    return tuple(
        message.breaks("offer-not-one-kind", "00, 18" if message.binding else "–", "00 of 18 / 00 or 18")
        for message in trace.messages
        if message.code == "OX"
        and (message.indicative == message.binding)
        and (message.binding or message.answers == "AX")
    )
