"""What placing an exchange would make, before it is made."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from portal_api.inbox import Act, Preview
from portal_api.shapes.shape import Shape


class PreviewQuery(BaseModel):
    """Which act, and to where; `link` and `move` name a dossier."""

    model_config = ConfigDict(frozen=True)

    act: Act
    dossier_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")] = ""
    application_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")] = ""


class ProductPreview(Shape):
    lender: str
    name: str
    amount: Decimal | None
    parts: int


class ChangePreview(Shape):
    """One field that would change; `path` is the element of the message."""

    field: str
    old: str | None
    new: str | None
    path: str


class PreviewShape(Shape):
    """What would be made; nothing of it is there."""

    act: str
    dossier_id: str | None
    title: str
    is_new: bool
    states: dict[str, int] = Field(description="What becomes of its messages.", examples=[{"applied": 2}])
    products: tuple[ProductPreview, ...]
    parties: tuple[str, ...]
    properties: tuple[str, ...]
    changes: tuple[ChangePreview, ...]
    action_points: int = Field(description="Action points of the customer that vanish from the dossier it leaves.")


def preview_of(preview: Preview) -> PreviewShape:
    """The part of the dossier that the exchange speaks about."""
    dossier, about = preview.dossier, preview.application_id
    changes = [each for entry in preview.entries for each in entry.changes]
    return PreviewShape(
        act=preview.act,
        dossier_id=dossier.id if dossier else None,
        title=dossier.title if dossier else "",
        is_new=preview.is_new,
        states=preview.states,
        products=tuple(
            ProductPreview(lender=each.lender, name=each.name, amount=each.amount, parts=len(each.parts))
            for each in (dossier.products if dossier else ())
            if each.application_id == about
        ),
        parties=tuple(each.name for each in (dossier.parties if dossier else ()) if each.application_id == about),
        properties=tuple(
            each.address for each in (dossier.properties if dossier else ()) if each.application_id == about
        ),
        changes=tuple(
            ChangePreview(
                field=str(each["field"]),
                old=_said(each.get("old")),
                new=_said(each.get("new")),
                path=each.get("path") or "",
            )
            for each in changes
        ),
        action_points=preview.points,
    )


def _said(value: object) -> str | None:
    return None if value is None else str(value)
