"""The XSDs by (message type, receiver code, schema version), compiled once.

The hub's own set stands in `schemas/hdn/`; a folder with members' own XSDs takes precedence.
It holds `VERSION/CODE/TYPE.xsd`, like `24.0/AE/AX.xsd`, where CODE is the two letters of the receiver.
Nothing is fetched: an XSD that points outside its folder, or that libxml2 warns about, is a mistake in the settings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import xmlschema
from lxml import etree

from schemas.errors import SettingsError
from schemas.hdn.codes import number
from schemas.hdn.dictionary import FOLDER
from schemas.hdn.messages import HANDLED, MessageType

GENERIC = ""
_XS = "{http://www.w3.org/2001/XMLSchema}"
_LINKS = (f"{_XS}include", f"{_XS}import", f"{_XS}redefine", f"{_XS}override")
_NESTED_REPEAT = re.compile(r"\([^()]*[+*][^()]*\)[+*{]")
_VERSION_FOLDER = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}")


@dataclass(frozen=True)
class Schema:
    """One compiled XSD: `allows` decides, `explainer` is built only when a message is refused."""

    path: Path
    version: str
    compiled: etree.XMLSchema

    def allows(self, root: etree._Element) -> bool:
        return self.compiled.validate(root)

    @cached_property
    def explainer(self) -> xmlschema.XMLSchema:
        return xmlschema.XMLSchema(str(self.path), allow="sandbox", base_url=str(self.path.parent))


class SchemaSet:
    """Every XSD of this hub; `members` is the folder with members' own, which take precedence.

    The folder is read once; a name from a message is only ever looked up, never made into a path.
    """

    def __init__(self, members: Path | None = None) -> None:
        self._paths = dict(_own())
        if members is not None:
            self._paths.update(_members(members))
        self._receivers = {key[1] for key in self._paths}
        self._known_versions: dict[tuple[str, str], list[str]] = {}
        self._compiled: dict[Path, Schema] = {}
        self._lock = Lock()

    def versions(self, message: MessageType, receiver_code: str) -> list[str]:
        """The versions in which this message to this receiver can be checked, the newest first."""
        letters = number(receiver_code)
        return self._versions(message.code, letters if letters in self._receivers else GENERIC)

    def _versions(self, code: str, letters: str) -> list[str]:
        """Remembered by what this set knows, never by what a partner writes."""
        if (code, letters) not in self._known_versions:
            found = {key[2] for key in self._paths if key[0] == code and key[1] in (GENERIC, letters)}
            self._known_versions[code, letters] = sorted(found, key=_numbers, reverse=True)
        return self._known_versions[code, letters]

    def find(self, message: MessageType, receiver_code: str, version: str) -> Schema | None:
        """The XSD of the receiver, else the generic one; `None` for a version nobody has.

        A release below a version (`24.0.6.0`) is checked with its own XSD when there is one, else with that of `24.0`.
        """
        for asked in (version, ".".join(version.split(".")[:2])):
            for letters in (number(receiver_code), GENERIC):
                path = self._paths.get((message.code, letters, asked))
                if path is not None:
                    return self._load(path, asked)
        return None

    def _load(self, path: Path, version: str) -> Schema:
        with self._lock:
            if path not in self._compiled:
                self._compiled[path] = Schema(path, version, _compile(path))
            return self._compiled[path]


def _own() -> Iterator[tuple[tuple[str, str, str], Path]]:
    for message in HANDLED:
        for version in message.versions:
            yield (message.code, GENERIC, version), FOLDER / version / f"{message.code}.xsd"


def _members(folder: Path) -> Iterator[tuple[tuple[str, str, str], Path]]:
    codes = {message.code for message in HANDLED}
    for path in sorted(folder.glob("*/*/*.xsd")):
        version, letters = path.parent.parent.name, path.parent.name
        if path.stem in codes and _VERSION_FOLDER.fullmatch(version):
            yield (path.stem, GENERIC if letters == "HDN" else letters, version), path


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _compile(path: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    _inspect(path, path.parent.resolve(), parser, set())
    try:
        compiled = etree.XMLSchema(etree.parse(path, parser))
    except etree.LxmlError as error:
        raise SettingsError(
            f"{path} is not a usable XSD: {error}. Mend the file or take it out of the folder."
        ) from None
    for warning in messages_of(compiled):
        raise SettingsError(f"{path} gives a warning: {warning.message}. Mend the file; nothing is fetched.")
    return compiled


def messages_of(compiled: etree.XMLSchema) -> Any:
    """What libxml2 noted last about an XSD or a message: entries with `message` and `path`."""
    return compiled.error_log


def _inspect(path: Path, folder: Path, parser: etree.XMLParser, seen: set[Path]) -> None:
    """Refuses links that leave the folder, and patterns whose checking time doubles with every character."""
    if path in seen:
        return
    seen.add(path)
    try:
        root = etree.parse(path, parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise SettingsError(
            f"{path} cannot be read as an XSD: {error}. Mend the file or take it out of the folder."
        ) from None
    for pattern in root.iter(f"{_XS}pattern"):
        if _NESTED_REPEAT.search(pattern.get("value", "")):
            raise SettingsError(f"{path} has a pattern that repeats a repeat: {pattern.get('value')}. Write it flat.")
    for link in root.iter(*_LINKS):
        target = (path.parent / link.get("schemaLocation", "")).resolve()
        if "://" in link.get("schemaLocation", "") or not target.is_relative_to(folder) or not target.is_file():
            raise SettingsError(
                f"{path} points to {link.get('schemaLocation')}; an XSD may only use files of its own folder."
            )
        _inspect(target, folder, parser, seen)
