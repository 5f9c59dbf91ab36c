from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.foundation.access.rules import Role
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.models import Unit
from danvan.records.blocs.models import Bloc, Duty, Regulation, Seat
from tests import factories

pytestmark = pytest.mark.django_db

SEAT_PAGES = ("seat", "seat_edit", "seat_end", "seat_post_change", "seat_hand_over")
BLOC_PAGES = ("show", "edit", "seat_new", "regulation_new", "duties")
WRITING = (*SEAT_PAGES[1:], *BLOC_PAGES[1:])


@pytest.fixture
def place():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def bloc(place):
    return factories.complete_bloc(place.commune, ruled=True, assigned=True)


@pytest.fixture
def visitor(client, place, bloc):
    client.force_login(factories.clerk(place.commune))
    return client


def path(name: str, bloc: Bloc) -> str:
    pk = bloc.pk if name in BLOC_PAGES else bloc.seats.order_by("pk")[0].pk
    return reverse(f"blocs:{name}", args=[pk])


def text(response: Any) -> str:
    return response.content.decode()


def person(**fields: str) -> dict[str, str]:
    return {
        "full_name": "Bàn Thị Kế",
        "sex": "female",
        "post_title": "Bí thư Đảng ủy",
        "professional": "",
        "theory": "",
    } | fields


@pytest.mark.parametrize("name", [*SEAT_PAGES, *BLOC_PAGES])
def test_page_opens_for_the_commune(visitor, bloc, name):
    response = visitor.get(path(name, bloc))

    assert response.status_code == 200


@pytest.mark.parametrize("name", [*SEAT_PAGES, *BLOC_PAGES])
def test_page_of_another_commune_is_not_found(client, place, bloc, name):
    client.force_login(factories.clerk(place.communes[1]))

    assert client.get(path(name, bloc)).status_code == 404
    if name in WRITING:
        assert client.post(path(name, bloc), {}).status_code == 404


@pytest.mark.parametrize("name", WRITING)
def test_writing_pages_are_closed_to_readers(client, place, bloc, name):
    client.force_login(factories.user((Role.INSPECTOR, place.province)))

    assert client.get(path(name, bloc)).status_code == 403


def test_reader_sees_no_buttons(client, place, bloc):
    client.force_login(factories.user((Role.INSPECTOR, place.province)))

    page = text(client.get(path("show", bloc)))

    assert "Đúng, đủ thành phần" in page
    assert reverse("blocs:duties", args=[bloc.pk]) not in page


@pytest.mark.parametrize("name", [n for n in WRITING if n != "duties"])
def test_empty_form_comes_back_with_every_error_named(visitor, bloc, name):
    response = visitor.post(path(name, bloc), {})

    assert response.status_code == 422
    assert "<title>Lỗi:" in text(response)


class TestIndex:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow_with_rows(
        self, client, place, django_assert_num_queries, rows
    ):
        for commune in place.communes[:rows]:
            factories.complete_bloc(commune)
        client.force_login(factories.provincial_officer(place.province))
        client.get(reverse("blocs:index"))

        with django_assert_num_queries(10):
            response = client.get(reverse("blocs:index"))
        assert len(response.context["listing"].page) == rows

    def test_shows_only_what_is_in_reach(self, client, place):
        for commune in place.communes:
            factories.bloc(commune)
        client.force_login(factories.district_officer(place.districts[0]))

        response = client.get(reverse("blocs:index"))

        assert [row.unit for row in response.context["listing"].page] == sorted(
            place.communes[:2], key=lambda unit: unit.sort_key
        )

    @pytest.mark.parametrize("typed", ["bang lung", "Bằng Lũng", "nguyen van tim"])
    def test_finds_without_marks_by_place_or_person(self, client, place, typed):
        factories.bloc(place.communes[1])
        found = factories.bloc(place.communes[0])
        held_by = factories.member(found.unit, "Nguyễn Văn Tìm")
        factories.seat(found, held_by=held_by)
        client.force_login(factories.provincial_officer(place.province))

        response = client.get(reverse("blocs:index"), {"q": typed})

        assert list(response.context["listing"].page) == [found]

    def test_tabs_count_and_filter_by_state(self, client, place):
        full = factories.complete_bloc(place.communes[0], ruled=True, assigned=True)
        bare = factories.bloc(place.communes[1])
        changed = factories.complete_bloc(place.communes[2])
        changed.seats.filter(role="head").update(post_ended_on=date(2024, 1, 1))
        client.force_login(factories.provincial_officer(place.province))

        shown = {}
        for state in ("full", "incomplete", "unruled", "unassigned", "change"):
            response = client.get(reverse("blocs:index"), {"state": state})
            shown[state] = {row.pk for row in response.context["listing"].page}
            (tab,) = [tab for tab in response.context["tabs"] if tab["current"]]
            assert tab["count"] == len(shown[state])

        assert shown == {
            "full": {full.pk},
            "incomplete": {bare.pk, changed.pk},
            "unruled": {bare.pk, changed.pk},
            "unassigned": {changed.pk},
            "change": {changed.pk},
        }

    def test_lists_communes_without_a_bloc(self, client, place):
        factories.bloc(place.communes[0])
        client.force_login(factories.district_officer(place.districts[0]))

        response = client.get(reverse("blocs:index"))

        assert list(response.context["without"]) == [place.communes[1]]


