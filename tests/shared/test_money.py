"""Đồng in figures and in words, and read back as people type them."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from danvan.shared import forms
from danvan.shared.money import MOST, MoneyField, dong, in_words, read_money
from danvan.shared.refusals import Refused

FIGURES = {
    word: number
    for number, word in enumerate(
        ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
    )
} | {"mốt": 1, "tư": 4, "lăm": 5}


def heard(words: list[str]) -> int:
    """What a clerk who hears the words writes down, with no help from the writer."""
    if "tỷ" in words:
        last = len(words) - 1 - words[::-1].index("tỷ")
        return heard(words[:last]) * 10**9 + heard(words[last + 1 :])
    total = group = 0
    for word in words:
        if word in {"nghìn", "triệu"}:
            total, group = total + group * {"nghìn": 1000, "triệu": 10**6}[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += group % 10 * 9
        elif word == "mười":
            group += 10
        elif word != "linh":
            group += FIGURES[word]
    return total + group


@given(st.integers(min_value=0, max_value=MOST))
@example(0)
@example(MOST)
@example(1_000_000_005)
@example(10**12 + 10**9)
def test_the_words_say_the_very_number(amount):
    words = in_words(amount).casefold().split()

    assert words.pop() == "đồng"
    assert heard(words) == amount


def test_no_two_amounts_read_alike():
    some = random.Random(7).sample(range(10**7), 3000)

    assert len({in_words(amount) for amount in some}) == len(some)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (20_000, "Hai mươi nghìn đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (
            1_234_567,
            "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng",
        ),
        (3_000_040_000, "Ba tỷ không trăm bốn mươi nghìn đồng"),
        (10**12, "Một nghìn tỷ đồng"),
        (MOST, "Một triệu tỷ đồng"),
    ],
)
def test_amounts_read_as_offices_write_them(amount, words):
    assert in_words(amount) == words


@pytest.mark.parametrize("amount", [-1, MOST + 1])
def test_what_cannot_be_an_amount_is_not_read(amount):
    with pytest.raises(ValueError, match=str(amount)):
        in_words(amount)


def test_figures_carry_points_and_the_currency():
    assert dong(1_234_567) == "1.234.567 đồng"
    assert dong(0) == "0 đồng"
    assert dong(None) == ""


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234.567", 1_234_567),
        ("1234567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1.234.567 đồng", 1_234_567),
        ("1.234.567,00 VNĐ", 1_234_567),
        ("1,5 triệu", 1_500_000),
        ("2 tỷ 300 triệu", 2_300_000_000),
        ("2 tỉ 300 triệu 500 nghìn đồng", 2_300_500_000),
        ("2,35 tỷ", 2_350_000_000),
        ("1.200 triệu", 1_200_000_000),
        ("15tr", 15_000_000),
        ("500 ngàn", 500_000),
        ("0", 0),
    ],
)
def test_what_people_type_is_understood(typed, amount):
    assert read_money(typed) == amount


@given(st.integers(min_value=0, max_value=MOST))
def test_what_is_written_is_read_again(amount):
    assert read_money(dong(amount)) == amount
    assert read_money(str(amount)) == amount


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1.5 triệu", "dấu phẩy"),
        ("1,234,567", "dấu phẩy"),
        ("12.5", "dấu phẩy"),
        ("2 tỷ 300", "2 tỷ 300 triệu"),
        ("300 triệu 2 tỷ", "2 tỷ 300 triệu"),
        ("2 tỷ 1500 triệu", "2 tỷ 300 triệu"),
        ("1,5 tỷ 300 triệu", "2 tỷ 300 triệu"),
        ("mười triệu", "1.250.000"),
        ("", "1.250.000"),
        ("-5", "0 trở lên"),
        ("1,0000005 triệu", "nguyên"),
        ("1.000.000 tỷ 1 nghìn", "1.000.000.000.000.000"),
        ("9" * 18, "1.000.000.000.000.000"),
        ("9" * 5000, "1.250.000"),
        ("5 USD", "1.250.000"),
        ("٣ triệu", "1.250.000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(typed, says):
    with pytest.raises(Refused, match=says):
        read_money(typed)


class Purse(forms.Form):
    amount = MoneyField(label="Số tiền", min_value=1)


def test_the_field_gives_the_amount_or_a_sentence():
    good, none = Purse({"amount": "1,5 triệu"}), Purse({"amount": ""})
    bad, least = Purse({"amount": "nhiều"}), Purse({"amount": "0"})

    assert good.is_valid()
    assert good.cleaned_data == {"amount": 1_500_000}
    assert none.errors["amount"] == ["Nhập số tiền."]
    assert bad.errors["amount"][0].startswith("Nhập số tiền bằng đồng")
    assert least.errors["amount"] == ["Nhập ít nhất 1 đồng."]
    assert 'value="1.500.000"' in str(Purse(initial={"amount": 1_500_000})["amount"])
