"""Action points (actiepunten): what a customer of an office has to do, whatever it is about."""