class TestShow:
    @pytest.mark.parametrize("extra", [0, 3])
    def test_queries_do_not_grow_with_members(
        self, visitor, bloc, django_assert_num_queries, extra
    ):
        for _ in range(extra):
            factories.duty(factories.seat(bloc))
        visitor.get(path("show", bloc))

        with django_assert_num_queries(11):
            visitor.get(path("show", bloc))

    def test_another_day_shows_who_sat_then_and_nothing_to_press(self, visitor, bloc):
        head = bloc.seats.get(role="head")
        Seat.objects.filter(pk=head.pk).update(valid_to=date(2024, 1, 1))

        response = visitor.get(path("show", bloc), {"on": "31/12/2023"})

        assert head.pk in {row.seat.pk for row in response.context["page"].roster}
        assert response.context["may_manage"] is False

    def test_day_that_is_none_is_named_and_today_is_shown(self, visitor, bloc):
        response = visitor.get(path("show", bloc), {"on": "31/02/2024"})

        assert "Không có ngày 31/02/2024. Nhập ngày, ví dụ 05/3/2024." in text(response)
        assert response.context["is_now"] is True

    def test_roster_goes_by_role_then_given_name(self, visitor, bloc):
        for name in ("Bàn Văn Yên", "Đặng Thị Ân", "Hà Văn Đức", "Lý Thị Dung"):
            factories.seat(bloc, held_by=factories.member(bloc.unit, name))

        rows = visitor.get(path("show", bloc)).context["page"].roster

        names = [row.seat.member.full_name for row in rows]
        assert [n for n in names if "Thử" not in n] == [
            "Đặng Thị Ân",
            "Lý Thị Dung",
            "Hà Văn Đức",
            "Bàn Văn Yên",
        ]
        assert rows[0].seat.role == "head"
        assert rows[-1].seat.role == "clerk"

    def test_people_who_left_are_counted_once_and_not_while_they_sit(
        self, visitor, bloc
    ):
        gone, back = (factories.member(bloc.unit) for _ in range(2))
        for number in (1, 2):
            for member in (gone, back):
                start, end = date(2022, 10, number), date(2022, 11, number)
                factories.seat(bloc, held_by=member, valid_from=start, valid_to=end)
        factories.seat(bloc, held_by=back)

        page = " ".join(text(visitor.get(path("show", bloc))).split())

        assert "<summary>4 vị trí; 1 người đã thôi tham gia</summary>" in page


def test_seat_without_duties_ends_without_a_count(visitor, bloc):
    held = factories.seat(bloc)

    page = text(visitor.get(reverse("blocs:seat_end", args=[held.pk])))

    assert "Không có nhiệm vụ đang giao." in page


def test_name_and_sex_are_not_marked_optional_where_a_person_is_asked(visitor, bloc):
    factories.seat(bloc, valid_to=date(2023, 5, 1))

    form = visitor.get(path("seat_new", bloc)).context["form"]

    marked = {name for name in form.fields if form[name].is_optional}
    assert "member" in form.fields
    assert marked & {"full_name", "sex"} == set()
    assert "decision_no" in marked


def test_founding_day_and_decision_are_corrected_with_a_trace(visitor, bloc):
    url = reverse("blocs:edit", args=[bloc.pk])
    form = {"valid_from": "15/9/2022", "decision_no": "12-QĐ/ĐU", "version": "1"}
    Unit.objects.filter(pk=bloc.unit_id).update(valid_from=date(2022, 1, 1))

    assert visitor.post(url, form).status_code == 302
    stale = visitor.post(url, form | {"decision_no": "13-QĐ/ĐU"})

    bloc.refresh_from_db()
    assert (bloc.valid_from, bloc.decision_no) == (date(2022, 9, 15), "12-QĐ/ĐU")
    assert stale.status_code == 422
    (row,) = stale.context["clash"]["rows"]
    assert (row["mine"], row["theirs"]) == ("13-QĐ/ĐU", "12-QĐ/ĐU")
    page = text(visitor.get(path("show", bloc)))
    assert "Thành lập ngày 15/9/2022, quyết định 12-QĐ/ĐU" in page


