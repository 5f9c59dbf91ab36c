import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.foundation import programme
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(client, tree):
    user = factories.clerk(tree.commune)
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode()


def briefing(**words):
    return {
        "uid": str(uuid.uuid4()),
        "on": "05/3/2024",
        "status": "held",
        "chair": "party_head",
        "evidence": "2",
    } | words


NEW = "/activities/new/"


def post_new(client, kind="briefing", *, query="", **words):
    return client.post(f"{NEW}?kind={kind}{query}", briefing(**words))


class TestList:
    def test_shows_what_is_in_scope_and_nothing_else(self, client, tree, clerk):
        factories.activity(tree.commune, title="Của xã mình")
        factories.activity(tree.communes[1], title="Của xã khác")

        page = text_of(client.get("/activities/"))

        assert ("Của xã mình" in page, "Của xã khác" in page) == (True, False)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_a_constant_number_of_queries(
        self, client, tree, django_assert_num_queries, rows
    ):
        client.force_login(factories.provincial_officer(tree.province))
        for commune in tree.communes[:rows]:
            factories.activity(commune)

        with django_assert_num_queries(5):
            client.get("/activities/")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("kind=dialogue", ["Đối thoại"]),
            ("year=2023", ["Năm trước"]),
            ("unit=sy binh", ["Xã khác"]),
            ("status=withdrawn", ["Đã rút lại"]),
            ("kind=picnic&year=x", ["Đối thoại", "Năm trước", "Xã khác"]),
        ],
    )
    def test_is_narrowed(self, client, tree, query, found):
        client.force_login(factories.provincial_officer(tree.province))
        commune = tree.commune
        factories.activity(commune, kind="dialogue", title="Đối thoại")
        factories.activity(commune, on=date(2023, 5, 1), title="Năm trước")
        factories.activity(tree.communes[1], title="Xã khác")
        factories.activity(commune, status=Status.WITHDRAWN, title="Đã rút lại")

        page = text_of(client.get(f"/activities/?{query}"))

        titles = ["Đối thoại", "Năm trước", "Xã khác", "Đã rút lại"]
        assert [title for title in titles if f">{title}</a>" in page] == found

    def test_is_handed_out_as_csv_in_scope(self, client, tree, clerk):
        factories.activity(tree.commune, title="=1+1")
        factories.activity(tree.communes[1], title="Của xã khác")

        response = client.get("/activities/?export=csv")

        text = response.content.decode("utf-8-sig")
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert ("'=1+1" in text, "Của xã khác" in text) == (True, False)

    def test_is_handed_out_as_a_workbook(self, client, tree, clerk):
        factories.activity(tree.commune)

        assert client.get("/activities/?export=xlsx").content.startswith(b"PK")


