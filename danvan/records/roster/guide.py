"""What to write in each column, as the page and the template say it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from danvan.records.roster.rules import CLOSED, Column

SHEET = "Danh sách"
"""The template's sheet that takes the rows."""


class Guide(NamedTuple):
    """What to write in a column, and two examples."""

    what: str
    first: str
    second: str


def column(name: Column) -> Guide:
    words = ", ".join(CLOSED[name]) if name in CLOSED else ""
    listed = _("One of: %(words)s") % {"words": words}
    blank = _("One of: %(words)s; blank when not known") % {"words": words}
    day = _("dd/mm/yyyy; blank: the day of import")
    examples = {
        Column.CODE: Guide(
            _("The five digits of the commune's code"), "01843", "01840"
        ),
        Column.COMMUNE: Guide(
            _("As in the list of communes"), "Phùng Chí Kiên", "Đức Xuân"
        ),
        Column.FULL_NAME: Guide(
            _("One person a row"), "Nông Thị Ví Dụ", "Hoàng Văn Mẫu"
        ),
        Column.SEX: Guide(listed, "Nữ", "Nam"),
        Column.POST: Guide(
            _("The post held today"), "Bí thư Đảng ủy", "Trưởng Công an"
        ),
        Column.BODY: Guide(_("The organisation represented"), "Đảng ủy", "Công an"),
        Column.ROLE: Guide(listed, "Trưởng khối", "Thành viên"),
        Column.PROFESSIONAL: Guide(blank, "Đại học", "Trung cấp"),
        Column.THEORY: Guide(blank, "Cao cấp", "Trung cấp"),
        Column.LANGUAGES: Guide(_("Languages used at work"), "Tiếng Tày", "Mông, Dao"),
        Column.JOINED: Guide(day, "15/01/2023", "01/06/2023"),
        Column.DECISION: Guide(_("Number and symbol of the decision"), "12-QĐ/ĐU", ""),
    }
    return examples[name]


def sentences() -> tuple[str, ...]:
    return (
        _("Enter the rows on the sheet “%(sheet)s”; leave its header as it is.")
        % {"sheet": SHEET},
        _("A blank cell keeps what is stored; it deletes nothing."),
        _("Do not add columns about private matters; they are refused."),
        _("Nobody leaves a bloc through the file unless replacing is asked for."),
    )
