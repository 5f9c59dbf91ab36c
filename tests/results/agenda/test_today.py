"""The first page as its readers meet it."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from tests.results.agenda import things

pytestmark = pytest.mark.django_db


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(user: object, **query: object):
    answer = signed_in(user).get(reverse("agenda:today"), query)
    assert answer.status_code == 200
    return answer


def headings(answer) -> list[str]:
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", answer.content.decode(), re.DOTALL)
    return [re.sub("<[^>]+>|\\s+", " ", text).strip() for text in found]


def test_clerk_opens_on_what_is_late_then_soon_then_missing(today):
    tree = make.tree()
    before = today - timedelta(days=20)
    things.task(tree.commune, due=today - timedelta(days=1), on=before, text="Trễ")
    things.task(tree.commune, due=today + timedelta(days=1), on=before, text="Gần")
    things.planned(tree.commune, on=today + timedelta(days=3))
    answer = page_of(make.clerk(tree.commune))

    assert headings(answer)[:3] == [
        "1 việc quá hạn",
        "1 việc sắp đến hạn",
        "1 việc trong 7 ngày tới",
    ]
    assert headings(answer)[3].startswith("Còn thiếu")
    text = answer.content.decode()
    assert "1 quá hạn, 1 sắp đến hạn, 1 trong 7 ngày tới" in text
    assert "Xã Bằng Lũng · Hạn" not in text


def test_a_long_part_is_cut_and_leads_to_the_full_list(today):
    tree = make.tree()
    before = today - timedelta(days=20)
    for number in range(9):
        things.task(tree.commune, due=before, on=before, text=f"Việc {number}")
    answer = page_of(make.clerk(tree.commune))

    [section] = answer.context["sections"]
    assert len(section.items) == 7
    assert "Xem tất cả 9 việc" in answer.content.decode()
    assert signed_in(make.clerk(tree.commune)).get(section.all_url).status_code == 200


def test_every_thing_leads_to_pages_that_open(today):
    tree = make.tree()
    before = today - timedelta(days=20)
    things.task(tree.commune, due=before, on=before)
    things.commitment(tree.commune, due=today, on=before)
    things.planned(tree.commune, on=before)
    things.matter(tree.commune, on=today)
    things.hot_spot(tree.commune, on=today)
    client = signed_in(make.clerk(tree.commune))
    answer = client.get("/")
    rows = [row for part in answer.context["sections"] for row in part.items]
    links = [row["url"] for row in rows] + [row["act_url"] for row in rows]

    assert len(rows) == 5
    assert "" not in links
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_those_above_open_on_hot_spots_and_what_climbed(today):
    tree = make.tree()
    before = today - timedelta(days=60)
    things.hot_spot(tree.commune, on=today)
    things.task(tree.communes[1], due=before, on=before)
    answer = page_of(make.provincial_officer(tree.province))

    assert headings(answer)[:2] == ["1 điểm nóng", "1 việc quá hạn ở cấp dưới"]
    text = answer.content.decode()
    assert tree.communes[1].full_name in text
    assert "Quá hạn" in text


def test_clerk_sees_what_the_commune_still_lacks():
    tree = make.tree()
    make.complete_bloc(tree.commune)
    page = page_of(make.clerk(tree.commune), year=2024).content.decode()

    assert "Khối chưa có quy chế đang hiệu lực" in page
    assert "Năm 2024 chưa ghi: Tiếp xúc, đối thoại trực tiếp" in page
    assert "10 thành viên chưa được tập huấn" in page


@pytest.mark.parametrize("reader", [make.clerk, make.inspector])
def test_a_seat_to_be_filled_is_said_once(reader, stand):
    stand(date(2024, 11, 20))
    tree = make.tree()
    team = make.complete_bloc(tree.commune)
    team.seats.filter(role="head").update(post_ended_on=date(2024, 11, 1))
    member = team.seats.get(role="head").member.full_name
    answer = page_of(reader(tree.commune))

    said = [row["title"] for part in answer.context["sections"] for row in part.items]
    missing = [i["title"] for g in answer.context["missing"] for i in g["items"]]
    assert said == [f"{member}, Bí thư Đảng ủy"]
    assert not [title for title in missing if "thôi giữ chức vụ" in title]


def test_every_missing_thing_leads_to_a_page_that_opens():
    tree = make.tree()
    document = make.directive(tree.province)
    make.audience(make.directive(tree.province), tree.commune)
    make.complete_bloc(tree.commune)
    client = signed_in(make.clerk(tree.commune))
    answer = client.get(reverse("agenda:today"), {"year": 2024})
    links = [
        item["url"] for group in answer.context["missing"] for item in group["items"]
    ]

    assert len(links) >= 8
    assert f"/activities/directives/{document.pk}/" in " ".join(links)
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_province_opens_on_the_communes_that_wait():
    tree = make.tree()
    answer = page_of(make.provincial_officer(tree.province), year=2024)

    assert answer.context["lagging_count"] == 6
    assert len(answer.context["lagging"]) == 6


def test_reader_sees_what_is_missing_without_buttons():
    tree = make.tree()
    answer = page_of(make.inspector(tree.commune), year=2024)
    links = [
        item["url"] for group in answer.context["missing"] for item in group["items"]
    ]

    assert links
    assert set(links) == {""}


def test_administrator_is_sent_to_the_accounts():
    tree = make.tree()
    client = signed_in(make.administrator(tree.province))

    assert client.get("/").headers["Location"] == reverse("access:accounts")


def test_without_a_role_the_page_says_whom_to_ask():
    assert "chưa được giao địa bàn" in page_of(make.user()).content.decode()


def test_the_page_costs_the_same_for_few_things_and_for_many(today):
    tree = make.tree(districts=1, communes=2)
    client = signed_in(make.provincial_officer(tree.province))
    before = today - timedelta(days=60)

    def fill(number: int) -> None:
        for _n in range(number):
            things.hot_spot(tree.commune, on=before)
            things.task(tree.communes[1], due=before, on=before)
            things.planned(tree.province, on=before)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    fill(2)
    few = cost()
    fill(10)

    assert cost() == few
