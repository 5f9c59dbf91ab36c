"""Numbers that belong to a private person and have no place in a record's text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from danvan.foundation.documents.digits import Group, Plain, plain, runs
from danvan.shared.refusals import Refused

_COUNTED_NEXT = re.compile(
    r"\s?(?:đồng(?!\s(?:chí|bào))|đ(?!/)|vnđ|vnd|usd|nghìn|ngàn|triệu|tỷ|tỉ|người|lượt"
    r"|hộ(?!\s(?:khẩu|ông|bà))|khẩu|m|m2|m²|m3|m³|ha|hecta|km|km2|km²|kg|tấn|tạ|lít"
    r"|kwh|cây|suất|%|‰)(?!\w)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(
    r"(?<!\w)(?:tiền|kinh phí|ngân sách|dự toán|trị giá|giá trị|tổng|vốn|quyết toán"
    r"|tạm ứng|quỹ|thu|chi|hỗ trợ)(?!\w)[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_COORDINATE_BEFORE = re.compile(
    r"(?:toạ độ|tọa độ|kinh độ|vĩ độ|\b[XY]\s?[=:])(?:[^\w\n]|\d|[XYNEBĐ])*$",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_ROUND = re.compile(r"[1-9]\d*000")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .-]*)+")
_DATE = re.compile(r"\d{1,2}[ .-]{1,2}\d{1,2}[ .-]{1,2}(?:19|20)\d\d")
_STAMP = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d"
    r"(?:[0-5]\d)?"
)
_PHONE = re.compile(r"0[35789]\d{8}|02\d{8,9}|01[2689]\d{8}")
_PROVINCE = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")
_NAMED = re.compile(
    r"(?<!\w)(?:(?P<card>cccd|cmnd|cmt|căn cước|căn cước công dân|chứng minh"
    r"|chứng minh thư|chứng minh nhân dân|số định danh)"
    r"|(?P<phone>sđt|sdt|đt|đtdđ|điện thoại|di động|zalo|tel|phone)"
    r"|(?P<account>stk|số tk|tk|tài khoản))(?!\w)[^\d\n;]{0,30}?"
    r"(?P<number>\+?\d(?:[ .,/\-_()]{0,3}\d){5,18})",
    re.IGNORECASE,
)
_PASSPORT = re.compile(r"(?i:hộ chiếu)[^\d\n;]{0,20}?(?P<number>[A-Z]\d{7})(?!\d)")
_CODE_BEFORE = re.compile(r"[\d.]\.[A-Z]{1,3}$")
"""Of the number of a file at a one-stop office: 000.00.15.H03-230512-0001."""
_GLUED = re.compile(r"\d[.,/-]$")
_ACCOUNT = range(6, 20)
_LONG = range(9, 20)
_CARDS, _BANK_CARDS = {9, 12}, {16, 19}
_OLD_CARD, _CARD = 9, 12
_THREES, _FOURS = {3}, {4}
_FIVE_PAIRS = 5
_STEP = 6
_LEAST = 3
"""Digits of the shortest number, of which half may be letters that look like them."""


def personal_numbers(text: str) -> list[str]:
    """Pieces that look like an ID card, telephone or bank account, in reading order.

    Amounts, counts, dates, places and numbers of documents are left alone.
    """
    if sum(map(str.isdigit, text)) < _LEAST:
        return []
    written = plain(text)
    taken, used = [], bytearray(len(written.text))
    for start, end in sorted(_spans(written), key=lambda s: (s[0] - s[1], s[0])):
        if not any(used[start:end]):
            used[start:end] = b"\1" * (end - start)
            taken.append((start, end))
    return list(dict.fromkeys(written.piece(*span) for span in sorted(taken)))


def _spans(written: Plain) -> Iterator[tuple[int, int]]:
    text = written.text
    for found in _PASSPORT.finditer(text):
        yield found.span("number")
    for found in _NAMED.finditer(text):
        start = found.start("number")
        end = start + length_of_named(found)
        harmless = is_counted if found["card"] else is_amount
        if end > start and not harmless(text, start, end):
            yield start, end
    for run in runs(text, _LONG):
        start, end = reach(text, run)
        if (
            is_personal(text, run)
            and is_free(text, start, end)
            and not is_harmless(text, start, end)
        ):
            yield start, end


def reach(text: str, run: list[Group]) -> tuple[int, int]:
    """From the sign before the first digits, + or an opening bracket, to the last."""
    start, end = run[0].start, run[-1].end
    while start and text[start - 1] in "+(":
        start -= 1
    return start, end


def is_free(text: str, start: int, end: int) -> bool:
    """Whether the digits are no part of a longer number, date or document's number."""
    after = text[end : end + 2]
    if re.match(r"\d|[/-][A-ZĐ]", after) or _CODE_BEFORE.search(
        text, max(0, start - 5), start
    ):
        return False
    if re.match(r"[.,/-]\d", after) and text[start] != "0":
        return False
    return not _GLUED.search(text, max(0, start - 2), start) or follows_another(
        text, start
    )


def follows_another(text: str, start: int) -> bool:
    """Whether what the sign before the digits ends is a long number itself."""
    before = re.search(r"[\d .-]*$", text[max(0, start - 20) : start - 1])
    return before is not None and sum(map(str.isdigit, before[0])) >= _OLD_CARD


