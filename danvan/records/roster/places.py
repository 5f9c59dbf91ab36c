"""The commune a line means, by code and name together. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from danvan.foundation.units.rules import readings
from danvan.records.roster.cells import Wrong
from danvan.records.roster.plans import Commune
from danvan.shared.dates import numeric
from danvan.shared.text import fold


class Places:
    """Communes in force on a day, found by code, by name, and by code without zeros."""

    def __init__(self, communes: Iterable[Commune], on: date) -> None:
        self.on = on
        self.by_code: dict[str, Commune] = {}
        self.by_digits: dict[str, list[Commune]] = defaultdict(list)
        self.by_name: dict[str, list[Commune]] = defaultdict(list)
        for commune in communes:
            self.by_code[commune.code] = commune
            self.by_digits[commune.code.lstrip("0")].append(commune)
            for key in commune.keys:
                self.by_name[key].append(commune)

    def by_typed_code(self, typed: str) -> Commune:
        """By the code as typed, or with the zeros it lost; Wrong for any other."""
        if found := self.by_code.get(typed):
            return found
        shortened = self.by_digits.get(typed.lstrip("0"), [])
        if len(shortened) == 1 and typed.isdigit():
            return shortened[0]
        raise Wrong(
            _("No commune has the code %(code)s on %(day)s.")
            % {"code": typed, "day": numeric(self.on)},
            _("The code of the commune, five digits."),
        )

    def named(self, typed: str) -> list[Commune]:
        """Communes of that name, those the account covers when there are any."""
        keys = _keys(typed)
        found = next((self.by_name[key] for key in keys if key in self.by_name), [])
        return [commune for commune in found if commune.covered] or found

    def check_name(self, commune: Commune, typed: str) -> None:
        """Wrong when the name is not a name of the commune the code means."""
        if not commune.keys.isdisjoint(_keys(typed)):
            return
        others = self.named(typed)
        right = _("%(name)s has the code %(code)s") if len(others) == 1 else "%(mine)s"
        raise Wrong(
            _("Code %(code)s is %(name)s, not “%(typed)s”.")
            % {"code": commune.code, "name": commune.full_name, "typed": typed},
            right
            % {
                "name": others[0].full_name if others else "",
                "code": others[0].code if others else "",
                "mine": commune.name,
            },
        )

    def code_hint(self, name: str) -> str:
        """The code that the name alone would lead to."""
        found = self.named(name)
        return found[0].code if len(found) == 1 else _("The code of the commune.")


@lru_cache(maxsize=65_536)
def _keys(typed: str) -> list[str]:
    """The name without marks, as a whole and without the word for its kind."""
    return [fold(reading.name) for reading in readings(typed)]
