"""No text, however it is made, keeps the server busy: four times as long takes about
four times as long, never sixteen times.

A clock on a crowded machine says little, so this runs when asked for:
`DANVAN_LONG_TEXTS=1 pytest tests/house/test_long_texts.py`.
"""

import gc
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from danvan.foundation.documents import privacy
from danvan.foundation.documents.rules import clean_name
from danvan.foundation.documents.typesetting import fit
from danvan.foundation.programme import posts
from danvan.foundation.units import villages
from danvan.records.roster import cells, guards, names
from danvan.records.roster.cells import Wrong
from danvan.records.roster.rules import Column
from danvan.records.villages.rules import is_whole, one_a_line
from danvan.shared import dates, legacy, money, sheets, text
from danvan.shared.refusals import Refused
from tests.house.hostile import raw

MOST = 6_000
"""Letters of the longest text tried."""
LEAST = 0.002
"""Seconds below which a clock says nothing."""
LINEAR = 9
"""Four times the text may take so many times as long; a square would take sixteen."""
FOLDS = (text.fold, text.sort_key, text.given_name_key, legacy._is_syllable)

pytestmark = pytest.mark.skipif(
    "DANVAN_LONG_TEXTS" not in os.environ, reason="Times the machine; asked for by name"
)

PIECES = (
    *("1", "0", " ", ".", "-", "=", "(", "a", "A", "é", "\n", "\t", ":", ",", "O", "<"),
    *("1 ", "0 ", "1.", "1-", "1,", "O1", "A ", "a.", "xã ", "và ", " & ", "x\u0323"),
    *("toạ độ 1", "X=1", "cccd ", "cccd 1", "tiền ", "tiền 1 ", "hộ chiếu A", "số tk "),
    *(
        "1/1/",
        "2024 ",
        "84 ",
        "090 ",
        "12 34 ",
        "000.",
        "đồng",
        "triệu 1 ",
        "µ",
        "A\xad",
    ),
    *("<c ", "<c>", "<row ", "<v ", "<f", "</c>", "\xa1A", "a:c ", "1) ", "- ", "'"),
)
ENDS = ("", "z", "9")

type Reader = Callable[[str], Any]

READERS: dict[str, Reader] = {
    "personal numbers": privacy.personal_numbers,
    "one line": text.nfc,
    "block": text.nfc_block,
    "fold": text.fold,
    "slug": text.slug,
    "sort key": text.sort_key,
    "name key": text.given_name_key,
    "money": money.read_money,
    "date": dates.parse_date,
    "tcvn3": lambda typed: legacy.convert(typed, "tcvn3"),
    "vni": lambda typed: legacy.convert(typed, "vni"),
    "old font": legacy.detect,
    "villages": one_a_line,
    "whole village": is_whole,
    "village": villages.parts,
    "village spoken": villages.spoken,
    "post": posts.key,
    "spelling": names.spelling,
    "cell": lambda typed: cells.text(typed, Column.POST),
    "name in a cell": cells.full_name,
    "day in a cell": lambda typed: cells.day(typed, on=date(2024, 1, 1)),
    "closed cell": lambda typed: cells.closed(typed, Column.SEX),
    "file name": lambda typed: clean_name(typed, "application/pdf"),
    "saved as": lambda typed: sheets.download(b"", typed, "text/csv"),
    "word": fit,
    "csv": lambda typed: sheets.write_csv([[typed]]),
    "row of a sheet": lambda typed: guards._scan_row(
        guards.Scan(), b"<v><f" + raw(typed), 0
    ),
}


def seconds(reader: Reader, typed: str) -> float:
    """Processor time of this thread, whatever else the machine does."""
    for cached in FOLDS:
        cached.cache_clear()
    began = time.thread_time()
    with suppress(Refused, Wrong, ValueError):  # a text may be refused, not slowly
        reader(typed)
    return time.thread_time() - began


def grows(reader: Reader, piece: str, end: str) -> float:
    """How many times as long the longest text takes as one of a quarter."""
    longest, quarter = (
        piece * (size // len(piece)) + end for size in (MOST, MOST // 4)
    )
    took = seconds(reader, longest)
    if took < LEAST:
        return 0
    return took / max(seconds(reader, quarter), LEAST / 8)


@pytest.mark.parametrize("name", READERS)
def test_four_times_the_text_takes_about_four_times_as_long(name):
    reader, slow = READERS[name], []
    gc.disable()
    try:
        for piece in PIECES:
            for end in ENDS:
                tries = (grows(reader, piece, end) for _try in range(4))
                if all(ratio > LINEAR for ratio in tries):
                    slow.append((piece, end))
    finally:
        gc.enable()

    assert not slow


def test_a_square_would_be_seen():
    def squared(typed: str) -> object:
        return re.fullmatch("a*a*b", typed)

    assert all(grows(squared, "a", "") > LINEAR for _try in range(3))
