"""Reports of meetings (gespreksverslagen): what was discussed, mailed to people of a dossier and kept so."""

from typing import Annotated

from pydantic import StringConstraints

from schemas.commands import Command
from schemas.notifications import Form, LanguageCode

About = Annotated[str, StringConstraints(pattern=r"^(contact|appointment):[0-9A-Za-z-]{1,64}$")]
"""What it is a report of: a contact that was recorded, or an appointment that was held."""


class SendMeetingReport(Command):
    """A report goes to these parties (`application/reference`) by mail; from here on it changes no more."""

    dossier_id: str
    about: About
    subject: str
    text: str
    recipients: tuple[str, ...]
    language: LanguageCode = "nl"
    form: Form = "u"
