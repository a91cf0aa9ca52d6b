"""Entries of calendars read by hand (RFC 5545), so that what writes them does not judge itself."""

from datetime import datetime, timedelta


def lines_of(text: str) -> list[str]:
    """The content lines, unfolded; each ends in CRLF and is at most 75 bytes long before it is unfolded."""
    assert text.endswith("\r\n")
    raw = text.split("\r\n")[:-1]
    assert not [line for line in raw if len(line.encode()) > 75 or "\n" in line]
    found: list[str] = []
    for line in raw:
        if line.startswith((" ", "\t")):
            found[-1] += line[1:]
        else:
            found.append(line)
    return found


def entry(text: str) -> dict[str, str]:
    """The fields of the calendar and of its one entry, `NAME;PARAMETERS` → value as it stands."""
    found: dict[str, str] = {}
    inside: list[str] = []
    for line in lines_of(text):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            assert inside.pop() == value
        elif inside in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            assert name not in found
            found[name] = value
    assert inside == []
    return found


def offsets(text: str) -> dict[datetime, timedelta]:
    """When the clock of the VTIMEZONE changes, on the clock as it was, and to what."""
    found: dict[datetime, timedelta] = {}
    starts: list[str] = []
    for line in lines_of(text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"):
        name, _, value = line.partition(":")
        if name in {"DTSTART", "RDATE"}:
            starts += value.split(",")
        if name == "TZOFFSETTO":
            hours = timedelta(hours=int(value[:3]), minutes=int(value[3:]))
            found |= {datetime.strptime(each, "%Y%m%dT%H%M%S"): hours for each in starts}  # noqa: DTZ007 - as it stands
            starts = []
    return found
