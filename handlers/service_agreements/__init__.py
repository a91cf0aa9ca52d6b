"""Service agreements (OTD, opdracht tot dienstverlening): drafted, printed once, signed, declined, cancelled."""
