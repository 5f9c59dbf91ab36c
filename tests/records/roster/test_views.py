"""The roster pages as an official uses them."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.records.blocs.models import Seat
from danvan.records.roster import uploads
from tests import factories
from tests.records.roster.conftest import row, sheet


@pytest.fixture
def clerk(client, tree):
    """A signed-in clerk of the first commune."""
    person = factories.clerk(tree.commune)
    client.force_login(person)
    return person


def sent(client, content: bytes, *, name: str = "danh sách.xlsx", **fields):
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("roster:index"), {"file": upload, **fields})


def apply(client, page):
    """Press the button of a check page."""
    plan = page.context["plan"]
    terms = {"fingerprint": plan.fingerprint}
    terms |= {"replace": "1"} if plan.options.replace else {}
    terms |= {"convert": "1"} if plan.options.convert else {}
    url = reverse("roster:apply", args=[page.context["upload"].key])
    return client.post(url, terms)


def test_index_explains_and_offers_the_files(client, clerk):
    page = client.get(reverse("roster:index"))

    text = page.content.decode()
    assert page.status_code == 200
    assert reverse("roster:template") in text
    assert reverse("roster:export") in text
    assert "Vị trí trong Khối" in text


@pytest.mark.parametrize("name", ["template", "export"])
def test_downloads_are_workbooks(client, clerk, name):
    response = client.get(reverse(f"roster:{name}"))

    assert "attachment" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames


def test_template_lists_only_the_communes_of_the_account(client, clerk, tree):
    response = client.get(reverse("roster:template"))

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [c.value for c in book["Danh mục xã"]["A"][1:]] == [tree.commune.code]


def test_export_of_a_unit_out_of_sight_is_not_found(client, clerk, tree):
    url = reverse("roster:export")

    assert client.get(url, {"unit": tree.communes[1].pk}).status_code == 404
    assert client.get(url, {"unit": "x"}).status_code == 404
    assert client.get(url, {"unit": tree.commune.pk}).status_code == 200


def test_sending_a_good_file_shows_the_plan_and_writes_nothing(client, clerk, tree):
    response = sent(client, sheet(row(tree.commune)))

    page = client.get(response.url)
    assert page.status_code == 200
    assert "Chưa có gì thay đổi" in page.content.decode()
    assert Seat.objects.count() == 0


def test_applying_writes_the_plan_once(client, clerk, tree):
    page = client.get(sent(client, sheet(row(tree.commune))).url)

    first, second = apply(client, page), apply(client, page)

    assert first.url == reverse("blocs:index")
    assert second.url.startswith(
        reverse("roster:check", args=[page.context["upload"].key])
    )
    assert Seat.objects.count() == 1
    assert "khớp với tệp" in client.get(second.url).content.decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7", "tệp PDF"),
        (b"Ma xa,Ten xa", "tệp văn bản"),
    ],
)
def test_sending_something_else_says_what_it_is(client, clerk, content, told):
    response = sent(client, content)

    assert response.status_code == 422
    assert told in response.content.decode()


def test_sending_nothing_asks_for_a_file(client, clerk):
    response = client.post(reverse("roster:index"), {})

    assert response.status_code == 422


def test_faults_are_listed_with_place_and_remedy(client, clerk, tree):
    page = client.get(sent(client, sheet(row(tree.commune, SEX="?"))).url)

    text = page.content.decode()
    assert "D2" in text
    assert "Một trong các giá trị: Nam, Nữ" in text
    assert reverse("roster:apply", args=[page.context["upload"].key]) not in text


def test_many_faults_are_on_numbered_pages(client, clerk, tree):
    rows = [
        row(tree.commune, SEX="?", FULL_NAME=f"Nông {'A' * n}") for n in range(1, 91)
    ]
    url = sent(client, sheet(*rows, *[row(tree.communes[1])] * 150)).url

    first, second = client.get(url), client.get(url, {"page": 2})

    total = len(first.context["plan"].faults)
    assert total == 90 + 150 + 0
    assert len(first.context["faults"]) == 200
    assert len(second.context["faults"]) == total - 200


def test_a_file_with_faults_is_never_applied(client, clerk, tree):
    page = client.get(sent(client, sheet(row(tree.commune, SEX="?"))).url)

    response = apply(client, page)

    assert response.status_code == 302
    assert Seat.objects.count() == 0


def test_marked_copy_is_offered_under_the_name_of_the_file(client, clerk, tree):
    page = client.get(sent(client, sheet(row(tree.commune, SEX="?"))).url)

    url = reverse("roster:marked", args=[page.context["upload"].key])
    response = client.get(url)

    assert "danh%20s%C3%A1ch%20-%20%C4%91%C3%A1nh" in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.active["D2"].comment is not None


def replacing(client, tree):
    """Two people sit; a file with one of them, sent to replace."""
    today = timezone.localdate()
    both = [row(tree.commune), row(tree.commune, FULL_NAME="Lý Thị Hai")]
    apply(client, client.get(sent(client, sheet(*both)).url))
    page = client.get(sent(client, sheet(both[0]), replace="on").url)
    return page, today


def test_replacing_lists_who_leaves_and_waits_for_consent(client, clerk, tree):
    page, _today = replacing(client, tree)

    response = apply(client, page)

    assert "Lý Thị Hai" in page.content.decode()
    assert response.status_code == 422
    assert Seat.objects.open().count() == 2


def test_replacing_with_consent_ends_the_seat_today(client, clerk, tree):
    page, today = replacing(client, tree)
    url = reverse("roster:apply", args=[page.context["upload"].key])

    client.post(
        url,
        {
            "replace": "1",
            "leave": "on",
            "fingerprint": page.context["plan"].fingerprint,
        },
    )

    assert Seat.objects.get(member__full_name="Lý Thị Hai").valid_to == today
    assert Seat.objects.in_force(today + timedelta(days=1)).count() == 1


def test_old_font_text_is_shown_converted_and_applied_after_consent(
    client, clerk, tree
):
    line = row(tree.commune, FULL_NAME="N«ng V¨n Hïng", POST="Chñ tÞch Héi N«ng d©n")
    url = sent(client, sheet(line)).url

    waiting = client.get(url)
    agreed = client.get(url, {"convert": "1"})
    apply(client, agreed)

    assert "Nông Văn Hùng" in waiting.content.decode()
    assert not waiting.context["plan"].may_apply
    assert ("Lỗi", 0) in waiting.context["figures"]
    assert Seat.objects.get().member.full_name == "Nông Văn Hùng"


def test_another_persons_upload_is_not_found(client, clerk, tree):
    key = client.get(sent(client, sheet(row(tree.commune))).url).context["upload"].key
    client.force_login(factories.clerk(tree.commune))

    for name in ("check", "marked"):
        assert client.get(reverse(f"roster:{name}", args=[key])).status_code == 404
    assert client.post(reverse("roster:apply", args=[key])).status_code == 404


def test_a_new_upload_lets_go_of_the_one_before(client, clerk, tree):
    first = sent(client, sheet(row(tree.commune))).url

    second = sent(client, sheet(row(tree.commune))).url

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_upload_is_kept_byte_for_byte_even_when_it_cannot_be_read(clerk):
    stored = uploads.store(SimpleUploadedFile("x.xlsx", b"no workbook"), clerk)

    found = uploads.find(stored.key, clerk)

    assert found is not None
    assert (found.name, found.content) == ("x.xlsx", b"no workbook")


def test_readers_may_take_the_roster_home_but_send_none(client, tree):
    client.force_login(factories.inspector(tree.province))

    assert client.get(reverse("roster:export")).status_code == 200
    assert client.get(reverse("roster:index")).status_code == 403
    assert sent(client, sheet(row(tree.commune))).status_code == 403
