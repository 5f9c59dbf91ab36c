"""The second factor: set up, asked for, used once, lost."""

from datetime import timedelta

import pyotp
import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.utils import timezone

from danvan.foundation.access import actions as access
from danvan.foundation.access.rules import Role
from danvan.foundation.audit.models import Entry
from danvan.foundation.identity import actions, queries
from danvan.foundation.identity.models import Passkey, RecoveryCode, Totp
from danvan.shared.refusals import Refused
from tests import factories
from tests.foundation.identity.conftest import (
    SECRET,
    code_now,
    give_code,
    is_in,
    sign_in,
    with_app,
)

pytestmark = pytest.mark.django_db

ENROL, PROVE = "/accounts/security/enrol/", "/accounts/security/prove/"
APP = "/accounts/security/app/new/"


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def passkey(user, name="Điện thoại"):
    return actions.add_passkey(
        user,
        name=name,
        credential_id=f"{user.pk}-{name}",
        credential=b"x",
        uses=0,
        by=user,
        at=timezone.now(),
    )


def test_the_password_alone_opens_nothing_once_there_is_an_app(client, lan):
    with_app(lan)

    assert sign_in(client, "lan").headers["Location"].endswith("/second-factor/")
    assert not is_in(client)
    assert client.get("/places/").status_code == 302
    assert give_code(client, code_now()).headers["Location"] == "/"
    assert is_in(client)


def test_the_page_asked_for_survives_the_second_factor(client, lan):
    with_app(lan)
    sign_in(client, "lan", next="/places/")

    assert give_code(client, code_now()).headers["Location"] == "/places/"


def test_a_code_works_once_and_takes_those_before_with_it(client, lan):
    with_app(lan)
    code, before = code_now(), code_now(-1)
    sign_in(client, "lan")
    give_code(client, code)
    other = Client()
    sign_in(other, "lan")

    assert give_code(other, code).status_code == 422
    assert give_code(other, before).status_code == 422
    assert not is_in(other)


def test_a_code_of_another_time_or_app_is_refused(client, lan):
    with_app(lan)
    sign_in(client, "lan")

    for wrong in (code_now(-3), code_now(3), "000000", "không phải mã", ""):
        assert give_code(client, wrong).status_code == 422
    assert not is_in(client)


def test_each_recovery_code_signs_in_once(client, lan):
    first, second, *_rest = with_app(lan)
    sign_in(client, "lan")
    assert give_code(client, first.upper().replace("-", " ")).status_code == 302
    other = Client()
    sign_in(other, "lan")

    assert give_code(other, first).status_code == 422
    assert give_code(other, second).status_code == 302
    assert queries.codes_left(lan) == 8
    by = Entry.objects.filter(verb="sign_in").values_list("changes", flat=True)
    assert list(by) == [{"factor": [None, "recovery_code"]}] * 2


def test_new_recovery_codes_end_the_old_ones(lan):
    old = with_app(lan)
    actions.new_recovery_codes(lan, by=lan, at=timezone.now())

    assert not actions.use_recovery_code(lan, old[0], at=timezone.now())
    assert queries.codes_left(lan) == 10


def test_a_copy_of_the_database_tells_neither_secret_nor_codes(lan):
    codes = with_app(lan)

    rows = str(list(Totp.objects.values())) + str(list(RecoveryCode.objects.values()))
    box = bytes(Totp.objects.get().box)
    assert SECRET not in rows
    assert SECRET.encode() not in box
    assert not any(code in rows or code.replace("-", "") in rows for code in codes)


def test_a_secret_opens_for_its_owner_only(lan, chief):
    with_app(lan)
    totp = Totp.objects.get()
    Totp.objects.filter(pk=totp.pk).update(user=chief)

    with pytest.raises(Refused):
        actions.use_totp(chief, code_now(), at=timezone.now())


