"""The register of personal data, read from what each room declares of its models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from danvan.results.personal.terms import term
from danvan.shared.personal import Declared, Personal, Seen, declared


@dataclass(frozen=True, slots=True)
class Row:
    """Fields of one table that are alike in everything."""

    table: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    whose: str
    purpose: str
    seen_by: str
    kept: str

    @property
    def named(self) -> str:
        """As people read the fields; the name of the column where nobody does."""
        return sentence(", ".join(self.labels or self.columns))


def register() -> list[Row]:
    """Room by room; the fields of a table that say the same stand in one row."""
    alike: dict[tuple[type[models.Model], Personal], list[Declared]] = {}
    for field in declared():
        alike.setdefault((field.model, field.personal), []).append(field)
    return [row(fields) for fields in alike.values()]


def row(fields: list[Declared]) -> Row:
    model, personal = fields[0].model, fields[0].personal
    return Row(
        table=sentence(model._meta.verbose_name),
        labels=tuple(filter(None, (label_of(model, each.name) for each in fields))),
        columns=tuple(field.label for field in fields),
        whose=sentence(personal.whose.value),
        purpose=sentence(personal.purpose),
        seen_by=sentence("; ".join(str(seen.value) for seen in personal.seen_by)),
        kept=sentence(term(personal.kept)),
    )


def label_of(model: type[models.Model], name: str) -> str:
    """What people read on the field; "" where nobody ever reads it."""
    field = model._meta.get_field(name)
    label = str(getattr(field, "verbose_name", ""))
    if label != name.replace("_", " "):
        return label
    related = field.related_model
    return str(related._meta.verbose_name) if related else ""


def sentence(text: object) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


def apart() -> list[tuple[str, str, str, str]]:
    """What lies outside the tables: what it is, what for, who sees it, how long."""
    return [
        (
            _("Files of a form that is not saved yet (uploads/incoming)"),
            _("Nothing is lost when a form has to be corrected"),
            str(Seen.SELF.value),
            _("24 hours"),
        ),
        (
            _("Rosters sent in and not applied yet (uploads/rosters)"),
            _("The roster is checked before anything is written"),
            str(Seen.SELF.value),
            _("7 days, or until the next one is sent in"),
        ),
        (
            _("Copies of the database made for restoring"),
            _("Nothing is lost when a machine fails"),
            _("whoever keeps the server"),
            _("As the administrator sets it; what was erased here lives on there"),
        ),
    ]


def markdown() -> str:
    """The whole register as a page; docs/guide/so-du-lieu-ca-nhan.md is this text."""
    return "\n".join([*page(), ""])


def page() -> Iterator[str]:
    yield f"# {_('Register of personal data')}"
    yield ""
    yield _(
        "Made by the software from its own tables: bin/danvan personal register. "
        "Do not edit it by hand."
    )
    yield ""
    yield _(
        "Terms after which data is erased are the delivered ones; they can be changed "
        "in the settings. A lawyer must check them before the system is used."
    )
    yield ""
    heads = (
        _("Table"),
        _("Fields"),
        _("Whose"),
        _("What for"),
        _("Seen by"),
        _("How long"),
    )
    yield from table(
        heads,
        (
            (
                each.table,
                fields_of(each),
                each.whose,
                each.purpose,
                each.seen_by,
                each.kept,
            )
            for each in register()
        ),
    )
    yield ""
    yield f"## {_('Outside the tables')}"
    yield ""
    yield from table(
        (_("Thing kept"), _("What for"), _("Seen by"), _("How long")), apart()
    )


def fields_of(each: Row) -> str:
    columns = ", ".join(map(code, each.columns))
    return f"{', '.join(each.labels)} ({columns})" if each.labels else columns


def code(column: str) -> str:
    return f"`{column}`"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield line(heads)
    yield line(tuple("---" for _head in heads))
    yield from map(line, rows)


def line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(sentence(cell).replace('|', '/') for cell in cells)} |"
