"""The counter: JSON API and pages; it reads views and sends commands."""
