import pytest

from danvan.foundation.documents.privacy import (
    personal_numbers,
    refuse_personal_numbers,
)
from danvan.shared.refusals import Refused

CAUGHT = {
    "CMND 095123456 của bà A": ["095123456"],
    "CCCD: 006085001234.": ["006085001234"],
    "số 006 085 001 234": ["006 085 001 234"],
    "0060-8500-1234": ["0060-8500-1234"],
    "gọi 0912345678 nhé": ["0912345678"],
    "ĐT: 0912 345 678": ["0912 345 678"],
    "0912.345.678": ["0912.345.678"],
    "sđt 091-234-5678": ["091-234-5678"],
    "+84 912 345 678": ["+84 912 345 678"],
    "+84912345678": ["+84912345678"],
    "máy bàn 0209 3870 123": ["0209 3870 123"],
    "(0209) 3870 123": ["(0209) 3870 123"],
    "STK 19031234567890 Techcombank": ["19031234567890"],
    "tài khoản 8600 2051 23456 Agribank": ["8600 2051 23456"],
    "stk: 12345678": ["12345678"],
    "ông A 0912345678, bà B 095123456": ["0912345678", "095123456"],
}
LEFT_ALONE = [
    "Hướng dẫn 01/HDLB-TC-DV ngày 25/5/2000",
    "Nghị quyết 25-NQ/TW ngày 03/6/2013",
    "Quy định 1234567890/QĐ-UBND",
    "kinh phí 1.500.000 đồng",
    "tổng 1.500.000.000 đồng",
    "150000000 đồng, 120 000 000 đ",
    "từ 01/01/2023 đến 31/12/2025",
    "05.3.2024, 05-03-2024 08 giờ",
    "2024-03-05 và 20240305",
    "các năm 2023 2024 2025",
    "giai đoạn 2023-2025-2030",
    "500 hộ, 1.265 thành viên, 98,15% (106/108)",
    "tài khoản 1.500.000 đồng",
    "mã xã 01834, 01840, 01843",
    "Điều 12, khoản 3, 4, 5, 6, 7, 8",
    "",
]


@pytest.mark.parametrize(("text", "pieces"), CAUGHT.items())
def test_numbers_of_a_person_are_caught_with_the_piece(text, pieces):
    assert personal_numbers(text) == pieces


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_amounts_dates_and_documents_are_left_alone(text):
    assert personal_numbers(text) == []


def test_the_refusal_names_the_field_and_shows_the_piece():
    with pytest.raises(Refused) as refused:
        refuse_personal_numbers({"summary": ("Tóm tắt", "gọi 0912 345 678")})

    assert refused.value.field == "summary"
    assert "0912 345 678" in str(refused.value)
