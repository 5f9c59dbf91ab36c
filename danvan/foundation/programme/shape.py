"""From parsed TOML to the classes of `schema`, noting every fault of form at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    TypeAliasType,
    TypeGuard,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from django.utils.translation import gettext as _

from danvan.foundation.programme.faults import Fault, nearest
from danvan.foundation.programme.lines import Lines, Path
from danvan.foundation.programme.measures import BY_NAME
from danvan.foundation.programme.schema import NOT_STATED

type Rules = dict[str, Any]

BROKEN: Any = object()
"""Stands for a value with a fault, so the fault is told once."""


class Shaper:
    """Builds dataclasses from tables; what it could build and not is kept by path."""

    def __init__(
        self, data: dict[str, Any], lines: Lines, blanked: frozenset[int] = frozenset()
    ) -> None:
        """`blanked`: lines of tables that could not be read, so they miss no key."""
        self.data = data
        self._blanked = blanked
        self.faults: list[Fault] = []
        self.built: dict[Path, Any] = {}
        self._lines = lines
        self._ids: dict[Path, dict[str, Path]] = {}
        self._refs: list[tuple[str, str, Path]] = []

    def shape[T](self, cls: type[T]) -> T | None:
        """The whole file as a `cls`, or None with `faults` filled."""
        whole = self._table(cls, self.data, ())
        self._check_refs()
        return None if whole is BROKEN or self.faults else whole

    def fault(self, path: Path, message: str) -> None:
        self.faults.append(Fault(self._lines[path], self.name(path), message))

    def name(self, path: Path) -> str:
        """`targets[4].threshold`, elements named by their id or else their place."""
        text, here = "", cast("Any", self.data)
        for part in path:
            here = here[part] if _holds(here, part) else {}
            if isinstance(part, int):
                label = here.get("id") if isinstance(here, dict) else None
                text += f"[{label or f'#{part + 1}'}]"
            else:
                text += f".{part}" if text else part
        return text

    def under[T](self, cls: type[T], *section: str) -> Iterator[tuple[Path, T]]:
        """Every `cls` that was built right below the named lists, with its path."""
        for path, value in self.built.items():
            names = tuple(part for part in path if isinstance(part, str))
            if isinstance(value, cls) and names == section:
                yield path, value

    def _table[T](self, cls: type[T], table: dict[str, Any], path: Path) -> T:
        hints = get_type_hints(cls)
        known = {f.name: f for f in fields(cast("Any", cls)) if f.init}
        for key in table.keys() - known.keys():
            hint = nearest(key, known)
            self.fault(
                (*path, key),
                _("“%(key)s” is not a key of this table. %(hint)s")
                % {"key": key, "hint": hint},
            )
        values = {
            key: self._field(f, hints[key], table, path) for key, f in known.items()
        }
        if BROKEN in values.values():
            return BROKEN
        self.built[path] = cls(**{k: v for k, v in values.items() if v is not MISSING})
        return self.built[path]

    def _field(
        self, field: Field[Any], hint: Any, table: dict[str, Any], path: Path
    ) -> Any:
        at = (*path, field.name)
        if field.name in table:
            rules = {"default": field.default, **field.metadata}
            return self._value(hint, table[field.name], at, rules)
        if field.default is not MISSING:
            return MISSING
        if self._lines[path] not in self._blanked:
            self.fault(at, _("“%(key)s” is missing here.") % {"key": field.name})
        return BROKEN

    def _value(self, hint: Any, raw: Any, path: Path, rules: Rules) -> Any:
        if isinstance(hint, TypeAliasType):
            hint = hint.__value__
        if get_origin(hint) is UnionType:
            hint = next(arg for arg in get_args(hint) if arg is not NoneType)
        if get_origin(hint) is Literal:
            return self._choice(get_args(hint), raw, path)
        if get_origin(hint) is tuple:
            return self._list(get_args(hint)[0], raw, path, rules)
        if is_dataclass(hint):
            return self._inner(cast("Any", hint), raw, path)
        return self._plain(hint, raw, path, rules)

    def _wrong(self, path: Path, raw: Any, expected: str) -> Any:
        self.fault(
            path,
            _("This is %(found)s; it must be %(expected)s.")
            % {"found": _kind_of(raw), "expected": expected},
        )
        return BROKEN

    def _choice(self, choices: tuple[str, ...], raw: Any, path: Path) -> Any:
        if raw in choices and isinstance(raw, str):
            return raw
        hint = nearest(str(raw), [choice for choice in choices if choice])
        message = _("“%(value)s” is not one of the choices. %(hint)s")
        self.fault(path, message % {"value": raw, "hint": hint})
        return BROKEN

    def _list(self, item: Any, raw: Any, path: Path, rules: Rules) -> Any:
        if not isinstance(raw, list):
            return self._wrong(path, raw, _("a list, in square brackets"))
        if not raw and is_dataclass(item) and rules["default"] is MISSING:
            self.fault(path, _("The list is empty; it needs at least one table."))
            return BROKEN
        rows = [
            self._value(item, value, (*path, index), rules)
            for index, value in enumerate(raw)
        ]
        return BROKEN if BROKEN in rows else tuple(rows)

    def _inner(self, cls: type[Any], raw: Any, path: Path) -> Any:
        if not isinstance(raw, dict):
            return self._wrong(path, raw, _("a table of keys and values"))
        return self._table(cls, raw, path)

    def _plain(self, hint: Any, raw: Any, path: Path, rules: Rules) -> Any:
        check, expected = _PLAIN[hint]
        if not check(raw):
            return self._wrong(path, raw, expected())
        if hint is Decimal:
            return Decimal(raw)
        faults = len(self.faults)
        if hint is int:
            self._check_number(raw, path, rules)
        elif hint is str:
            self._check_text(raw, path, rules)
        return raw if len(self.faults) == faults else BROKEN

    def _check_number(self, number: int, path: Path, rules: Rules) -> None:
        low, high = rules.get("between", (number, number))
        if not low <= number <= high:
            message = _(
                "%(number)s is out of range; enter a number from %(low)s to %(high)s."
            )
            self.fault(path, message % {"number": number, "low": low, "high": high})

    def _check_text(self, text: str, path: Path, rules: Rules) -> None:
        if not text.strip():
            if rules["default"] != "" or isinstance(path[-1], int):
                self.fault(path, _("This text is empty; write it or remove the line."))
            return
        if len(text) > rules.get("longest", len(text)):
            message = _("“%(text)s” has %(size)s letters; at most %(longest)s fit.")
            values = {"text": text, "size": len(text), "longest": rules["longest"]}
            self.fault(path, message % values)
        if "pattern" in rules:
            self._check_pattern(text, path, rules)
        if "ref" in rules:
            self._refs.append((rules["ref"], text, path))

    def _check_pattern(self, text: str, path: Path, rules: Rules) -> None:
        accepts, expected = _PATTERNS[rules["pattern"]]
        if not accepts(text):
            message = _("“%(text)s” must be %(expected)s.")
            self.fault(path, message % {"text": text, "expected": expected()})
        if rules["pattern"] == "id":
            self._claim(text, path, file_wide=rules.get("file_wide", False))

    def _claim(self, id: str, path: Path, *, file_wide: bool) -> None:  # noqa: A002
        """Notes an id, and a fault when its list has it already."""
        parts = path[:-2]
        scope = tuple(p for p in parts if isinstance(p, str)) if file_wide else parts
        first = self._ids.setdefault(scope, {}).setdefault(id, path)
        if first is not path:
            message = _(
                "The id “%(id)s” is taken by line %(line)s; each needs its own."
            )
            self.fault(path, message % {"id": id, "line": self._lines[first]})

    def _check_refs(self) -> None:
        for section, id_, path in self._refs:
            home = str(path[0]) if section == "." else section
            if self._has_blanked(home):
                continue
            known = BY_NAME if section == "measures" else self._ids.get((home,), {})
            if id_ in known:
                continue
            hint = nearest(id_, known)
            values = {"id": id_, "section": home, "hint": hint}
            if section == "measures":
                message = _("No measure is called “%(id)s”. %(hint)s")
            else:
                message = _("“%(id)s” is not an id in [[%(section)s]]. %(hint)s")
            self.fault(path, message % values)

    def _has_blanked(self, section: str) -> bool:
        """Whether an id could stand in a table of the section that was not read."""
        rows = self.data.get(section)
        count = len(rows) if isinstance(rows, list) else 0
        return any(self._lines[section, i] in self._blanked for i in range(count))


def _holds(here: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(here, list) and part < len(here)
    return isinstance(here, dict) and part in here


def _kind_of(raw: Any) -> str:
    """What a TOML value is, in words."""
    for cls, name in _KINDS:
        if isinstance(raw, cls):
            return name()
    return type(raw).__name__


def _is_whole(raw: Any) -> TypeGuard[int]:
    return isinstance(raw, int) and not isinstance(raw, bool)


def _is_number(raw: Any) -> bool:
    return _is_whole(raw) or (isinstance(raw, Decimal) and raw.is_finite())


def _is_day(raw: Any) -> bool:
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _is_day_of_year(text: str) -> bool:
    """dd/mm, a leap day included, or NOT_STATED."""
    found = re.fullmatch(r"(\d{2})/(\d{2})", text)
    try:
        return text == NOT_STATED or bool(
            found and date(2024, int(found[2]), int(found[1]))
        )
    except ValueError:
        return False


_KINDS: tuple[tuple[type, Callable[[], str]], ...] = (
    (bool, lambda: _("true or false")),
    (str, lambda: _("a text")),
    (int, lambda: _("a whole number")),
    (Decimal, lambda: _("a number with decimals")),
    (datetime, lambda: _("a date with a time")),
    (date, lambda: _("a date")),
    (list, lambda: _("a list")),
    (dict, lambda: _("a table")),
)

_PLAIN: dict[type, tuple[Callable[[Any], bool], Callable[[], str]]] = {
    str: (lambda raw: isinstance(raw, str), lambda: _("a text, in quotes")),
    int: (_is_whole, lambda: _("a whole number, without quotes")),
    bool: (lambda raw: isinstance(raw, bool), lambda: _("true or false, no quotes")),
    date: (_is_day, lambda: _("a date like 2023-01-31, without quotes")),
    Decimal: (_is_number, lambda: _("a number like 98.15, without quotes")),
}

_PATTERNS: dict[str, tuple[Callable[[str], object], Callable[[], str]]] = {
    "id": (
        re.compile(r"[a-z0-9][a-z0-9_.-]*").fullmatch,
        lambda: _("small letters without marks, digits, “_”, “-” or “.”"),
    ),
    "code": (re.compile(r"\d{2,5}").fullmatch, lambda: _("two to five digits")),
    "day_or_not_stated": (
        _is_day_of_year,
        lambda: _("a day like 15/12, or “not_stated”"),
    ),
}
