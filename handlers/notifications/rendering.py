"""Texts become messages: Jinja2 in a sandbox, of which only values and choices are allowed.

No loops, no calls, no attributes: a text cannot reach outside its fields, nor grow beyond them.
"""

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handlers.notifications.addresses import safe_line, safe_text
from handlers.notifications.shipped import Kind, Wording
from handlers.offices.views import Letterhead
from schemas.errors import Refused

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter),
)
_FILTERS = frozenset({"lower", "upper", "capitalize", "trim", "default"})
_LONGEST_SUBJECT = 200
_BEYOND = (RecursionError, SyntaxError, ValueError, MemoryError)
"""What Python raises about a text that it cannot read or compile; the mistakes of a template are other errors."""
_LINK = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]|sealed:[A-Za-z0-9_=-]+)")
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{subject}</title>
</head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em auto; padding: 0 1em">
{head}{body}
</body>
</html>
"""


LOGO_ID = "logo"
"""How the HTML of a mail refers to the logo that travels inside it (RFC 2392); nothing is fetched from anywhere."""
_SHOWN = 2
"""Pixels of a logo for each that a mail shows."""


def check(kind: Kind, channel: str, wording: Wording) -> None:
    """Whether a text may be kept. Raises `Refused` with the part and the field that is wrong."""
    is_mail = channel == "email"
    if is_mail and not wording.subject.strip():
        raise Refused("template-part-missing", path="subject", expected="een onderwerp / a subject")
    if not wording.text.strip():
        raise Refused("template-part-missing", path="text", expected="een tekst / a text")
    if not is_mail and (wording.subject or wording.html):
        raise Refused("template-part-extra", path="subject" if wording.subject else "html", came=channel)
    for part in ("subject", "text", *(("html",) if wording.html else ())):
        _check_part(kind, part, getattr(wording, part))
    made(kind, channel, wording, examples(kind), "nl")


def made(
    kind: Kind,
    channel: str,
    wording: Wording,
    values: Mapping[str, str],
    language: str,
    letterhead: Letterhead = Letterhead(),  # noqa: B008 - it is frozen
) -> Wording:
    """The message. Raises `Refused` for a field that is missing or that the kind does not know."""
    check_fields(kind, values)
    text = safe_text(_rendered("text", wording.text, values)).strip() + "\n"
    if channel == "sms":
        return Wording("", text.strip())
    subject = safe_line(_rendered("subject", wording.subject, values), _LONGEST_SUBJECT)
    body = safe_text(_rendered("html", wording.html, values)) if wording.html else _paragraphs(text)
    head = _head(letterhead, values["office"])
    page = _PAGE.format(language=language, subject=html.escape(subject), head=head, body=body)
    return Wording(subject, text, page)


def check_fields(kind: Kind, values: Mapping[str, str]) -> None:
    """Every field of the kind, and no other. Raises `Refused` with its name."""
    for name in kind.fields:
        if name not in values:
            raise Refused("template-field-missing", path=f"fields.{name}", came=name, expected=", ".join(kind.fields))
    for name in values:
        if name not in kind.fields:
            raise Refused("template-field-unknown", path=f"fields.{name}", came=name, expected=", ".join(kind.fields))


def examples(kind: Kind) -> dict[str, str]:
    """A value for every field, for a preview."""
    return dict(kind.fields)


def _head(letterhead: Letterhead, office: str) -> str:
    """The stripe and the logo above a mail; empty for an office that has neither."""
    stripe = f"border-top: 4px solid {letterhead.colour}; " if letterhead.colour else ""
    width, height = letterhead.width // _SHOWN, letterhead.height // _SHOWN
    size = f'width="{max(1, width)}" height="{max(1, height)}"'
    logo = f'<img src="cid:{LOGO_ID}" alt="{html.escape(office)}" {size}>' if letterhead.logo else ""
    return f'<div style="{stripe}padding-top: 1em">{logo}</div>\n' if stripe or logo else ""


def _check_part(kind: Kind, part: str, source: str) -> None:
    used = set()
    with _bounded(part):
        found = tuple(_walked(_parsed(part, source)))
    for node in found:
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in _FILTERS):
            came = getattr(node, "name", "") or type(node).__name__.lower()
            raise Refused("template-not-allowed", path=part, came=came, expected="{{ veld / field }}, {% if %}")
        if isinstance(node, nodes.Name):
            used.add(node.name)
    for name in sorted(used - set(kind.fields)):
        raise Refused("template-field-unknown", path=part, came=name, expected=", ".join(kind.fields))
    for name in sorted(kind.required - used):
        if part != "subject":
            raise Refused("template-field-missing", path=part, came=name, expected=f"{{{{ {name} }}}}")


def _parsed(part: str, source: str) -> nodes.Template:
    try:
        return _environment(part).parse(source)
    except TemplateSyntaxError as error:
        raise Refused("template-broken", path=part, came=f"line {error.lineno}", expected=error.message or "") from None


def _rendered(part: str, source: str, values: Mapping[str, str]) -> str:
    try:
        with _bounded(part):
            return _environment(part).from_string(source).render(values)
    except TemplateError as error:
        raise Refused("template-broken", path=part, expected=error.message or "") from None


@contextmanager
def _bounded(part: str) -> Iterator[None]:
    """Refuses (`template-broken`) a text with more choices in one another, or longer numbers, than Python takes."""
    try:
        yield
    except _BEYOND as error:
        simpler = "een eenvoudiger tekst / a simpler text"
        raise Refused("template-broken", path=part, came=type(error).__name__, expected=simpler) from None


def _environment(part: str) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=part == "html", undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _walked(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walked(child)


def _paragraphs(text: str) -> str:
    """The text as HTML: paragraphs, line ends, and links that can be clicked."""
    blocks = [block.strip("\n") for block in re.split(r"\n{2,}", text) if block.strip()]
    return "\n".join(f"<p>{'<br>'.join(_linked(line) for line in block.splitlines())}</p>" for block in blocks)


def _linked(line: str) -> str:
    parts: list[Any] = _LINK.split(line)
    return "".join(_link(part) if n % 2 else html.escape(part) for n, part in enumerate(parts))


def _link(found: str) -> str:
    shown = html.escape(found)
    return f'<a href="{shown}">{shown}</a>'
