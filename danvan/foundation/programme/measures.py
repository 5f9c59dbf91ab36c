"""Names of the measures that code can compute; a programme chooses among them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What one measure counts (`counts`), and at which levels of unit."""

    name: str
    counts: str
    levels: tuple[str, ...] = ("commune",)
    recorded: bool = True
    """False: read from the bloc itself, so no kind of activity feeds it."""


MEASURES = (
    Measure("composition_satisfied", "units", recorded=False),
    Measure("regulation_in_force", "units", recorded=False),
    Measure("duties_assigned", "units", recorded=False),
    Measure("members_trained", "members"),
    Measure("people_reached", "people"),
    Measure("dialogue_held", "units"),
    Measure("pilot_bloc", "units", levels=("district", "province")),
    Measure("briefings_held", "units"),
    Measure("plan_issued", "units"),
    Measure("democracy_inspected", "units"),
    Measure("skilful_mobilisation_inspected", "units"),
    Measure("review_held", "units"),
    Measure("bloc_evaluated", "units"),
    Measure("commendation_made", "units"),
)

BY_NAME = {measure.name: measure for measure in MEASURES}
