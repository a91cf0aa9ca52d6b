"""The doctor: tries every part of the hub with a harmless call, and names the command that mends what is wrong."""

from hub.doctor.examination import examine, settings_finding
from hub.doctor.finding import Finding, Level, is_healthy

__all__ = ["Finding", "Level", "examine", "is_healthy", "settings_finding"]
