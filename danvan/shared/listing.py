"""A list that sorts, pages and hands itself out as a file, asked for by its address.

`?sort=-due` sorts by the column called `due`, downwards; `?page=2`; `?export=xlsx|csv`
hands out every row. Filtering is the room's own form: it narrows `rows` beforehand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from danvan.shared import sheets

FORMATS = {"xlsx": sheets.XLSX, "csv": sheets.CSV}
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Column[M]:
    """One column of the file and, where it has a place there, of the page.

    `order` are the names it sorts by (none: it does not sort). `value` is what the
    file holds; the page's template draws its own cells.
    """

    key: str
    header: str
    value: Callable[[M], object]
    kind: Literal["text", "integer", "percent", "date"] = "text"
    width: int = 16
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A heading on the page; `url` sorts by it, `sorted` is aria-sort's word."""

    label: str
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    is_number: bool = False


class Listing[M: Model]:
    """The rows a person may see, as one address asks for them.

    `sort` is the key of the column it is sorted by at first, "-" before it: downwards.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[M],
        columns: Sequence[Column[M]],
        *,
        title: str,
        sort: str,
        per_page: int = 50,
    ) -> None:
        self.request = request
        self.columns = {column.key: column for column in columns}
        self.title = title
        asked = request.GET.get("sort", "")
        known = self.columns.get(asked.removeprefix("-"))
        self.sort = asked if known and known.order else sort
        self.per_page = per_page
        self.rows = rows.order_by(*self.ordering())

    def ordering(self) -> Iterator[Any]:
        """Empty values last either way; equal rows in a fixed order."""
        downwards = self.sort.startswith("-")
        for name in self.columns[self.sort.removeprefix("-")].order:
            column = F(name)
            yield (
                column.desc(nulls_last=True)
                if downwards
                else column.asc(nulls_last=True)
            )
        yield "-pk" if downwards else "pk"

    @cached_property
    def page(self) -> Page[M]:
        paginator = Paginator(self.rows, self.per_page)
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
        if not column.order:
            return Head(column.header, is_number=is_number)
        query = self.request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{key}" if self.sort == key else key
        now: Literal["", "ascending", "descending"] = ""
        if self.sort.removeprefix("-") == key:
            now = "descending" if self.sort.startswith("-") else "ascending"
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
        for row in self.rows.iterator(chunk_size=CHUNK):
            yield [column.value(row) for column in columns]
