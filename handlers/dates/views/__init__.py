"""The reading side of dates."""