def is_personal(text: str, run: list[Group]) -> bool:
    digits = "".join(group.digits for group in run)
    if len(run) == 1:
        return len(digits) in _LONG and not _STAMP.fullmatch(digits)
    personal = is_spaced_phone(text, run, digits) or is_spaced_card(text, run, digits)
    return personal and not ascends(run)


def ascends(run: list[Group]) -> bool:
    """A list such as 05 07 08 or 1 2 3: short numbers, each a little larger."""
    values = [int(group.digits) for group in run]
    short = all(len(group.digits) <= len("00") for group in run)
    return short and all(0 < later - value < _STEP for value, later in pairwise(values))


def is_spaced_phone(text: str, run: list[Group], digits: str) -> bool:
    abroad = re.sub(r"^(?:00)?84", "0", digits) if _abroad(text, run) else digits
    national = abroad.replace("00", "0", 1) if abroad.startswith("00") else abroad
    if not _PHONE.fullmatch(national):
        return False
    sizes = [len(group.digits) for group in run]
    if set(sizes) == {1}:
        return True
    pairs = sizes == [2] * _FIVE_PAIRS
    prefix = run[0].digits in {"0", "84", "00", "0084"}
    tail = [len(g.digits) for g in run[prefix:] if g.digits != "0"]
    if national.startswith("02") and tail[1:2] == [1]:
        del tail[1]  # (0209) 3 870 123, as offices set a telephone at a desk apart
    return pairs or (min(tail) > 1 and (prefix or sizes[0] > len("00")))


def _abroad(text: str, run: list[Group]) -> bool:
    first = run[0]
    plus = first.start > 0 and text[first.start - 1] == "+"
    return first.digits.startswith(("84", "0084")) and (
        plus or first.digits in {"84", "0084"} or first.digits.startswith("00")
    )


def is_spaced_card(text: str, run: list[Group], digits: str) -> bool:
    sizes = {len(group.digits) for group in run}
    if _PROVINCE.fullmatch(digits) and (min(sizes) > 1 or sizes == {1}):
        return True
    if sizes not in (_THREES, _FOURS):
        return False
    gaps = {text[one.end : other.start] for one, other in pairwise(run)}
    if len(gaps) != 1 or "" in gaps:
        return False
    if sizes == _THREES:
        amount = gaps == {" "} and _ROUND.fullmatch(digits)
        return len(digits) in _CARDS and not amount
    return len(digits) in _CARDS | _BANK_CARDS


def length_of_named(found: re.Match[str]) -> int:
    """How far the digits fit the word before them, however they are set apart."""
    number, text, start = found["number"], found.string, found.start("number")
    ends = [
        group.end()
        for group in re.finditer(r"\d+", number)
        if not text[start + group.end() : start + group.end() + 1].isdigit()
    ]
    return next((end for end in reversed(ends) if fits(found, number[:end])), 0)


def fits(found: re.Match[str], number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if found["card"]:
        return len(digits) in _CARDS
    if found["phone"]:
        return bool(_PHONE.fullmatch(re.sub(r"^(?:00)?84", "0", digits)))
    tight = re.sub(r"[ .-]", "", number)
    return tight.isdigit() and len(tight) in _ACCOUNT and not _DATE.fullmatch(number)


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether a unit or a thing follows; no count begins with 0."""
    return text[start] != "0" and bool(_COUNTED_NEXT.match(text, end))


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the digits are written as an amount, years or a date, or count things."""
    piece = text[start:end]
    shaped = (_THOUSANDS.fullmatch(piece), _YEARS.fullmatch(piece), _DATE.match(piece))
    return any(shaped) or is_counted(text, start, end)


def is_harmless(text: str, start: int, end: int) -> bool:
    """Whether digits that no word names are an amount, a date, a count or a place."""
    piece, before = text[start:end], text[max(0, start - 60) : start]
    money = _ROUND.fullmatch(piece) and _MONEY_BEFORE.search(before)
    return bool(
        money or _COORDINATE_BEFORE.search(before) or is_amount(text, start, end)
    )


def fault_in(text: str, label: str | Promise) -> str | None:
    """The sentence that sends a text back, None where there is nothing to say."""
    pieces = personal_numbers(text)
    if not pieces:
        return None
    return _(
        "%(label)s holds “%(piece)s”, which looks like the number of an ID card, a "
        "telephone or a bank account. Take the number out"
    ) % {"label": label, "piece": "”, “".join(pieces)}


def refuse_personal_numbers(texts: Mapping[str, tuple[str | Promise, str]]) -> None:
    """Raise Refused at the first field, {name: (label, text)}, that holds one."""
    for name, (label, text) in texts.items():
        if fault := fault_in(text, label):
            raise Refused(fault, field=name)


def refuse_numbers_in(texts: Mapping[str, str], label: Callable[[str], str]) -> None:
    """The same for {column: text}; `label` names a column when it is at fault."""
    for name, text in texts.items():
        if personal_numbers(text):
            refuse_personal_numbers({name: (label(name), text)})


def check_texts(form: Form, names: Iterable[str]) -> None:
    """For a form's clean(): a fault beside every field that holds such a number."""
    for name in names:
        text = form.cleaned_data.get(name)
        if isinstance(text, str) and (fault := fault_in(text, form[name].label)):
            form.add_error(name, fault)
