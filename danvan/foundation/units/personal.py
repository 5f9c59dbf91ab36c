"""Nothing about a person: places only."""

from danvan.foundation.units.models import Succession, Unit, UnitAlias, Village
from danvan.shared.personal import Cleared, Why

NOT_PERSONAL: Cleared = {
    Unit: {
        "code": Why.PLACE,
        "name": Why.PLACE,
        "name_fold": Why.COPY,
        "sort_key": Why.COPY,
    },
    UnitAlias: {"name": Why.PLACE, "name_fold": Why.COPY},
    Succession: {"decision": Why.PAPER},
    Village: {"name": Why.PLACE, "name_fold": Why.COPY, "sort_key": Why.COPY},
}
