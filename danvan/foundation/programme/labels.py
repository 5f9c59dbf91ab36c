"""What the choices of a programme file are called on a page."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

LABELS: dict[str, dict[str, Callable[[], str]]] = {
    "cadence": {
        "month": lambda: _("Every month"),
        "quarter": lambda: _("Every quarter"),
        "half_year": lambda: _("Every half-year"),
        "year": lambda: _("Every year"),
        "programme": lambda: _("Once in the programme"),
        "ongoing": lambda: _("All the time"),
        "once": lambda: _("Once"),
        "when_needed": lambda: _("When needed"),
        "by_regulation": lambda: _("As the regulation says"),
        "not_stated": lambda: _("Not stated"),
    },
    "level": {
        "central": lambda: _("Central"),
        "province": lambda: _("Province"),
        "district": lambda: _("District"),
        "commune": lambda: _("Commune"),
        "village": lambda: _("Village"),
    },
    "role": {
        "head": lambda: _("Head of the bloc"),
        "deputy": lambda: _("Deputy head"),
        "member": lambda: pgettext("seat", "Member"),
        "clerk": lambda: pgettext("seat", "Clerk"),
    },
    "period": {
        "at_day": lambda: _("On the day asked about"),
        "year": lambda: _("In the year"),
        "programme": lambda: _("Since the programme began"),
    },
    "measure": {
        "composition_satisfied": lambda: _("Composition as required"),
        "regulation_in_force": lambda: _("Regulation in force"),
        "duties_assigned": lambda: _("Duties assigned to every member"),
        "members_trained": lambda: _("Members trained"),
        "people_reached": lambda: _("People reached"),
        "dialogue_held": lambda: _("Dialogue held"),
        "pilot_bloc": lambda: _("Pilot bloc with criteria"),
        "briefings_held": lambda: _("Briefings held"),
        "plan_issued": lambda: _("Plan of the year issued"),
        "democracy_inspected": lambda: _("Grassroots democracy inspected"),
        "skilful_mobilisation_inspected": lambda: _("Skilful mobilisation inspected"),
        "review_held": lambda: _("Review held"),
        "bloc_evaluated": lambda: _("Bloc evaluated and graded"),
        "commendation_made": lambda: _("Commendation made"),
    },
    "copy": {
        "paper": lambda: _("Paper copy"),
        "electronic": lambda: _("Electronic copy"),
    },
    "cited": {
        "body": lambda: _("In the body only"),
        "outside": lambda: _("Not in the paper"),
    },
}


def label(choice: str, of: str) -> str:
    """The words for one choice; `of` names the list it comes from."""
    return LABELS[of][choice]()
