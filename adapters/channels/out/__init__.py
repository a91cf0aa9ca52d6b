"""The channels out: each carries bytes and an envelope to one partner and says what became of them."""
