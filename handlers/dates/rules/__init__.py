"""Rules of dates: the calendar, and what is watched. Pure."""
