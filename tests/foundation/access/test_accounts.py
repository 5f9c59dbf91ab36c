"""The pages on which an administrator keeps accounts."""

import pytest
from django.urls import reverse

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from tests import factories

LIST = "/accounts/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def admin(tree, client):
    user = factories.administrator(tree.province, full_name="Nguyễn Văn Quản")
    client.force_login(user)
    return user


def names(response) -> list[str]:
    return [row["person"].full_name for row in response.context["people"]]


def test_the_list_is_in_the_order_of_given_names(client, admin, tree):
    for name in ("Trần Văn Ước", "Lê Thị An", "Đỗ Văn Ân", "Vũ Thị Uyên"):
        factories.clerk(tree.commune, full_name=name)

    shown = names(client.get(LIST))

    assert shown == [
        "Lê Thị An",
        "Đỗ Văn Ân",
        "Nguyễn Văn Quản",
        "Vũ Thị Uyên",
        "Trần Văn Ước",
    ]


@pytest.mark.parametrize(
    "typed", ["do an", "ĐỖ Ân", "doan.v", "dong phuc", "xã Đồng Phúc"]
)
def test_the_list_is_searched_by_name_user_name_and_unit(client, admin, tree, typed):
    commune = factories.unit("Đồng Phúc", parent=tree.districts[0])
    factories.clerk(commune, full_name="Đỗ Ân", username="doan.van")
    factories.clerk(tree.commune, full_name="Lê Bình")

    assert names(client.get(LIST, {"q": typed})) == ["Đỗ Ân"]


def test_nothing_found_is_said(client, admin):
    response = client.get(LIST, {"q": "không có ai"})

    assert names(response) == []
    assert reverse("access:account_new") in response.content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_many(
    client, admin, tree, people, django_assert_num_queries
):
    for _ in range(people):
        factories.user((Role.COMMUNE, tree.commune), (Role.AGENCY, tree.districts[1]))
    client.get(LIST)

    # Session, user, roles; accounts; the roles of those on the page or in the file.
    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST, {"export": "xlsx"})


def test_the_list_is_cut_into_pages(client, admin, tree):
    for number in range(60):
        factories.clerk(tree.commune, full_name=f"A {number:02}")

    assert len(names(client.get(LIST))) == 50
    assert len(names(client.get(LIST, {"page": 2}))) == 11


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("-username", "Vũ Thị Uyên"),
        ("standing", "Lê Thị An"),
        ("password", "Lê Thị An"),
    ],
)
def test_the_list_is_sorted_by_its_headings(client, admin, tree, sort, first):
    factories.clerk(tree.commune, full_name="Lê Thị An", username="an")
    closed = factories.clerk(tree.commune, full_name="Vũ Thị Uyên", username="z")
    User.objects.filter(pk=closed.pk).update(is_active=False)

    shown = names(client.get(LIST, {"sort": sort}))

    assert shown[0] == first


def test_the_file_holds_names_and_roles_and_no_secret(client, admin, tree):
    clerk = factories.clerk(tree.commune, full_name="Lê Thị An", username="an.le")
    outside = factories.unit("Ngoài Vùng")
    factories.clerk(outside, full_name="Người Ngoài")

    response = client.get(LIST, {"export": "csv", "q": "an.le"})

    text = response.content.decode("utf-8-sig")
    assert "Lê Thị An,an.le" in text
    assert str(tree.commune) in text
    assert "Người Ngoài" not in text
    assert clerk.password not in text
    assert "$" not in text


def test_a_new_account_shows_its_password_once(client, admin, tree):
    form = {
        "full_name": "Đặng Văn Ổn",
        "username": "On.Dang",
        "role": "commune",
        "unit": tree.commune.name.lower(),
    }

    response = client.post("/accounts/new/", form)

    user = User.objects.get(username="on.dang")
    password = response.context["password"]
    assert user.check_password(password)
    assert "no-store" in response.headers["Cache-Control"]
    again = client.get(reverse("access:account_edit", args=[user.pk]))
    assert password not in again.content.decode()
    assert client.post("/accounts/new/", form).status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [("không đâu", "không đâu"), ("trung ten", "90001"), ("ngoai vung", "ngoai vung")],
)
def test_a_unit_that_is_not_clear_is_asked_again(client, tree, typed, said):
    for code, parent in (("90001", tree.districts[0]), ("90002", tree.districts[1])):
        factories.unit("Trùng Tên", parent=parent, code=code)
    factories.unit("Ngoài Vùng")
    client.force_login(factories.administrator(tree.province))

    response = client.post("/accounts/new/", {"unit": typed})

    assert said in response.context["form"].errors["unit"][0]


