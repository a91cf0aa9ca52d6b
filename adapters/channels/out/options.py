"""What a partner's row may say beside its address: known names with plain values, no secrets in clear."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import Refused

_PATHS = ("key_file", "certificate_file", "certificate_key_file", "ca_file")
_MOST_PARALLEL = 16
_LONGEST_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpsOptions:
    """Who we are there: a bearer key or a client certificate, each in a file; `ca_file` is the partner's own authority.

    `parallel` messages of as many queues travel at once; each may take `timeout_s` seconds in all.
    """

    key_file: Path | None = None
    certificate_file: Path | None = None
    certificate_key_file: Path | None = None
    ca_file: Path | None = None
    parallel: int = 4
    timeout_s: float = 30.0


def https_options(options: Mapping[str, Any]) -> HttpsOptions:
    """The options of an HTTPS partner; raises `Refused` for a name or value that is none."""
    check_names(options, (*_PATHS, "parallel", "timeout_s", "in_folder"))
    files = {name: path_of(name, options[name]) for name in _PATHS if name in options}
    return HttpsOptions(
        **files,
        parallel=int(_number("parallel", options.get("parallel", 4), 1, _MOST_PARALLEL)),
        timeout_s=_number("timeout_s", options.get("timeout_s", 30.0), 0.1, _LONGEST_S),
    )


def check_names(options: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raises `Refused` for an option that this channel does not have."""
    for name in options:
        if name not in known:
            raise Refused("request-invalid", path="options", came=name, expected=", ".join(known))


def path_of(name: str, value: object) -> Path:
    """An absolute path; raises `Refused`."""
    path = Path(str(value))
    if not path.is_absolute():
        raise Refused("request-invalid", path=name, came=value, expected="een volledig pad / an absolute path")
    return path


def _number(name: str, value: object, least: float, most: float) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise Refused("request-invalid", path=name, came=value, expected=f"{least:g} – {most:g}")
    return number
