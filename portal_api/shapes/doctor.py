"""Shapes of the doctor: what each check says and what mends it."""

from datetime import datetime

from pydantic import Field

from portal_api.shapes.shape import Shape


class FindingShape(Shape):
    part: str = Field(examples=["broker"])
    level: str = Field(examples=["ok"], description="ok, warning or wrong.")
    sentence: str = Field(
        examples=["RabbitMQ answers at rabbit:5672."], description="In English, as the shell says it."
    )
    mend: str = Field(examples=[""], description="The command that mends it; empty when nothing needs to be done.")
    nl: str = Field(examples=["RabbitMQ antwoordt op rabbit:5672."], description="The sentence in Dutch.")
    mend_nl: str = Field(examples=[""], description="The mend in Dutch, where it is no command.")


class DoctorShape(Shape):
    """Every part tried with a harmless call, at `examined_at`; `healthy` when nothing is wrong."""

    examined_at: datetime
    healthy: bool
    findings: tuple[FindingShape, ...]