def test_an_empty_form_names_every_field(client, admin):
    response = client.post("/accounts/new/", {})

    assert set(response.context["form"].errors) == {
        "full_name",
        "username",
        "role",
        "unit",
    }
    assert response.content.decode().count('class="field field--error"') == 4


def test_an_account_is_changed_and_closed(client, admin, tree):
    clerk = factories.clerk(tree.commune)
    address = reverse("access:account_edit", args=[clerk.pk])

    response = client.post(
        address, {"full_name": "Tên Mới", "email": "", "version": "1"}
    )

    assert response.headers["Location"] == address
    stored = User.objects.get(pk=clerk.pk)
    assert (stored.full_name, stored.is_active) == ("Tên Mới", False)


def test_the_second_of_two_edits_sees_the_first(client, admin, tree):
    clerk = factories.clerk(tree.commune)
    address = reverse("access:account_edit", args=[clerk.pk])
    form = {"full_name": "Tên Một", "is_active": "on", "version": "1"}
    client.post(address, form)

    response = client.post(address, form | {"full_name": "Tên Hai"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Tên Một" in page
    assert f"{admin.full_name} đã lưu lúc" in page
    assert User.objects.get(pk=clerk.pk).full_name == "Tên Một"


def test_after_a_clash_was_shown_the_next_save_replaces(client, admin, tree):
    clerk = factories.clerk(tree.commune)
    address = reverse("access:account_edit", args=[clerk.pk])
    form = {"full_name": "Tên Hai", "is_active": "on", "version": "1"}
    User.objects.filter(pk=clerk.pk).update(version=2, is_active=False)

    shown = client.post(address, form)
    rows = shown.context["clash"]["rows"]
    version = shown.context["form"]["version"].value()

    assert {"label": "Được đăng nhập", "mine": "Có", "theirs": "Không"} in rows
    assert shown.context["form"]["full_name"].value() == "Tên Hai"
    assert client.post(address, form | {"version": version}).status_code == 302
    stored = User.objects.get(pk=clerk.pk)
    assert (stored.full_name, stored.is_active) == ("Tên Hai", True)


def test_the_last_administrator_reads_why_he_cannot_leave(client, admin, tree):
    grant = admin.grants.get()
    end = reverse("access:grant_end", args=[grant.pk])
    edit = reverse("access:account_edit", args=[admin.pk])

    for address, form in (
        (end, {"on": "1/1/2099"}),
        (edit, {"full_name": "Quản", "version": "1"}),
    ):
        response = client.post(address, form)
        assert response.status_code == 422
        assert str(tree.province) in response.context["form"].non_field_errors()[0]
    assert client.get(LIST).status_code == 200


def test_a_role_is_given_and_ended(client, admin, tree):
    clerk = factories.clerk(tree.commune)
    give = reverse("access:account_grant", args=[clerk.pk])
    form = {
        "role": "inspector",
        "unit": tree.districts[0].code,
        "valid_from": "1/3/2099",
    }

    client.post(give, form)
    grant = clerk.grants.get(role="inspector")
    client.post(reverse("access:grant_end", args=[grant.pk]), {"on": "2/3/2099"})

    grant.refresh_from_db()
    assert f"{grant.valid_from} {grant.valid_to}" == "2099-03-01 2099-03-02"
    assert grant.unit == tree.districts[0]


def test_whoever_ends_his_own_role_is_led_away(client, admin, tree):
    factories.administrator(tree.province)
    today = client.get(LIST).wsgi_request.today
    end = reverse("access:grant_end", args=[admin.grants.get().pk])

    response = client.post(end, {"on": f"{today:%d/%m/%Y}"}, follow=True)

    assert response.status_code == 200
    assert client.get(LIST).status_code == 403


def test_a_forgotten_password_is_replaced(client, admin, tree):
    clerk = factories.clerk(tree.commune)

    response = client.post(reverse("access:account_password", args=[clerk.pk]))

    assert User.objects.get(pk=clerk.pk).check_password(response.context["password"])


def test_whoever_returns_to_a_one_time_password_is_led_to_the_account(
    client, admin, tree
):
    clerk = factories.clerk(tree.commune)

    response = client.get(reverse("access:account_password", args=[clerk.pk]))

    account = reverse("access:account_edit", args=[clerk.pk])
    assert response.headers["Location"] == account
    assert User.objects.get(pk=clerk.pk).check_password(factories.PASSWORD)


def test_roles_outside_the_area_are_not_shown(client, tree):
    clerk = factories.clerk(tree.communes[0])
    ended = factories.grant(
        clerk, Role.COMMUNE, tree.communes[2], valid_to=factories.START
    )
    client.force_login(factories.administrator(tree.districts[0]))

    page = client.get(reverse("access:account_edit", args=[clerk.pk])).content.decode()

    assert str(tree.communes[0]) in page
    assert str(ended.unit) not in page