class TestNew:
    def test_a_clerk_of_one_commune_is_asked_no_unit(self, client, clerk):
        page = text_of(client.get(f"{NEW}?kind=briefing"))

        assert ('name="chair"' in page, 'name="unit"' in page) == (True, False)

    def test_an_officer_of_many_is_asked_the_unit(self, client, tree):
        client.force_login(factories.district_officer(tree.districts[0]))

        page = text_of(client.get(f"{NEW}?kind=briefing"))

        assert ('name="chair"' in page, 'name="unit"' in page) == (False, True)
        assert "Sỹ Bình" in page
        assert "Yên Dương" not in page

    def test_a_unit_out_of_reach_is_not_found(self, client, tree, clerk):
        other = tree.communes[1].pk

        assert client.get(f"{NEW}?kind=briefing&unit={other}").status_code == 404
        assert post_new(client, query=f"&unit={other}").status_code == 404
        assert Activity.objects.count() == 0

    def test_saving_says_what_it_counts_for(self, client, clerk):
        response = post_new(client)

        made = Activity.objects.get()
        page = text_of(client.get(response["Location"]))
        assert response["Location"] == made.get_absolute_url()
        assert "Tính vào mục tiêu 6 (Giao ban) năm 2024" in page

    def test_another_chair_is_kept_and_the_page_says_why_it_does_not_count(
        self, client, clerk
    ):
        response = post_new(client, chair="bloc_head")

        page = text_of(client.get(response["Location"]))
        assert "Mục tiêu yêu cầu người chủ trì là: Bí thư Đảng ủy" in page

    def test_a_double_click_makes_one_record(self, client, clerk):
        form = briefing()

        answers = [client.post(f"{NEW}?kind=briefing", form) for _ in "ab"]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Activity.objects.count() == 1

    def test_a_personal_number_is_shown_back_beside_its_field(self, client, clerk):
        response = post_new(client, summary="Gọi bà A 0912 345 678")

        page = text_of(response)
        assert (response.status_code, Activity.objects.count()) == (422, 0)
        assert "có “0912 345 678”" in page
        assert 'href="#id_summary"' in page

    def test_a_disguised_upload_keeps_the_answers_and_saves_nothing(
        self, client, clerk
    ):
        page = SimpleUploadedFile("bien-ban.pdf", b"<html><script>alert(1)</script>")

        response = post_new(client, summary="Bàn việc quý I", files=[page])

        assert (response.status_code, Activity.objects.count()) == (422, 0)
        assert "Bàn việc quý I" in text_of(response)

    def test_several_files_are_kept_with_the_record(self, client, clerk):
        files = [
            SimpleUploadedFile(f"{n}.pdf", f"%PDF-1.7 {n}".encode()) for n in (1, 2)
        ]

        page = text_of(client.get(post_new(client, files=files)["Location"]))

        assert ("1.pdf" in page, "2.pdf" in page) == (True, True)

    def test_everyone_means_whoever_was_seated_that_day(self, client, tree, clerk):
        team = factories.bloc(tree.commune)
        present = [factories.seat(team).member for _ in range(2)]
        factories.seat(team, valid_to=date(2024, 3, 5))
        factories.seat(team, valid_from=date(2024, 3, 6))

        post_new(client, "training", chair="", attendees=[f"unit:{tree.commune.pk}"])

        made = Activity.objects.get()
        assert {row.member for row in made.attendances.all()} == set(present)

    def test_a_training_of_nobody_is_asked_for_its_members(self, client, tree, clerk):
        factories.seat(factories.bloc(tree.commune))

        response = post_new(client, "training", chair="")

        assert (response.status_code, Activity.objects.count()) == (422, 0)

    @pytest.mark.parametrize("kind", ["dialogue", "training", "evaluation"])
    def test_what_is_planned_needs_no_chair_attendance_or_grade(
        self, client, clerk, kind
    ):
        words = {"status": "planned", "on": "05/3/2030", "year": "2030"}
        if kind == "evaluation":
            words |= {"on": "31/12/2026", "year": "2025"}

        response = post_new(client, kind, chair="", **words)

        assert (response.status_code, Activity.objects.get().status) == (302, "planned")

    def test_the_address_prefills_year_and_document(self, client, tree, clerk):
        directive = factories.directive(tree.province, number="05-CT/TU")

        evaluation = text_of(client.get(f"{NEW}?kind=evaluation&year=2024"))
        session = text_of(
            client.get(f"{NEW}?kind=dissemination&directive={directive.pk}")
        )

        assert '<option value="2024" selected>' in evaluation
        assert f'<option value="{directive.pk}" selected>' in session

    def test_documents_of_the_year_come_first_and_name_it(self, client, tree, clerk):
        for year in (2023, 2024, 2025):
            factories.directive(tree.province, number="05-CT/TU", year=year)

        page = client.get(f"{NEW}?kind=dissemination&year=2024")

        choices = page.context["form"].fields["directive"].choices
        labels = [str(label) for value, label in choices if value]
        assert [label[:30] for label in labels] == [
            "05-CT/TU (danh mục năm 2024): ",
            "05-CT/TU (danh mục năm 2025): ",
            "05-CT/TU (danh mục năm 2023): ",
        ]

    def test_only_years_of_the_programme_are_offered(self, client, tree, clerk):
        old = factories.activity(
            tree.commune, kind="evaluation", on=date(2022, 12, 1), year=2022
        )

        new = client.get(f"{NEW}?kind=evaluation&year=2026").context["form"]
        kept = client.get(f"{old.get_absolute_url()}edit/").context["form"]

        years = [
            [value for value, _label in form["year"].field.choices]
            for form in (new, kept)
        ]
        assert years == [[2025, 2024, 2023], [2025, 2024, 2023, 2022]]

    def test_a_year_outside_the_programme_is_said_not_to_count(
        self, client, tree, clerk
    ):
        late = factories.activity(tree.commune, on=date(2026, 1, 10), year=2026)

        page = text_of(client.get(late.get_absolute_url()))

        assert "Năm 2026 nằm ngoài thời gian Đề án (2023–2025)." in page

    def test_a_pilot_is_recorded_for_a_commune(self, client, tree):
        district = tree.districts[0]
        client.force_login(factories.district_officer(district))
        address = f"{NEW}?kind=pilot_bloc&unit={district.pk}"

        asked = client.get(address)

        offered = dict(asked.context["form"]["unit"].field.choices[1][1])
        assert "Xã, phường, thị trấn có Khối được chọn" in text_of(asked)
        assert set(offered) == {commune.pk for commune in tree.communes[:3]}
        commune = f"{NEW}?kind=pilot_bloc&unit={tree.commune.pk}"
        assert client.post(address, briefing(criteria="Mười")).status_code == 200
        assert (
            client.post(commune, briefing(criteria="Mười", chair="")).status_code == 302
        )
        assert Activity.objects.get().unit == tree.commune

    @pytest.mark.parametrize(
        ("kind", "number"),
        [
            ("briefing", "12-TB/ĐU"),
            ("commendation", "12-QĐ/ĐU"),
            ("review", "12-BC/ĐU"),
            ("yearly_plan", "12-KH/ĐU"),
        ],
    )
    def test_the_number_is_shown_as_such_papers_bear_it(
        self, client, clerk, kind, number
    ):
        assert f"Ví dụ {number}" in text_of(client.get(f"{NEW}?kind={kind}"))

    @pytest.mark.parametrize(
        ("kind", "heading"),
        [("briefing", "Thời gian, địa điểm"), ("yearly_plan", "Thời gian")],
    )
    def test_a_place_is_promised_only_where_it_is_asked(
        self, client, clerk, kind, heading
    ):
        page = text_of(client.get(f"{NEW}?kind={kind}"))

        assert f'group__legend">{heading}</legend>' in page

    def test_a_missing_chair_is_asked_for_as_a_person(self, client, clerk):
        assert "Chọn người chủ trì." in text_of(post_new(client, chair=""))

    def test_trainings_say_how_often_the_target_asks_for_one(self, client, clerk):
        page = text_of(client.get(f"{NEW}?kind=training"))

        assert "mỗi thành viên ít nhất một lần trong thời gian Đề án" in page

    def test_what_the_levels_above_owe_is_said_of_them(self, client, clerk):
        page = text_of(client.get(NEW))

        owed = "Ít nhất mỗi năm một lần ở các cấp: tỉnh; huyện, thành phố"
        assert page.count(owed) == 1

    def test_documents_of_other_districts_are_not_offered(self, client, tree, clerk):
        factories.directive(tree.districts[1], number="99-KH/HU")

        assert "99-KH/HU" not in text_of(client.get(f"{NEW}?kind=dissemination"))

    @pytest.mark.parametrize("role", ["inspector", "administrator"])
    def test_who_does_not_write_has_no_form(self, client, tree, role):
        client.force_login(getattr(factories, role)(tree.province))

        assert client.get(f"{NEW}?kind=briefing").status_code == 403

    def test_every_kind_has_its_form(self, client, clerk):
        page = text_of(client.get(NEW))
        links = [part.split('"')[0] for part in page.split('href="/activities/new/?')]

        answers = [client.get(f"{NEW}?{link}").status_code for link in links[1:]]

        assert answers == [200] * len(programme.current().kinds)


