"""The page on which a finding of the composition check is put right."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.records.blocs.composition import Finding


@dataclass(frozen=True, slots=True)
class Remedy:
    """An address and the word on its button."""

    url: str
    action: str


def remedy(finding: Finding, bloc_id: int) -> Remedy | None:
    """None when no single page mends it, as with a bloc that is too small."""
    if finding.code == "vacant":
        line = urlencode({"role": finding.role, "line": finding.requirement_id})
        url = reverse("blocs:seat_new", args=[bloc_id])
        return Remedy(f"{url}?{line}", _("Seat a person"))
    if finding.seat_id is None:
        return None
    if finding.code == "pending":
        url = reverse("blocs:seat_hand_over", args=[finding.seat_id])
        return Remedy(url, _("Hand over"))
    return Remedy(reverse("blocs:seat", args=[finding.seat_id]), _("Open the seat"))
