"""Levels, kinds and how a typed name becomes a search key."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from danvan.shared.refusals import Refused
from danvan.shared.text import fold, nfc


class Level(IntegerChoices):
    PROVINCE = 1, _("Province")
    DISTRICT = 2, _("District")
    COMMUNE = 3, _("Commune")


class Kind(TextChoices):
    """The official word before a unit's name; a fact, so it is not translated."""

    PROVINCE = "province", "tỉnh"
    MUNICIPALITY = "municipality", "thành phố trực thuộc trung ương"
    RURAL_DISTRICT = "rural_district", "huyện"
    TOWN = "town", "thị xã"
    PROVINCIAL_CITY = "provincial_city", "thành phố"
    URBAN_DISTRICT = "urban_district", "quận"
    COMMUNE = "commune", "xã"
    WARD = "ward", "phường"
    TOWNSHIP = "township", "thị trấn"
    SPECIAL_ZONE = "special_zone", "đặc khu"


LEVEL_OF: dict[Kind, Level] = {
    Kind.PROVINCE: Level.PROVINCE,
    Kind.MUNICIPALITY: Level.PROVINCE,
    Kind.RURAL_DISTRICT: Level.DISTRICT,
    Kind.TOWN: Level.DISTRICT,
    Kind.PROVINCIAL_CITY: Level.DISTRICT,
    Kind.URBAN_DISTRICT: Level.DISTRICT,
    Kind.COMMUNE: Level.COMMUNE,
    Kind.WARD: Level.COMMUNE,
    Kind.TOWNSHIP: Level.COMMUNE,
    Kind.SPECIAL_ZONE: Level.COMMUNE,
}

SHORT_WORD = {Kind.MUNICIPALITY: "thành phố"}

WORDS: dict[str, tuple[Kind, ...]] = {
    "thành phố trực thuộc trung ương": (Kind.MUNICIPALITY,),
    "thành phố": (Kind.PROVINCIAL_CITY, Kind.MUNICIPALITY),
    "tp": (Kind.PROVINCIAL_CITY, Kind.MUNICIPALITY),
    "tỉnh": (Kind.PROVINCE,),
    "t": (Kind.PROVINCE,),
    "huyện": (Kind.RURAL_DISTRICT,),
    "h": (Kind.RURAL_DISTRICT,),
    "thị xã": (Kind.TOWN,),
    "tx": (Kind.TOWN,),
    "quận": (Kind.URBAN_DISTRICT,),
    "q": (Kind.URBAN_DISTRICT,),
    "xã": (Kind.COMMUNE,),
    "x": (Kind.COMMUNE,),
    "phường": (Kind.WARD,),
    "p": (Kind.WARD,),
    "thị trấn": (Kind.TOWNSHIP,),
    "tt": (Kind.TOWNSHIP,),
    "đặc khu": (Kind.SPECIAL_ZONE,),
    "dk": (Kind.SPECIAL_ZONE,),
}
"""Words and abbreviations written before a name, and the kinds they stand for."""

KINDS_BY_WORD = {fold(word): kinds for word, kinds in WORDS.items()} | WORDS


LONGEST_NAME = 100


class SuccessionKind(TextChoices):
    CONTINUED = "continued", _("Continued")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    RENAMED = "renamed", _("Renamed")
    MOVED = "moved", _("Moved to another parent")


def search_key(name: str) -> str:
    """What `name_fold` holds for a unit's name."""
    return fold(name)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed; no kinds: the word may be part of it."""

    name: str
    kinds: tuple[Kind, ...] = ()


def readings(typed: str) -> list[Reading]:
    """The whole as a name, and what follows a word for the kind of unit.

    "quan ha" is the commune Quân Hà or the urban district Hà; "Quân Hà", whose
    marks rule out "quận", is only the first.
    """
    named = typed[:LONGEST_NAME]
    words = nfc(named.replace(".", " ").replace(",", " ")).split()
    meant = [Reading(" ".join(words))] if words else []
    for count in range(len(words) - 1, 0, -1):
        kinds = KINDS_BY_WORD.get(" ".join(words[:count]).casefold())
        if kinds:
            return [*meant, Reading(" ".join(words[count:]), kinds)]
    return meant


class FaultyList(Refused):
    """Everything that is wrong with a list of units, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)