class TestRecord:
    def test_is_shown_with_its_history_in_words(self, client, clerk):
        made_at = post_new(client, summary="Cũ")["Location"]
        form = briefing(version="1", summary="Mới")
        form.pop("status")
        client.post(f"{made_at}edit/", form)

        page = text_of(client.get(made_at))

        assert "Tóm tắt: Cũ → Mới" in page
        assert clerk.full_name in page

    def test_of_another_commune_is_not_found(self, client, tree, clerk):
        pk = factories.activity(tree.communes[1]).pk

        names = ("activities:show", "activities:edit", "activities:withdraw")
        answers = [client.get(reverse(name, args=[pk])).status_code for name in names]
        assert answers == [404, 404, 404]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_costs_a_constant_number_of_queries(
        self, client, tree, clerk, django_assert_num_queries, rows
    ):
        members = tuple(factories.member(tree.commune) for _ in range(rows))
        made = factories.activity(tree.commune, kind="training", attendees=members)

        with django_assert_num_queries(7):
            client.get(made.get_absolute_url())

    def test_two_editors_see_both_texts_and_lose_neither(self, client, tree, clerk):
        made_at = post_new(client, summary="Chung")["Location"]
        colleague = factories.clerk(tree.commune, full_name="Lường Văn Khác")
        theirs = briefing(version="1", summary="Của đồng nghiệp")
        mine = briefing(version="1", summary="Của tôi")
        client.force_login(colleague)
        client.post(f"{made_at}edit/", theirs)
        client.force_login(clerk)

        clash = client.post(f"{made_at}edit/", mine)

        page = text_of(clash)
        assert (clash.status_code, Activity.objects.get().summary) == (
            422,
            "Của đồng nghiệp",
        )
        assert "Của tôi" in page
        assert "Của đồng nghiệp" in page
        assert "Lường Văn Khác" in page
        assert 'name="version" value="2"' in page
        again = client.post(f"{made_at}edit/", mine | {"version": "2"})
        assert (again.status_code, Activity.objects.get().summary) == (302, "Của tôi")

    def test_a_file_without_a_word_on_evidence_is_pointed_out(
        self, client, tree, clerk
    ):
        made_at = [
            post_new(
                client,
                files=[SimpleUploadedFile("1.pdf", b"%PDF-1.7")],
                evidence=evidence,
            )["Location"]
            for evidence in ("0", "2")
        ]

        pages = [text_of(client.get(address)) for address in made_at]

        said = "mức minh chứng ghi là chưa có"
        assert [said in page for page in pages] == [True, False]
        assert f"{made_at[0]}edit/#id_evidence_0" in pages[0]

    def test_a_withdrawal_without_reason_is_asked_for_it(self, client, clerk):
        made_at = post_new(client)["Location"]

        page = text_of(client.post(f"{made_at}withdraw/", {"version": "1"}))

        assert "Nhập lý do rút." in page

    def test_is_withdrawn_with_a_reason_and_then_left_alone(self, client, clerk):
        made_at = post_new(client)["Location"]

        empty = client.post(f"{made_at}withdraw/", {"version": "1", "reason": ""})
        done = client.post(f"{made_at}withdraw/", {"version": "1", "reason": "Nhầm"})

        page = text_of(client.get(made_at))
        assert (empty.status_code, done.status_code) == (422, 302)
        assert Activity.objects.get().status == Status.WITHDRAWN
        assert ("Nhầm" in page, f"{made_at}edit/" in page) == (True, False)

    def test_a_withdrawal_after_a_change_is_said_once_and_then_done(
        self, client, clerk
    ):
        made_at = post_new(client)["Location"]
        Activity.objects.update(version=2)

        said = client.post(f"{made_at}withdraw/", {"version": "1", "reason": "Nhầm"})
        again = {"version": said.context["form"]["version"].value(), "reason": "Nhầm"}
        done = client.post(f"{made_at}withdraw/", again)

        assert (said.status_code, done.status_code) == (422, 302)
        assert Activity.objects.get().status == Status.WITHDRAWN

    @pytest.mark.parametrize("taken_off", [date(2024, 6, 1), date(2024, 2, 1)])
    def test_a_session_stays_correctable_after_its_document_left_the_list(
        self, client, tree, clerk, taken_off
    ):
        document = factories.directive(tree.province, withdrawn_on=taken_off)
        other = factories.directive(tree.province, withdrawn_on=date(2024, 4, 1))
        facts = {"kind": "dissemination", "chair": "", "on": date(2024, 3, 1)}
        session = factories.activity(
            tree.commune, **facts, directive=document, reached=500
        )
        url = f"{session.get_absolute_url()}edit/"
        offered = client.get(url).context["form"].fields["directive"].queryset
        sent = briefing(on="01/3/2024", version="1", directive=document.pk)

        answer = client.post(url, sent | {"reached": "450", "uid": str(session.uid)})

        assert set(offered) == {document, other}
        assert answer.status_code == 302
        assert Activity.objects.get().reached == 450

    def test_an_inspector_reads_and_finds_no_button(self, client, tree):
        made = factories.activity(tree.commune)
        client.force_login(factories.inspector(tree.province))

        page = text_of(client.get(made.get_absolute_url()))

        assert "/edit/" not in page
        edited = client.post(f"{made.get_absolute_url()}edit/", briefing(version="1"))
        assert edited.status_code == 403
