"""What people type into forms, and what the forms answer."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from danvan.shared import forms
from danvan.shared.refusals import Clash, Refused


@pytest.fixture(autouse=True)
def english():
    """The source texts, whatever the state of the catalogues."""
    with translation.override("en"):
        yield


class Meeting(forms.Form):
    on = forms.DateField(label="Ngày họp")
    title = forms.TextField(label="Nội dung", max_length=10)
    summary = forms.BlockField(label="Kết luận", required=False)
    people = forms.IntegerField(label="Số người", min_value=1, required=False)
    share = forms.DecimalField(label="Tỷ lệ", max_value=100, required=False)
    chair = forms.RadioField(label="Chủ trì", choices=[("a", "A"), ("b", "B")])
    unit = forms.ChoiceField(label="UBND xã", blank="Chọn", choices=[("1", "Một")])
    signed = forms.TickField(label="Đã ký")
    minutes = forms.FileField(label="Biên bản", required=False, accept=(".pdf",))
    version = forms.HiddenField(required=False)


GOOD = {"on": "05/3/2024", "title": "Giao ban", "chair": "a", "unit": "1"}


def filled(**changes: str) -> Meeting:
    return Meeting(GOOD | changes)


@pytest.mark.parametrize("typed", ["05/3/2024", "5/3/2024", "05/03/2024", "2024-03-05"])
def test_date_is_read_as_people_write_it(typed):
    form = filled(on=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2024, 3, 5)


@pytest.mark.parametrize("typed", ["mai", "3/2024"])
def test_wrong_date_is_answered_with_an_example(typed):
    errors = filled(on=typed).errors["on"]

    assert errors == ["Ngày họp must be a date such as 05/3/2024."]


def test_day_that_no_month_has_is_named():
    errors = filled(on=" 31/02/2024 ").errors["on"]

    assert errors == ["There is no day 31/02/2024. Enter a date such as 05/3/2024."]


def test_date_from_the_record_is_shown_as_people_write_it():
    form = Meeting(initial={"on": date(2024, 3, 5)})

    assert 'value="05/3/2024"' in str(form["on"])


def test_texts_are_kept_in_one_written_form():
    form = filled(
        title="  Ho\u0323p   xa\u0303 ", summary="Mo\u0302\u0323t\r\n\r\n\r\nHai  ba"
    )

    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Họp xã"
    assert form.cleaned_data["summary"] == "Một\n\nHai ba"


def test_long_text_is_refused_with_both_lengths_and_never_cut():
    form = filled(title="Giao ban quý III")

    assert form.errors["title"] == [
        "Nội dung must be 10 characters or fewer. It is 16 now."
    ]
    assert "maxlength" not in str(form["title"])


@pytest.mark.parametrize(
    ("typed", "meant"), [("1.234", 1234), ("1 234", 1234), ("12", 12), ("", None)]
)
def test_whole_number_is_read_with_thousand_points(typed, meant):
    form = filled(people=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["people"] == meant


@pytest.mark.parametrize("typed", ["1.23", "12,5", "nhiều", "1.2345"])
def test_half_written_number_is_refused(typed):
    assert filled(people=typed).errors["people"] == [
        "Số người must be a whole number such as 1.234."
    ]


def test_number_outside_its_range_is_answered_with_the_limit():
    form = filled(people="0", share="100,5")

    assert form.errors["people"] == ["Số người must be 1 or more."]
    assert form.errors["share"] == ["Tỷ lệ must be 100 or less."]


def test_decimal_comma_is_read():
    form = filled(share="12,5")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["share"] == Decimal("12.5")


def test_empty_form_says_what_to_enter_for_each_required_field():
    assert Meeting({}).errors == {
        "on": ["Enter ngày họp."],
        "title": ["Enter nội dung."],
        "chair": ["Choose chủ trì."],
        "unit": ["Choose UBND xã."],
    }


def test_wording_of_a_room_is_kept():
    class Own(forms.Form):
        on = forms.DateField(
            label="Ngày", error_messages={"required": "Chọn ngày họp."}
        )

    assert Own({}).errors["on"] == ["Chọn ngày họp."]


def test_label_with_a_percent_sign_does_not_break_the_sentence():
    class Share(forms.Form):
        share = forms.TextField(label="Tỷ lệ %", max_length=2)

    assert Share({}).errors["share"] == ["Enter tỷ lệ %."]
    assert Share({"share": "123"}).errors["share"] == [
        "Tỷ lệ % must be 2 characters or fewer. It is 3 now."
    ]


def test_file_of_another_kind_is_refused():
    form = Meeting(GOOD, {"minutes": SimpleUploadedFile("a.exe", b"x")})

    assert form.errors["minutes"] == ["The file must be of the kind .pdf."]


def test_file_beyond_the_limit_is_refused():
    class Upload(forms.Form):
        file = forms.FileField(label="Tệp", max_bytes=1024 * 1024)

    large = SimpleUploadedFile("a.pdf", b"x" * (1024 * 1024 + 1))

    assert Upload({}, {"file": large}).errors["file"] == [
        "The file must be 1 MB or smaller."
    ]


def test_refusal_stands_beside_the_field_it_names():
    form = filled()
    form.refuse(Refused("Ngày họp ở sau hôm nay.", field="on"))

    assert form.errors == {"on": ["Ngày họp ở sau hôm nay."]}


def test_refusal_that_names_no_field_of_ours_stands_at_the_top():
    form = filled()
    form.refuse(Refused("Khối chưa có quyết định.", field="elsewhere"))

    assert form.non_field_errors() == ["Khối chưa có quyết định."]


def test_clash_shows_only_what_differs():
    clash = Clash("Changed", theirs={"title": "Họp khối", "on": "05/3/2024"})

    assert filled().clash_rows(clash) == [
        {"label": "Nội dung", "mine": "Giao ban", "theirs": "Họp khối"}
    ]


def test_summary_links_to_every_wrong_field():
    page = str(Meeting({}))

    for target in ("id_on", "id_title", "id_chair_0", "id_unit"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


def test_wrong_field_is_tied_to_its_hint_and_error():
    page = str(Meeting({}))

    assert 'aria-describedby="id_on_helptext id_on_error"' in page
    assert 'id="id_on_helptext"' in page
    assert 'id="id_on_error"' in page
    assert page.count('aria-invalid="true"') == 5


def test_untouched_form_shows_no_error_and_marks_what_is_optional():
    page = str(Meeting())

    assert "summary__title" not in page
    assert page.count("(optional)") == 4


def test_groups_are_fieldsets_and_lose_no_field():
    class Grouped(Meeting):
        groups = [("Cuộc họp", ["on", "chair"])]

    page = str(Grouped())

    assert '<legend class="group__legend">Cuộc họp</legend>' in page
    for name in Meeting.base_fields:
        assert page.count(f'name="{name}"') == (2 if name == "chair" else 1)


def test_plain_django_form_gets_the_same_drawing():
    class Plain(django_forms.Form):
        name = django_forms.CharField()

    assert 'class="input"' in str(Plain())


def test_drop_down_of_a_room_can_begin_empty():
    page = str(Meeting()["unit"])

    assert '<option value="" selected>Chọn</option>' in page
