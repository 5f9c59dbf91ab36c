"""A list that sorts, pages and hands itself out as a file, asked for by its address.

`?sort=-due` sorts by the column called `due`, downwards; `?page=2`; `?export=xlsx|csv`
hands out every row. Filtering is the room's own form: it narrows `rows` beforehand.

    listing = Listing(request, rows, columns(), title=_("Matters"), sort="-on")
    if file := listing.export(at=request.at):
        return file
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Model, QuerySet, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from danvan.shared import sheets

FORMATS = {"xlsx": sheets.XLSX, "csv": sheets.CSV}
CHUNK = 1000
EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Column[M]:
    """One column of the file and, where it has a place there, of the page.

    `value` is what the file holds; the page's template draws its own cells. `order`
    are the columns of the table, or expressions, it sorts by; where the rows are no
    query, `by` gives what they are compared by. Without either it does not sort.
    """

    key: str
    header: str
    value: Callable[[M], object]
    kind: Literal["text", "integer", "percent", "date"] = "text"
    width: int = 16
    order: tuple[str | Combinable, ...] = ()
    by: Callable[[M], Any] | None = None


def rank(column: str, values: Iterable[object]) -> Case:
    """Order of a column by the place of its value among these; any other one last."""
    return Case(*(When(**{column: v}, then=n) for n, v in enumerate(values)))


@dataclass(frozen=True, slots=True)
class Head:
    """A heading on the page; `url` sorts by it, `sorted` is aria-sort's word."""

    label: str
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    is_number: bool = False


class Listing[M]:
    """The rows a person may see, as one address asks for them.

    `sort` is the key of the column it is sorted by at first, "-" before it: downwards;
    "" keeps the order the rows come in. `rows` may be a list, of light rows.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any, Any] | Sequence[M],
        columns: Sequence[Column[M]],
        *,
        title: str,
        sort: str,
        per_page: int = 50,
    ) -> None:
        self.request = request
        self.columns = {column.key: column for column in columns}
        self.title = title
        self.per_page = per_page
        self.is_query = isinstance(rows, QuerySet)
        asked = request.GET.get("sort", "")
        self.sort = asked if self.sorts(asked.removeprefix("-")) else sort
        self.rows = self.sorted(rows) if self.sort else rows

    def sorts(self, key: str) -> bool:
        """Whether there is such a column and the rows can be sorted by it."""
        column = self.columns.get(key)
        return bool(column and (column.order if self.is_query else column.by))

    @property
    def downwards(self) -> bool:
        return self.sort.startswith("-")

    @property
    def sorted_by(self) -> str:
        """Key of the column it is sorted by."""
        return self.sort.removeprefix("-")

    def sorted(
        self, rows: QuerySet[Any, Any] | Sequence[M]
    ) -> QuerySet[Any, Any] | Sequence[M]:
        column = self.columns[self.sorted_by]
        if isinstance(rows, QuerySet):
            return rows.order_by(*self.ordering(rows.model, column))
        by = column.by or column.value
        return arranged(rows, by, downwards=self.downwards)

    def ordering(self, model: type[Model], column: Column[M]) -> Iterator[Any]:
        """Empty values last either way; equal rows in a fixed order.

        A column that is never empty is asked for plainly, so that an index serves.
        """
        for name in column.order:
            plain = isinstance(name, str) and is_filled(model, name)
            by: Any = F(name) if isinstance(name, str) else name
            last = None if plain else True
            turned = by.desc if self.downwards else by.asc
            yield turned(nulls_last=last)
        yield "-pk" if self.downwards else "pk"

    @cached_property
    def page(self) -> Page[M]:
        paginator: Paginator[M] = Paginator(self.rows, self.per_page)
        return paginator.get_page(self.request.GET.get("page"))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        apart = {"sort", "page", "export"}
        return any(v for k, v in self.request.GET.items() if k not in apart)

    def head(self, key: str) -> Head:
        """The heading of one column; pressed again it turns the order round."""
        column = self.columns[key]
        is_number = column.kind in {"integer", "percent"}
        if not self.sorts(key):
            return Head(column.header, is_number=is_number)
        query = self.request.GET.copy()
        query.pop("page", None)
        query.pop("export", None)
        query["sort"] = f"-{key}" if self.sort == key else key
        now: Literal["", "ascending", "descending"] = ""
        if self.sorted_by == key:
            now = "descending" if self.downwards else "ascending"
        return Head(column.header, f"?{query.urlencode()}", now, is_number)

    def export(self, *, at: datetime) -> HttpResponse | None:
        """The file the address asks for, if it asks for one."""
        ending = self.request.GET.get("export", "")
        if ending not in FORMATS:
            return None
        name = f"{self.title} {timezone.localdate(at):%Y-%m-%d}.{ending}"
        heads = [
            sheets.Column(c.header, c.kind, c.width) for c in self.columns.values()
        ]
        if ending == "xlsx":
            sheet = sheets.Sheet(self.title, heads, self.cells())
            data = sheets.write_xlsx([sheet], title=self.title, at=at)
        else:
            data = sheets.write_csv([[h.header for h in heads], *self.cells()])
        return sheets.download(data, name, FORMATS[ending])

    def cells(self) -> Iterator[list[object]]:
        columns = list(self.columns.values())
        for row in self.every_row():
            yield [column.value(row) for column in columns]

    def every_row(self) -> Iterator[M]:
        if isinstance(self.rows, QuerySet):
            return self.rows.iterator(chunk_size=CHUNK)
        return iter(self.rows)


def arranged[M](
    rows: Iterable[M], by: Callable[[M], Any], *, downwards: bool
) -> list[M]:
    """Sorted as a query would be: what is empty comes last either way."""
    filled = [row for row in rows if by(row) not in EMPTY]
    empty = [row for row in rows if by(row) in EMPTY]
    return sorted(filled, key=by, reverse=downwards) + empty


def is_filled(model: type[Model], path: str) -> bool:
    """Whether no row can be without a value there, as far as the tables tell."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return name == "pk"
        if getattr(field, "null", True):
            return False
        model = field.related_model or model
    return True
