"""Notifications: what the hub tells people by e-mail and SMS, whatever it is about."""