def test_a_new_key_takes_over_the_old_secrets(lan, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEAL_KEYS = [old]
    codes = with_app(lan)
    settings.SEAL_KEYS = [new, old]
    assert actions.use_recovery_code(lan, codes[0], at=timezone.now())
    actions.forget(timezone.now())
    actions.forget(timezone.now())
    settings.SEAL_KEYS = [new]

    assert actions.use_totp(lan, code_now(), at=timezone.now())


def test_guessing_codes_is_slowed_down(client, lan):
    with_app(lan)
    sign_in(client, "lan")
    for _ in range(10):
        give_code(client, "000000")

    refused = give_code(client, code_now())

    assert refused.status_code == 422
    assert "Thử lại sau" in str(refused.context["form"].non_field_errors())
    assert not is_in(client)


def test_halfway_ends_after_ten_minutes_and_with_the_password(client, lan, chief):
    with_app(lan)
    sign_in(client, "lan")
    access.reset_password(lan, by=chief, at=timezone.now())

    assert client.get("/accounts/sign-in/second-factor/").status_code == 302
    sign_in(client, "lan")
    session = client.session
    assert "halfway" not in session or session["halfway"]["proof"]


@pytest.mark.usefixtures("required")
def test_whose_role_needs_one_sets_it_up_before_any_other_page(client, chief):
    sign_in(client, "quan")

    for page in ("/accounts/", "/", "/jobs/", "/accounts/sessions/"):
        assert client.get(page).headers["Location"] == ENROL, page
    assert client.get(ENROL).status_code == 200
    key = client.get(APP).context["secret"].replace(" ", "")
    response = client.post(APP, {"code": pyotp.TOTP(key).now()})
    assert len(response.context["codes"]) == 10
    assert client.get("/accounts/").status_code == 200
    assert verbs()[-2:] == ["add_totp", "new_recovery_codes"]


@pytest.mark.usefixtures("required")
def test_whose_role_needs_none_is_left_alone(client, lan):
    sign_in(client, "lan")

    assert client.get("/places/").status_code == 200


@pytest.mark.usefixtures("required")
def test_the_one_time_password_is_replaced_first(client, tree):
    factories.administrator(tree.province, username="moi", must_change_password=True)
    sign_in(client, "moi")

    assert client.get(ENROL).headers["Location"] == "/accounts/password/"


@pytest.mark.usefixtures("required")
def test_a_role_given_later_asks_for_it_from_the_next_page(client, lan, tree):
    sign_in(client, "lan")
    factories.grant(lan, Role.INSPECTOR, tree.province)

    assert client.get("/places/").headers["Location"] == ENROL


@pytest.mark.usefixtures("required")
def test_an_old_session_ends_once_the_factor_was_set_up_elsewhere(client, chief):
    sign_in(client, "quan")
    with_app(chief)

    assert client.get("/accounts/").headers["Location"] == "/accounts/sign-in/"
    assert not is_in(client)


@pytest.mark.usefixtures("required")
def test_the_last_factor_of_such_a_role_stays(chief):
    with_app(chief)
    now = timezone.now()

    with pytest.raises(Refused):
        actions.remove_totp(chief, by=chief, at=now)
    key = passkey(chief)
    actions.remove_totp(chief, by=chief, at=now)
    with pytest.raises(Refused):
        actions.remove_passkey(key, by=chief, at=now)


def test_without_a_factor_the_codes_go_too(lan):
    with_app(lan)
    actions.remove_totp(lan, by=lan, at=timezone.now())

    assert not RecoveryCode.objects.exists()
    assert not queries.has_second_factor(lan)


def test_factors_are_changed_only_after_the_password_again(client, lan):
    sign_in(client, "lan")
    session = client.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    assert client.get(APP).headers["Location"].startswith(PROVE)
    assert client.post(PROVE, {"password": "sai"}).status_code == 422
    right = {"password": factories.PASSWORD}
    back = client.post(PROVE, right, query_params={"next": APP})
    assert back.headers["Location"] == APP
    assert client.get(APP).status_code == 200


def test_the_proof_leads_to_no_other_site(client, lan):
    sign_in(client, "lan")
    right = {"password": factories.PASSWORD}

    for asked in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        response = client.post(PROVE, right, query_params={"next": asked})
        assert response.headers["Location"] == "/accounts/security/"


def test_nobody_changes_the_factors_of_another(lan, chief):
    with_app(lan)
    key = passkey(lan)

    for act in (
        lambda: actions.remove_totp(lan, by=chief, at=timezone.now()),
        lambda: actions.remove_passkey(key, by=chief, at=timezone.now()),
        lambda: actions.new_recovery_codes(lan, by=chief, at=timezone.now()),
    ):
        with pytest.raises(Refused):
            act()


def test_an_administrator_removes_lost_factors_and_the_person_is_told(
    client, lan, chief, mailbox
):
    with_app(lan)
    passkey(lan)
    elsewhere = Client()
    elsewhere.force_login(lan)
    client.force_login(chief)

    response = client.post(f"/accounts/{lan.pk}/security/end-factors/")

    assert response.status_code == 302
    assert not queries.has_second_factor(lan)
    assert not RecoveryCode.objects.exists()
    assert elsewhere.get("/places/").status_code == 302
    assert mailbox.to("lan@thu.vn")[0].subject == "Lớp xác thực thứ hai đã bị gỡ"
    entry = Entry.objects.get(verb="remove_factors")
    assert (entry.actor_id, entry.subject_id) == (chief.pk, str(lan.pk))


def test_nobody_removes_his_own_factors_in_that_way(client, chief):
    with_app(chief)
    client.force_login(chief)

    response = client.post(f"/accounts/{chief.pk}/security/end-factors/")

    assert response.status_code == 422
    assert queries.has_second_factor(chief)


def test_a_copied_passkey_is_found_out_by_its_counter(lan):
    key = passkey(lan)
    actions.use_passkey(key, 7, at=timezone.now())
    key.refresh_from_db()

    for again in (7, 3, 0):
        with pytest.raises(Refused):
            actions.use_passkey(key, again, at=timezone.now())
    actions.use_passkey(key, 8, at=timezone.now())
    assert Passkey.objects.get().uses == 8


@pytest.mark.parametrize(
    "answer",
    ["", "x", "{}", "[]", "null", "7", '{"id": 1}', '{"rawId": "AA", "response": {}}'],
)
def test_a_made_up_answer_signs_nobody_in(client, lan, answer):
    passkey(lan)
    page = "/accounts/sign-in/passkey/"
    client.get(page)

    assert client.post(page, {"credential": answer}).status_code == 422
    assert not is_in(client)
