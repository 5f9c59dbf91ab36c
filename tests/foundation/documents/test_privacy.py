import pytest

from danvan.foundation.documents.privacy import (
    check_texts,
    personal_numbers,
    refuse_personal_numbers,
)
from danvan.shared import forms
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
    "(0209) 3 870 123": ["(0209) 3 870 123"],
    "ĐT 0209.3.870.123": ["0209.3.870.123"],
    "STK 19031234567890 Techcombank": ["19031234567890"],
    "tài khoản 8600 2051 23456 Agribank": ["8600 2051 23456"],
    "stk: 12345678": ["12345678"],
    "ông A 0912345678, bà B 095123456": ["0912345678", "095123456"],
    "0912345678/0913222333": ["0912345678", "0913222333"],
    "0912345678,0913222333": ["0912345678", "0913222333"],
    "0912.345.678-0913.222.333": ["0912.345.678", "0913.222.333"],
    "gọi 0912 345 678 2024": ["0912 345 678"],
    "năm 2023. 0912 345 678": ["0912 345 678"],
    "0912345678 đồng chí Lan": ["0912345678"],
    "0912345678 đ/c Lan": ["0912345678"],
    "0912345678 hộ ông A": ["0912345678"],
    "(+84) 912 345 678": ["(+84) 912 345 678"],
    "+84 (0)912 345 678": ["+84 (0)912 345 678"],
    "0084 912 345 678": ["0084 912 345 678"],
    "84912345678": ["84912345678"],
    "84 912 345 678": ["84 912 345 678"],
    "09 12 34 56 78": ["09 12 34 56 78"],
    "0 912 345 678": ["0 912 345 678"],
    "0 9 1 2 3 4 5 6 7 8": ["0 9 1 2 3 4 5 6 7 8"],
    "0912 - 345 - 678": ["0912 - 345 - 678"],
    "0912_345_678": ["0912_345_678"],
    "ĐT: 0912,345,678": ["0912,345,678"],
    "điện thoại 0912/345/678": ["0912/345/678"],
    "01656 123 456 (số cũ)": ["01656 123 456"],
    "Zalo 0912345678.": ["0912345678"],
    "006085 001234": ["006085 001234"],
    "006 085001234": ["006 085001234"],
    "006.085.001.234": ["006.085.001.234"],
    "CMND: 09 51 23 456": ["09 51 23 456"],
    "căn cước công dân số 006/085/001/234": ["006/085/001/234"],
    "CCCD 006085001234, 25/5/2020": ["006085001234"],
    "CMND 095.123.456 hộ khẩu Nà Thử": ["095.123.456"],
    "CMND: 123.456.789": ["123.456.789"],
    "hộ chiếu số C1234567": ["C1234567"],
    "thẻ 9704 3612 3456 7890": ["9704 3612 3456 7890"],
    "thẻ DN4970123456789": ["4970123456789"],
    "chuyển tiền vào tài khoản 102010000": ["102010000"],
    "số tài khoản: 8600205123456": ["8600205123456"],
    "STK 19031234567890 0912345678": ["19031234567890", "0912345678"],
    "０９１２３４５６７８": ["０９１２３４５６７８"],
    "٠٩١٢٣٤٥٦٧٨": ["٠٩١٢٣٤٥٦٧٨"],
    "0912\u200b345\u200d678": ["0912\u200b345\u200d678"],
    "0912\u00a0345\u202f678": ["0912\u00a0345\u202f678"],
    "0912–345—678": ["0912–345—678"],
    "0912·345·678": ["0912·345·678"],
    "O912345678": ["O912345678"],
    "O9l2 345 678": ["O9l2 345 678"],
    "0912 345 67O": ["0912 345 67O"],
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
    "khoản 1 2 3 4 5 6 7 8 9",
    "các ngày 05 07 08 09 10",
    "Quyết định số 1234/QĐ-UBND ngày 05/01/2023",
    "Quyết định số 0912345678-QĐ/TU",
    "Công văn 0123/BDV-CV, 0124/BDV-CV, 0125/BDV-CV",
    "Nghị quyết 15/2023/NQ-HĐND ngày 08.12.2023",
    "Luật số 10/2022/QH15, Nghị định 59/2023/NĐ-CP",
    "Số 01-BB/ĐU, 02-BB/ĐU, 03-BB/ĐU",
    "Kết luận 215-KL/TW ngày 23-11-2025",
    "văn bản 000.00.18.H03-240305-0012",
    "kinh phí 150000000",
    "tổng dự toán: 1250000000",
    "ngân sách hỗ trợ 120 000 000",
    "1.234.567.890 đồng, 25.000.000đ, 500 triệu đồng",
    "1,5 tỷ đồng; 2.500 nghìn đồng/tháng",
    "tăng 98,15% so với 2022-2023",
    "toạ độ 22.147512345, 105.834212345",
    "tọa độ X = 2451234567, Y = 4123456789",
    "22°08'51.2\"N 105°50'03.1\"E",
    "diện tích 1.234.567,89 m2, 12 345 678 m²",
    "diện tích 485941123 m2",
    "rừng 12.345,67 ha; 300 cây; 15 km",
    "biển số 97A-123.45, 97B1-123.45, 29LD-12345",
    "ngày 05 tháng 3 năm 2024 lúc 08 giờ 30",
    "từ 05.03.2024 - 07.03.2024",
    "05-03-2024 - 07-03-2024",
    "ngày 08-10-2023 0730-1130",
    "20240305083000, 202403050830",
    "quý I/2024, 6 tháng đầu năm 2024, nhiệm kỳ 2020 - 2025",
    "mã đơn vị 01834 01840 01843",
    "hồ sơ một cửa số 000.00.15.H03-230512-0001",
    "thôn 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
    "tài khoản VNeID: 123456 người",
    "cấp căn cước cho 123.456.789 người",
    "tài khoản đăng ký 1.234.567.890",
    "250 tài khoản, đạt 2023 2024",
    "tài khoản mở từ 05-03-2024",
    "điểm 9 9 8 9 7 8 9 9 8",
    "tỷ lệ 12/15, 108/108, 1.265/1.300",
    "thửa 123, tờ bản đồ 45; 0,5 ha",
    "20l dầu, 100l nước, 3O hộ",
    "Io lo ol, O l I",
    "m²³, x⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹",
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


def test_a_number_written_twice_is_shown_once_and_two_are_both_shown():
    texts = {"summary": ("Tóm tắt", "0912345678, 0912345678 và 0913222333")}

    with pytest.raises(Refused) as refused:
        refuse_personal_numbers(texts)

    assert str(refused.value).count("0912345678") == 1
    assert "“0912345678”, “0913222333”" in str(refused.value)


class ReportForm(forms.Form):
    title = forms.TextField(label="Tiêu đề")
    summary = forms.BlockField(label="Tóm tắt")
    count = forms.IntegerField(label="Số người", required=False)

    def clean(self):
        check_texts(self, ("title", "summary", "count"))


def test_a_form_shows_every_field_that_holds_a_number_at_once():
    form = ReportForm({"title": "gọi 0912345678", "summary": "cccd 006085001234"})

    assert not form.is_valid()
    assert list(form.errors) == ["title", "summary"]
    assert "Tóm tắt" in form.errors["summary"][0]
    assert "006085001234" in form.errors["summary"][0]


def test_a_form_without_such_numbers_passes():
    assert ReportForm({"title": "Họp", "summary": "năm 2024", "count": "12"}).is_valid()


def test_a_long_text_is_read_in_a_moment():
    text = "0 1 0912.34 " * 2_000

    assert personal_numbers(text) == []
