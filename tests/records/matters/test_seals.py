"""The sealed names: who looks, how long they are kept, and under which keys."""

import stat
from datetime import date, timedelta

import pytest
from cryptography.fernet import Fernet

from danvan.foundation.audit.models import Entry
from danvan.records.matters import actions
from danvan.records.matters.models import Matter, Seal
from danvan.shared.keys import own_key
from danvan.shared.refusals import Refused
from tests import factories
from tests.matters_factories import AT, answered, matter

pytestmark = pytest.mark.django_db

KIN = "Lý Văn Kín"
NEXT = factories.noon(date(2024, 3, 7))


@pytest.fixture
def made(tree, clerk) -> Matter:
    return matter(tree.commune, by=clerk, speaker=KIN, contact="0912345678")


def speaker_page(made: Matter) -> str:
    return f"{made.get_absolute_url()}speaker/"


def test_whoever_must_answer_sees_it_once_with_a_reason(made, clerk, browse):
    client = browse(clerk)
    assert KIN not in client.get(speaker_page(made)).content.decode()
    refused = client.post(speaker_page(made), {"reason": " "})
    assert refused.status_code == 422
    assert not Entry.objects.filter(verb="open_seal").exists()

    shown = client.post(speaker_page(made), {"reason": "Báo kết quả"})
    assert KIN in shown.content.decode()
    assert "0912345678" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    look = Entry.objects.get(verb="open_seal")
    assert (look.reason, look.actor_id) == ("Báo kết quả", clerk.pk)
    assert KIN not in client.get(speaker_page(made)).content.decode()
    assert KIN not in str(dict(client.session))


def test_nobody_else_sees_it(made, tree, clerk, browse):
    beside = factories.clerk(tree.communes[1])
    reader = factories.inspector(tree.province)
    for person in (beside, reader):
        shown = browse(person).post(speaker_page(made), {"reason": "Muốn biết"})
        assert shown.status_code in {403, 404}
    actions.transfer_matter(
        made,
        holder=tree.districts[0],
        body="",
        reason="Vượt thẩm quyền",
        version=made.version,
        by=clerk,
        at=AT,
    )
    late = browse(clerk).post(speaker_page(made), {"reason": "Muốn biết"})
    assert late.status_code == 404
    tried = Entry.objects.get(verb="open_seal_refused")
    assert (tried.actor_id, tried.subject_id) == (clerk.pk, str(made.pk))
    with pytest.raises(Refused):
        actions.open_seal(made, reason="Muốn biết", by=clerk, at=AT)
    assert not Entry.objects.filter(verb="open_seal").exists()


def test_the_levels_above_see_that_there_is_a_name_and_do_not_open_it(
    made, tree, browse
):
    for person in (
        factories.district_officer(tree.districts[0]),
        factories.provincial_officer(tree.province),
    ):
        client = browse(person)
        page = client.get(made.get_absolute_url()).content.decode()
        assert f'href="{speaker_page(made)}"' not in page
        shown = client.post(speaker_page(made), {"reason": "Muốn biết"})
        assert (shown.status_code, KIN in shown.content.decode()) == (404, False)
        with pytest.raises(Refused):
            actions.open_seal(made, reason="Muốn biết", by=person, at=AT)


def test_every_look_is_told_in_the_history_of_the_matter(made, clerk, browse):
    client = browse(clerk)
    client.post(speaker_page(made), {"reason": "Báo kết quả cho người nêu"})

    page = client.get(made.get_absolute_url()).content.decode()
    assert "Báo kết quả cho người nêu" in page
    assert KIN not in page


def finish(made: Matter, how: str, by) -> None:
    words = {"version": made.version, "by": by, "at": NEXT}
    if how in {"confirm", "close"}:
        actions.answer_matter(
            made,
            answer="Đã sửa.",
            answered_on=date(2024, 3, 7),
            **words,
        )
        act = {"confirm": actions.confirm_matter, "close": actions.close_matter}[how]
        act(made, **words | {"version": made.version})
    elif how == "decline":
        actions.decline_matter(made, reason="Không thuộc thẩm quyền", **words)
    else:
        actions.withdraw_matter(made, reason="Ghi nhầm", **words)


