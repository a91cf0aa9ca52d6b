"""What one search over everything finds."""

from pydantic import Field

from portal_api.shapes.exchanges import UnlinkedShape
from portal_api.shapes.shape import Shape
from portal_api.shapes.tasks import TaskShape


class FoundDossier(Shape):
    id: str
    number: str = Field(examples=["26-4KQ7M2"])
    title: str


class FoundShape(Shape):
    """`dossiers` have what was typed; `near` have a name that is near to it."""

    dossiers: tuple[FoundDossier, ...]
    near: tuple[FoundDossier, ...]
    exchanges: tuple[UnlinkedShape, ...]
    tasks: tuple[TaskShape, ...]
