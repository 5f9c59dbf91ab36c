"""What people here are fond of, and what they may choose."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from danvan.foundation.access.models import User
from tests import factories

pytestmark = pytest.mark.django_db

PERSON = User(username="nong.thi.lan", full_name="Nông Thị Lan", email="lan@x.vn")


def faults(password: str, user: User = PERSON) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return [str(fault.code) for fault in refused.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    [
        "matkhau123456",
        "Mật khẩu 2024!",
        "MatKhau@2025@",
        "m@tkh@u123456",
        "danvan2024danvan",
        "Dân vận khéo 2025",
        "qwertyuiop123",
        "asdfghjkl;'12",
        "1qaz2wsx3edc",
        "123456789012",
        "098765432109",
        "Hà Nội 1010 2010",
        "backan2023backan",
        "nong.thi.lan2024",
        "lannongthi123",
        "aaaaaaaaaaaaaa",
        "anhyeuem2024!",
        "anhyeuemnhieu",
        "Viet Nam 1945",
        "p4ssw0rd2024!",
        "admin12345678",
        "abcabcabcabc1",
        "Huyện ủy 2025",
    ],
)
def test_what_many_would_try_is_refused(password):
    assert "password_is_habit" in faults(password)


@pytest.mark.parametrize(
    "password",
    [
        "chuồn chuồn bay thấp",
        "ghế gỗ trâu rừng xanh",
        "correct horse battery",
        "thu-nghiem-khoi-dan-van",
        "trăng vàng nấp sau đồi",
        "7Kq!vRz2#mWp9",
        "cơm nguội chan mưa chiều",
    ],
)
def test_words_that_do_not_belong_together_are_good(password):
    assert faults(password) == []


def test_the_places_of_the_installation_count():
    assert faults("Xã Nậm Lửng 2024") == []
    factories.unit("Nậm Lửng")

    assert faults("Xã Nậm Lửng 2024") == ["password_is_habit"]


def test_no_kind_of_sign_is_asked_for_but_twelve_of_them():
    assert faults("ghế gỗ trâu") == ["password_too_short"]
    assert faults("ghế gỗ trâu rừng") == []


def test_a_long_password_is_judged_at_once():
    assert faults("ê" * 200) == ["password_is_habit"]
