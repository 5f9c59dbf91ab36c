import re
from datetime import date

import pytest
from django.urls import reverse

from danvan.foundation.access.rules import Role
from tests import factories
from tests.foundation.programme.conftest import SECOND

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    """The page's text without tags, as a commune's clerk sees it."""
    commune = factories.unit("Bằng Lũng")
    client.force_login(factories.clerk(commune))

    def read() -> str:
        response = client.get(reverse("programme:show"))
        assert response.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))

    return read


def test_the_page_asks_for_sign_in(client):
    assert client.get(reverse("programme:show")).status_code == 302


def test_the_page_shows_every_part(shown, real):
    text = shown()
    for row in (*real.targets, *real.kinds, *real.bodies, *real.compositions):
        assert getattr(row, "title", "") in text
        assert getattr(row, "name", "") in text
    for task in real.tasks:
        assert task.text in text
    for seat in real.compositions[1].seats:
        assert seat.label in text


def test_the_page_shows_printed_beside_computed_with_the_fraction(shown):
    text = shown()
    assert "98,14% 98,15% (106/108) Bản in ghi khác" in text
    assert "– 25,85% (327/1.265)" in text
    assert "Trưởng khối là Bí thư Đảng ủy 1,85% 1,85% (2/108)" in text


def test_the_page_warns_where_a_document_is_misprinted(shown):
    text = shown()
    assert "217-QĐ/TW, 22/12/2013" in text
    assert "217-QĐ/TW, 12/12/2013" in text
    assert "15-CT/TW, 08/02/2022 Nhiều khả năng 15-CT/TU, 08/02/2022" in text


def test_the_page_marks_bodies_without_duty_or_notice(shown):
    text = shown()
    assert text.count("Có trong Nơi nhận, không có nhiệm vụ") == 2
    assert "Có nhiệm vụ, không có trong Nơi nhận" in text


def test_the_page_costs_the_same_number_of_queries_for_any_programme(
    shown, settings, django_assert_max_num_queries
):
    settings.DANVAN_PROGRAMME = SECOND
    with django_assert_max_num_queries(8):
        text = shown()
    assert "Chương trình Tổ Dân vận tỉnh Thử Nghiệm" in text
    assert "14/06" in text


def test_a_person_whose_task_has_ended_is_refused(client):
    commune = factories.unit("Nà Phặc")
    former = factories.user()
    factories.grant(former, Role.COMMUNE, commune, valid_to=date(2023, 1, 1))
    client.force_login(former)
    assert client.get(reverse("programme:show")).status_code == 403


def test_the_page_is_only_read(client):
    client.force_login(factories.clerk(factories.unit()))
    assert client.post(reverse("programme:show")).status_code == 405