def test_vacancy_leads_to_a_form_that_knows_it(visitor, bloc):
    bloc.seats.filter(role="clerk").update(valid_to=date(2024, 1, 1))

    (item,) = visitor.get(path("show", bloc)).context["findings"]
    form = visitor.get(item["url"]).context["form"]

    assert form["role"].value() == "clerk"
    assert form["post_title"].value() == "Công chức Văn phòng – Thống kê"


def test_same_person_sent_twice_is_seated_once(visitor, bloc):
    form = person(
        role="member",
        post_title="Hiệu trưởng",
        valid_from="05/3/2024",
        full_name="Ma A",
    )
    assert visitor.post(path("seat_new", bloc), form).status_code == 302

    response = visitor.post(path("seat_new", bloc), form)

    assert response.status_code == 422
    assert "Ma A đã ở trong Khối" in text(response)
    assert Seat.objects.filter(member__full_name="Ma A").count() == 1


def test_hand_over_page_previews_and_moves_the_duties(visitor, bloc):
    url = path("seat_hand_over", bloc)
    assert "Phụ trách thôn Nà Thử" in text(visitor.get(url))

    response = visitor.post(url, person(on="01/6/2024"))

    assert response.status_code == 302
    heir = Seat.objects.get(member__full_name="Bàn Thị Kế")
    assert (heir.role, heir.duties.get().task) == ("head", "Phụ trách thôn Nà Thử")


def test_clash_shows_both_texts_and_the_second_save_goes_through(visitor, bloc):
    url = path("seat_edit", bloc)
    form = visitor.get(url).context["form"]
    mine = {name: form[name].value() or "" for name in form.fields}
    mine["valid_from"] = "01/10/2022"
    theirs = mine | {"body": "Đảng bộ xã"}
    assert visitor.post(url, theirs).status_code == 302

    response = visitor.post(url, mine | {"body": "Cấp ủy", "professional": "master"})

    assert response.status_code == 422
    rows = {row["label"]: row for row in response.context["clash"]["rows"]}
    assert (rows["Tổ chức"]["mine"], rows["Tổ chức"]["theirs"]) == (
        "Cấp ủy",
        "Đảng bộ xã",
    )
    assert rows["Trình độ chuyên môn"]["mine"] == "Thạc sĩ"
    again = response.context["form"]
    kept = {name: again[name].value() or "" for name in again.fields}
    assert visitor.post(url, kept).status_code == 302
    seat = bloc.seats.order_by("pk")[0]
    assert seat.body == "Cấp ủy"
    assert seat.member.qualifications.get().professional == "master"


class TestDutiesPage:
    def posted(self, form: Any) -> dict[str, str]:
        """What a browser would send of the page as it is shown."""
        data = {"on": "01/6/2024"}
        for field in form:
            if field.name != "on":
                data[field.html_name] = str(field.value() or "")
                data[field.html_initial_name] = str(field.initial or "")
        return data

    def test_one_save_writes_for_several_people(self, visitor, bloc):
        url = path("duties", bloc)
        data = self.posted(visitor.get(url).context["form"])
        first, second = bloc.seats.order_by("pk")[:2]
        data[f"task_{first.pk}_0"] = "Nắm tình hình Nhân dân"
        data[f"villages_{second.pk}_{second.duties.get().pk}"] = "Khuổi Thử"

        assert visitor.post(url, data).status_code == 302
        assert first.duties.count() == 2
        assert second.duties.get().villages == "Khuổi Thử"

    def test_clash_keeps_mine_and_leaves_untouched_lines_to_others(self, visitor, bloc):
        url = path("duties", bloc)
        data = self.posted(visitor.get(url).context["form"])
        first, second = (seat.duties.get() for seat in bloc.seats.order_by("pk")[:2])
        for duty in (first, second):
            Duty.objects.filter(pk=duty.pk).update(task="Của họ", version=2)
        name = f"task_{first.seat_id}_{first.pk}"

        response = visitor.post(url, data | {name: "Của tôi"})

        assert response.status_code == 422
        (row,) = response.context["clash"]["rows"]
        assert (row["mine"], row["theirs"]) == ("Của tôi", "Của họ")
        version = response.context["form"][
            f"version_{first.seat_id}_{first.pk}"
        ].value()
        again = data | {name: "Của tôi", f"version_{first.seat_id}_{first.pk}": version}
        assert visitor.post(url, again).status_code == 302
        tasks = [Duty.objects.get(pk=duty.pk).task for duty in (first, second)]
        assert tasks == ["Của tôi", "Của họ"]

    def test_clearing_a_duty_reworded_meanwhile_shows_the_new_words(
        self, visitor, bloc
    ):
        url = path("duties", bloc)
        data = self.posted(visitor.get(url).context["form"])
        duty = bloc.seats.order_by("pk")[0].duties.get()
        Duty.objects.filter(pk=duty.pk).update(task="Của họ", version=2)
        cleared = {f"task_{duty.seat_id}_{duty.pk}": ""}

        response = visitor.post(url, data | cleared)

        (row,) = response.context["clash"]["rows"]
        assert (response.status_code, row["theirs"]) == (422, "Của họ")
        assert Duty.objects.get(pk=duty.pk).valid_to is None

    def test_villages_without_a_duty_are_asked_about(self, visitor, bloc):
        url = path("duties", bloc)
        data = self.posted(visitor.get(url).context["form"])
        seat = bloc.seats.order_by("pk")[0]

        response = visitor.post(url, data | {f"villages_{seat.pk}_0": "Khuổi Thử"})

        assert response.status_code == 422
        assert f"Nhập nhiệm vụ của {seat.member}" in text(response)

    def test_text_for_a_duty_ended_meanwhile_comes_back(self, visitor, bloc):
        url = path("duties", bloc)
        data = self.posted(visitor.get(url).context["form"])
        duty = bloc.seats.order_by("pk")[0].duties.get()
        Duty.objects.filter(pk=duty.pk).update(valid_to=date(2024, 1, 1))
        name = f"task_{duty.seat_id}_{duty.pk}"

        response = visitor.post(url, data | {name: "Bản tôi vừa gõ"})

        assert response.status_code == 422
        assert "Bản tôi vừa gõ" in text(response)
        assert "đã kết thúc từ ngày 01/01/2024" in text(response)


