"""The registry of writers: a kind of letter → what writes it."""

from collections.abc import Callable
from typing import Any

from adapters.hdn.writers.ax import write_application, write_export
from adapters.hdn.writers.draft import Draft, Sources
from adapters.hdn.writers.dx import write_document
from adapters.hdn.writers.forwarding import write_carried, write_forwarded
from adapters.hdn.writers.sx import write_status
from schemas.letters import (
    CarriedMessage,
    DocumentDelivery,
    ExportedDossier,
    ForwardedApplication,
    Letter,
    StatusAnswer,
    WrittenApplication,
)

Writer = Callable[[Any, Sources], Draft]
"""Takes the kind of letter that it stands beside in the table, which a type cannot say of a dictionary."""

WRITERS: dict[type[Letter], Writer] = {
    ForwardedApplication: write_forwarded,
    WrittenApplication: write_application,
    ExportedDossier: write_export,
    StatusAnswer: write_status,
    DocumentDelivery: write_document,
    CarriedMessage: write_carried,
}
