"""Production does not start with what is weak or missing, and says all at once."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from danvan.config.production import faults
from tests.house.tree import ROOT

SOUND = {
    "secret_key": secrets.token_urlsafe(50),
    "seal_keys": [Fernet.generate_key().decode()],
    "allowed_hosts": ["danvan.example"],
    "address": "https://danvan.example",
    "is_demo": False,
    "is_debug": False,
    "metrics_token": "",
    "data": Path("/nowhere"),
}


def test_a_sound_installation_starts():
    assert faults(**SOUND) == []
    assert faults(**SOUND | {"metrics_token": secrets.token_urlsafe(20)}) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"secret_key": ""}, "Production needs SECRET_KEY"),
        ({"secret_key": "Wc3pQ-8sYv1_Kd7hTz0rLm5"}, "SECRET_KEY is too weak"),
        ({"secret_key": "a" * 80}, "SECRET_KEY is too weak"),
        (
            {"secret_key": "django-insecure-8sYv1_Kd7hTz0rLm5Wc3pQ9bXe2nJf4gUo6iA"},
            "SECRET_KEY looks like one from an example",
        ),
        ({"seal_keys": []}, "Production needs SEAL_KEY"),
        ({"seal_keys": ["khoa"]}, "SEAL_KEY is not a Fernet key"),
        ({"allowed_hosts": []}, "Production needs ALLOWED_HOSTS"),
        ({"allowed_hosts": ["localhost"]}, "Production needs ALLOWED_HOSTS"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS must name the server"),
        ({"address": "http://danvan.example"}, "DANVAN_ADDRESS must begin with"),
        ({"is_demo": True}, "DANVAN_DEMO and DANVAN_PRODUCTION exclude"),
        ({"is_debug": True}, "DANVAN_DEBUG and DANVAN_PRODUCTION exclude"),
        ({"metrics_token": "bi-mat"}, "DANVAN_METRICS_TOKEN needs at least"),
    ],
    ids=lambda case: str(case)[:40],
)
def test_one_fault_is_one_sentence(wrong, says):
    (sentence,) = faults(**SOUND | wrong)

    assert sentence.startswith(says)


def test_the_key_an_installation_has_used_is_pointed_at(tmp_path):
    (tmp_path / "seal_key").touch()

    (sentence,) = faults(**SOUND | {"seal_keys": [], "data": tmp_path})

    assert "seal_key of the data directory" in sentence


def test_the_program_ends_before_anything_is_made(tmp_path):
    kept = {"PATH": os.environ["PATH"], "DANVAN_PRODUCTION": "1"}
    said = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=kept | {"DANVAN_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert "Production needs SECRET_KEY" in said.stderr
    assert "Production needs SEAL_KEY" in said.stderr
    assert list(tmp_path.iterdir()) == []