@pytest.mark.parametrize("how", ["confirm", "close", "decline", "withdraw"])
def test_however_it_ends_the_name_goes_a_year_later(made, clerk, how):
    assert Seal.objects.get().erase_on is None
    finish(made, how, clerk)
    assert Seal.objects.get().erase_on == date(2025, 3, 7)

    actions.erase_seals(factories.noon(date(2025, 3, 6)))
    assert Seal.objects.exists()
    actions.erase_seals(factories.noon(date(2025, 3, 7)))
    assert not Seal.objects.exists()
    gone = Entry.objects.get(verb="erase_seal")
    assert (gone.subject_id, gone.actor_id) == (str(made.pk), None)
    actions.erase_seals(factories.noon(date(2025, 3, 7)))
    assert Entry.objects.filter(verb="erase_seal").count() == 1


def test_reopened_it_is_kept_and_closed_again_it_is_counted_anew(made, clerk):
    finish(made, "confirm", clerk)
    actions.close_matter(
        made, version=made.version, by=clerk, at=factories.noon(date(2024, 6, 1))
    )
    assert Seal.objects.get().erase_on == date(2025, 3, 7)
    actions.reopen_matter(
        made,
        reason="Chưa xong",
        version=made.version,
        by=clerk,
        at=factories.noon(date(2024, 7, 1)),
    )
    assert Seal.objects.get().erase_on is None
    actions.erase_seals(factories.noon(date(2030, 1, 1)))
    assert Seal.objects.exists()


def test_more_names_than_one_batch_are_all_erased(tree, monkeypatch):
    monkeypatch.setattr("danvan.records.matters.actions.seals.BATCH", 2)
    for _each in range(5):
        matter(tree.commune, speaker=KIN)
    Seal.objects.update(erase_on=date(2024, 4, 1))

    assert actions.erase_seals(factories.noon(date(2024, 4, 1))) == "Đã xóa 5 tên"
    assert not Seal.objects.exists()


def test_asked_to_it_is_erased_at_once_and_opens_no_more(made, tree, clerk, browse):
    beside = factories.clerk(tree.communes[1])
    erase = f"{speaker_page(made)}erase/"
    assert browse(beside).post(erase).status_code == 404
    assert browse(clerk).post(erase).status_code == 302

    assert not Seal.objects.exists()
    with pytest.raises(Refused):
        actions.open_seal(made, reason="Báo kết quả", by=clerk, at=AT)
    with pytest.raises(Refused):
        actions.erase_seal(made, by=clerk, at=AT)
    assert Matter.objects.get().text


def test_sealed_anew_the_old_name_is_gone(made, clerk):
    actions.reseal(made, speaker="Hà Thị Khác", contact="", by=clerk, at=AT)

    opened = actions.open_seal(made, reason="Báo kết quả", by=clerk, at=AT)
    assert (opened.name, opened.contact) == ("Hà Thị Khác", "")
    with pytest.raises(Refused):
        actions.reseal(made, speaker=" ", contact="", by=clerk, at=AT)


def test_a_finished_matter_takes_no_name(tree, clerk):
    made = answered(tree.commune, by=clerk)
    actions.close_matter(made, version=made.version, by=clerk, at=AT)
    with pytest.raises(Refused):
        actions.reseal(made, speaker=KIN, contact="", by=clerk, at=AT)


def test_a_box_opens_for_its_own_matter_only(made, tree, clerk):
    other = matter(tree.commune, by=clerk, speaker="Hà Thị Khác")
    box = Seal.objects.get(matter=made).box
    Seal.objects.filter(matter=other).update(box=box)

    with pytest.raises(Refused):
        actions.open_seal(other, reason="Báo kết quả", by=clerk, at=AT)


def test_keys_are_rotated_and_the_old_one_may_go(made, clerk, settings):
    settings.SEAL_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Refused, match="khóa"):
        actions.open_seal(made, reason="Báo kết quả", by=clerk, at=AT)

    old, new = settings.SEAL_KEYS[0], Fernet.generate_key().decode()
    Seal.objects.all().delete()
    actions.reseal(made, speaker=KIN, contact="", by=clerk, at=AT)
    settings.SEAL_KEYS = [new, old]
    assert actions.rotate_seals() == 1
    settings.SEAL_KEYS = [new]
    opened = actions.open_seal(made, reason="Báo kết quả", by=clerk, at=AT)
    assert opened.name == KIN


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    data = tmp_path / "data"
    first = own_key(data)

    assert own_key(data) == first
    kept = data / "seal_key"
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert list(data.iterdir()) == [kept]


def test_the_day_of_erasing_is_shown_beside_the_matter(made, clerk, browse):
    finish(made, "decline", clerk)
    page = browse(clerk).get(made.get_absolute_url()).content.decode()

    day = date(2024, 3, 7) + timedelta(days=365)
    assert f"{day:%d}/3/{day.year}" in page
    assert KIN not in page
