"""The channels in: each hands bytes and an envelope to intake and gives back the receipt."""
