"""What a person, or whoever keeps accounts or a roster, can take out of the system."""

import io
import json
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from python_calamine import CalamineWorkbook

from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry, Origin
from danvan.records.blocs.choices import SeatRole
from danvan.records.plans.models import Task
from tests import factories

NOON = factories.noon(date(2024, 3, 5))

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def clerk(tree):
    made = factories.clerk(
        tree.commune, username="le-thi-hoa", full_name="Lê Thị Hoa", email="hoa@x.vn"
    )
    entry = Entry.objects.create(
        at=NOON,
        actor_id=made.pk,
        actor="Lê Thị Hoa",
        verb="record_activity",
        subject_type="activities.activity",
        subject_id="7",
        subject="Họp kín của xã",
        unit_id=tree.commune.pk,
    )
    Origin.objects.create(entry_id=entry.pk, at=NOON, address="10.0.0.9")
    return made


def seated(commune, name: str):
    """A member with a duty, a training and a task, each with a text of its own."""
    member = factories.member(commune, name)
    seat = factories.seat(factories.bloc(commune), held_by=member, role=SeatRole.CLERK)
    factories.duty(seat, task="Theo dõi thôn Nà Thử")
    factories.activity(
        commune, kind="training", title="Lớp kỹ năng", attendees=(member,)
    )
    Task.objects.create(
        unit=commune, text="Rà soát danh sách", owner=name, due_on=date(2024, 6, 1)
    )
    return member


def taken(client, name: str, *args, **form) -> dict:
    response = client.post(reverse(name, args=args), {"format": "json"} | form)
    assert response.status_code == 200
    return json.loads(response.content)


def test_a_person_takes_along_what_is_held_of_the_account(client, clerk):
    client.force_login(clerk)

    mine = taken(client, "personal:mine_file")

    facts = dict(mine["account"]["rows"])
    assert {"hoa@x.vn", "le-thi-hoa", "Lê Thị Hoa"} <= set(facts.values())
    assert mine["roles"]["rows"][0][:2] == ["Cán bộ cấp xã", "Xã Bằng Lũng"]
    [act] = [row for row in mine["acts"]["rows"] if row[2] == "Hoạt động"]
    assert act[3:] == ["7", "Xã Bằng Lũng", "10.0.0.9"]
    assert act[1] != "record_activity"


def test_taking_it_is_logged(client, clerk):
    client.force_login(clerk)

    taken(client, "personal:mine_file")

    entry = Entry.objects.get(verb="export_personal")
    assert (entry.actor_id, entry.subject_id) == (clerk.pk, str(clerk.pk))
    assert entry.changes == {}


def test_a_request_that_cannot_be_read_takes_nothing_and_is_not_logged(client, clerk):
    client.force_login(clerk)

    response = client.post(
        reverse("personal:mine_file"),
        b"--x\r\nno form",
        content_type="multipart/form-data; boundary=\xff",
    )

    assert response.status_code == 400
    assert not Entry.objects.filter(verb="export_personal").exists()


def test_what_the_records_say_is_not_in_the_acts(client, clerk, tree):
    keeper = factories.administrator(tree.province)
    client.force_login(keeper)

    whole = json.dumps(taken(client, "personal:account_file", clerk.pk))

    assert "hoa@x.vn" in whole
    assert "Họp kín" not in whole


def test_no_file_holds_the_password_or_a_key(client, clerk):
    client.force_login(clerk)

    whole = json.dumps(taken(client, "personal:mine_file"))

    assert clerk.password not in whole
    assert "argon2" not in whole


def test_the_person_finds_the_seat_of_the_same_name_at_the_own_unit_only(
    client, clerk, tree
):
    here = seated(tree.commune, "Lê Thị Hoa")
    there = seated(tree.communes[1], "Lê Thị Hoa")
    client.force_login(clerk)

    mine = taken(client, "personal:mine_file")

    assert f"member_{here.pk}_seats" in mine
    assert not [key for key in mine if key.startswith(f"member_{there.pk}_")]


def test_of_a_member_everything_is_told(client, tree):
    member = seated(tree.commune, "Hoàng Văn Thử")
    client.force_login(factories.district_officer(tree.districts[0]))

    held = taken(client, "personal:member_file", member.pk)

    assert held["duties"]["rows"][0][0] == "Theo dõi thôn Nà Thử"
    assert [row[1] for row in held["trainings"]["rows"]] == ["Lớp kỹ năng"]
    assert [row[0] for row in held["tasks"]["rows"]] == ["Rà soát danh sách"]
    assert len(held["seats"]["rows"]) == 1


def test_another_district_takes_nothing_of_a_member(client, tree):
    member = seated(tree.commune, "Hoàng Văn Thử")
    client.force_login(factories.district_officer(tree.districts[1]))

    for name in ("personal:member_file", "personal:member_erase"):
        assert client.post(reverse(name, args=[member.pk])).status_code == 404
    assert not Entry.objects.filter(verb="export_personal").exists()


def test_the_workbook_has_a_sheet_for_each_section_and_no_formula(client, clerk):
    clerk.full_name = "=1+1"
    clerk.save()
    client.force_login(clerk)

    response = client.post(reverse("personal:mine_file"))

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    assert book.sheet_names[:2] == ["Tài khoản", "Vai trò"]
    rows = book.get_sheet_by_index(0).to_python()
    assert ["Họ và tên", "=1+1"] in rows


def test_the_page_shows_it_and_writes_nothing(client, clerk):
    client.force_login(clerk)
    before = Entry.objects.count()

    page = client.get(reverse("personal:mine")).content.decode()

    assert "hoa@x.vn" in page
    assert Entry.objects.count() == before


def test_the_register_opens_for_anybody_signed_in(client, tree):
    client.force_login(factories.user((Role.INSPECTOR, tree.commune)))

    page = client.get(reverse("personal:register")).content.decode()

    assert "Thư điện tử" in page
    assert "2 năm sau khi khóa tài khoản" in page


def test_an_account_is_erased_from_its_page_with_a_reason(client, clerk, tree):
    clerk.grants.update(valid_to=date(2023, 2, 1))
    client.force_login(factories.administrator(tree.province))
    address = reverse("personal:account_erase", args=[clerk.pk])

    page = client.get(address).content.decode()
    bare = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "Đơn số 12"})

    clerk.refresh_from_db()
    assert re.search("Vẫn giữ, vì sao", page)
    assert bare.status_code == 422
    assert done.url == reverse("access:accounts")
    assert clerk.email == ""


def test_the_command_writes_a_file_only_its_owner_reads(clerk, tmp_path, capsys):
    file = tmp_path / "hoa.json"

    call_command("personal", "export", "--user", "le-thi-hoa", "--to", str(file))

    assert "hoa@x.vn" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        call_command("personal", "export", "--user", "khong-co")
    with pytest.raises(CommandError):
        call_command("personal", "export", "--member", "0")
    to = str(tmp_path / "hoa.doc")
    with pytest.raises(CommandError):
        call_command("personal", "export", "--user", "le-thi-hoa", "--to", to)
