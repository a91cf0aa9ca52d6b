"""Sizes that follow from the largest file: of a message that holds it, in bytes."""

LARGEST_FILE = 25 * 1024 * 1024
XML_ROOM = 1024 * 1024
ENVELOPE_ROOM = 64 * 1024


def body_limit(largest_file: int) -> int:
    """The most bytes of a message whose one attachment is as large as allowed: base64 in lines of 76, and the XML."""
    return as_base64(largest_file) * 103 // 100 + XML_ROOM


def as_base64(size: int) -> int:
    """The number of base64 characters for so many bytes."""
    return (size + 2) // 3 * 4
