"""A parcel as an e-mail message (RFC 5322): headers that nobody can inject into, a text part and an HTML part."""

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from hub.post.port import File, Parcel


def written(parcel: Parcel, mail_from: str, domain: str) -> EmailMessage:
    """The message of a parcel; the same parcel gives the same Message-ID at every try.

    The address is ASCII and one address, as the capability checked it; raises `ValueError` for any other.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = message_id(parcel.id, domain)
    message["Date"] = format_datetime(parcel.made_at)
    message["From"] = Address(display_name=_shown(parcel.sender), addr_spec=mail_from)
    message["To"] = Address(display_name=_shown(parcel.name), addr_spec=parcel.address)
    message["Subject"] = _shown(parcel.subject)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = parcel.language
    if parcel.leave:
        message["List-Unsubscribe"] = f"<{parcel.leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(parcel.text, cte="quoted-printable")
    message.add_alternative(parcel.html, subtype="html", cte="quoted-printable")
    for file in (each for each in parcel.files if each.method != "PUBLISH"):
        # A reader of mail with a calendar looks for what is asked of it among the alternatives (RFC 6047).
        message.add_alternative(file.body.decode(), subtype="calendar", cte="base64", params={"method": file.method})
    _show(message, [file for file in parcel.files if file.shown_as])
    for file in (each for each in parcel.files if not each.shown_as):
        main, _, sub = file.media_type.partition("/")
        params = {"charset": "utf-8", "method": file.method} if sub == "calendar" else None
        message.add_attachment(file.body, maintype=main, subtype=sub, filename=_shown(file.name), params=params)
    return message


def _show(message: EmailMessage, files: Sequence[File]) -> None:
    """Puts what the HTML shows beside it (RFC 2387), so that a reader of the mail fetches nothing from anywhere."""
    page = message.get_body(("html",))
    for file in files:
        main, _, sub = file.media_type.partition("/")
        if page is not None:
            page.add_related(file.body, main, sub, cid=f"<{file.shown_as}>", filename=file.name, disposition="inline")


def message_id(parcel_id: str, domain: str) -> str:
    return f"<{parcel_id}@{domain}>"


def _shown(text: str) -> str:
    """One line that can be printed, whatever came: a header never gets a second line, a screen no reversed one."""
    kept = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(kept.split())
