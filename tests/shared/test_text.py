"""Expected orders are those of ICU 78 for `vi`."""

import unicodedata
from itertools import pairwise

import pytest

from danvan.shared.text import fold, given_name_key, nfc, nfc_block, slug, sort_key


def test_nfc_composes_and_tidies_one_line():
    typed = unicodedata.normalize("NFD", " \ufeffKhối \u00a0Dân\tvận\u200b\n\x00")

    assert nfc(typed) == "Khối Dân vận"
    assert len(nfc(typed)) == 12


def test_nfc_leaves_half_characters_out():
    assert nfc("Nà\ud800 Phặc\udfff") == "Nà Phặc"


def test_nfc_keeps_the_soft_hyphen_that_tcvn3_means_as_a_letter():
    assert nfc("Trung \xad¬ng") == "Trung \xad¬ng"


def test_nfc_never_moves_a_tone_mark():
    assert nfc("Hoà") == "Hoà" != nfc("Hòa")


def test_nfc_block_keeps_lines_and_single_empty_ones():
    assert nfc_block("\r\n a  b \r\n\r\n\r\n\r\nc\rd \n") == "a b\n\nc\nd"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Đồng Phúc", "dong phuc"),
        ("Uỷ ban", "uy ban"),
        ("Ủy  BAN", "uy ban"),
        ("Hoà Mục", "hoa muc"),
        ("Hòa Mục", "hoa muc"),
        ("Sĩ Bình", "si binh"),
        ("Sỹ Bình", "sy binh"),
        ("Phuong Thi Thanh", "phuong thi thanh"),
        (unicodedata.normalize("NFD", "Đường Ưu"), "duong uu"),
        ("Ðà Nẵng", "da nang"),
    ],
)
def test_fold_is_the_search_key(written, key):
    assert fold(written) == key


def test_slug_names_a_file():
    assert slug("Báo cáo 05-BC/ĐU, quý III") == "bao-cao-05-bc-du-quy-iii"
    assert slug("–") == ""


PLACES = (
    "Ba Bể, Bạch Thông, Bản Thi, Bành Trạch, Bắc Kạn, Bằng Lãng, Bằng Lũng, Bằng Vân, "
    "Dương Quang, Dương Sơn, Đại Sảo, Đồng Phúc, Đổng Xá"
)
PERSONS = (
    "Đặng Văn An, Nguyễn Thị Ánh, Nguyễn Văn Ân, Trần Thị Ba, Hoàng Văn Dũng, "
    "Lê Văn Đức, Ma Văn Ích, Hà Thị Ong, Lường Văn Ôn, Triệu Thị Ơn, Phương Thị Thanh, "
    "Bàn Văn Uy, Đàm Thị Ưng, Nông Thị Yến"
)


def in_order(names, key):
    """Whether the keys rise, compared byte by byte as both databases do."""
    keys = [key(name).encode() for name in names]
    return all(one < next_one for one, next_one in pairwise(keys))


@pytest.mark.parametrize(
    "ordered",
    [
        "a, ă, â, b, c, d, đ, e, ê, g, h, i, k, l, m, n, o, ô, ơ, p, q, u, ư, v, x, y",
        "ma, mà, mả, mã, má, mạ",
        "má, mà n",
        "az, ăc, âb, b",
        "an, An, AN, án, An 1, An 10, An 2, ana",
        "Tân (cũ), Tân 1, Tân An, Tần An, Tân Yên, Tân-Lập",
        PLACES,
    ],
)
def test_sort_key_has_the_order_of_icu(ordered):
    assert in_order(ordered.split(", "), sort_key)


def test_sort_key_is_the_same_for_both_normal_forms():
    assert sort_key(unicodedata.normalize("NFD", "Đổng Xá")) == sort_key("Đổng Xá")


def test_given_name_key_orders_persons_by_last_word():
    expected = PERSONS.split(", ")

    assert in_order(expected, given_name_key)


def test_given_name_key_orders_namesakes_by_whole_name_whatever_the_case():
    expected = ["Bàn Văn AN", "Đặng Văn An", "Đặng Văn Án", "Bàn Văn Anh"]

    assert in_order(expected, given_name_key)