class TestRegulationPage:
    def form(self, upload: SimpleUploadedFile) -> dict[str, Any]:
        return {
            "adopted_on": "05/3/2024",
            "cadence": "month",
            "document_no": "07-QC/ĐU",
            "attachments": upload,
        }

    def test_keeps_the_file_with_the_version(self, visitor, bloc):
        upload = SimpleUploadedFile("quy-che.pdf", b"%PDF-1.7\n%%EOF\n")

        response = visitor.post(path("regulation_new", bloc), self.form(upload))

        assert response.status_code == 302
        made = Regulation.objects.get(number=2)
        assert Attachment.objects.of(made).get().name == "quy-che.pdf"

    def test_refused_file_leaves_no_version_behind(self, visitor, bloc):
        upload = SimpleUploadedFile("quy-che.pdf", BytesIO(b"MZ\x90").getvalue())

        response = visitor.post(path("regulation_new", bloc), self.form(upload))

        assert response.status_code == 422
        assert Regulation.objects.count() == 1

    def test_a_wrong_entry_is_corrected_and_a_file_added(self, visitor, bloc):
        made = bloc.regulations.get()
        url = reverse("blocs:regulation_edit", args=[made.pk])
        upload = SimpleUploadedFile("quy-che.pdf", b"%PDF-1.7\n%%EOF\n")
        form = self.form(upload) | {"cadence": "half_year", "version": "1"}

        assert visitor.get(url).context["form"]["valid_from"].value() is None
        assert visitor.post(url, form).status_code == 302

        made.refresh_from_db()
        assert (made.document_no, made.cadence) == ("07-QC/ĐU", "half_year")
        assert made.adopted_on == made.valid_from == date(2024, 3, 5)
        assert Attachment.objects.of(made).get().name == "quy-che.pdf"
        page = text(visitor.get(made.get_absolute_url()))
        assert "Sáu tháng một lần" in page
        assert f'href="{url}"' in page

    def test_two_corrections_show_both_texts(self, visitor, bloc):
        made = bloc.regulations.get()
        url = reverse("blocs:regulation_edit", args=[made.pk])
        form = {"adopted_on": "05/3/2024", "cadence": "month", "version": "1"}
        visitor.post(url, form | {"document_no": "08-QC/ĐU"})

        clash = visitor.post(url, form | {"document_no": "09-QC/ĐU"})

        (row,) = clash.context["clash"]["rows"]
        assert clash.status_code == 422
        assert (row["mine"], row["theirs"]) == ("09-QC/ĐU", "08-QC/ĐU")


def test_founding_where_all_have_a_bloc_says_so(client, place):
    for commune in place.communes[:2]:
        factories.bloc(commune)
    client.force_login(factories.district_officer(place.districts[0]))

    page = text(client.get(reverse("blocs:establish")))

    assert "Mọi xã, phường, thị trấn đã có Khối." in page
    assert f'class="button" href="{reverse("blocs:index")}"' in page


def test_founding_offers_only_communes_without_a_bloc(client, place):
    factories.bloc(place.communes[0])
    client.force_login(factories.district_officer(place.districts[0]))
    url = reverse("blocs:establish")
    assert list(client.get(url).context["form"].fields["unit"].queryset) == [
        place.communes[1]
    ]

    form = {"unit": place.communes[1].pk, "valid_from": "05/3/2024"}
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 422
    assert Bloc.objects.count() == 2
