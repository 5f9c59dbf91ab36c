"""What bin/check says of packages known to be vulnerable; and no secret in any file."""

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.house.tree import ROOT, files, name_of

ADVISORY = {
    "id": "GHSA-thu",
    "modified": "2026-01-01T00:00:00Z",
    "summary": "Lets anybody in",
}


@contextmanager
def database(vulnerable: str) -> Iterator[str]:
    """A server that answers as OSV does and knows of one faulty package."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def answer(self, found: object) -> None:
            body = json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked = json.loads(self.rfile.read(length))["queries"]
            hits = [one["package"]["name"] == vulnerable for one in asked]
            self.answer({"results": [{"vulns": [ADVISORY]} if h else {} for h in hits]})

        def do_GET(self) -> None:
            self.answer(ADVISORY)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def audit(url: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "bin/_audit.py"],
        env=os.environ | {"DANVAN_AUDIT_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("package", "code"), [("pillow", 1), ("not-ours", 0)])
def test_a_known_vulnerability_fails_the_check_and_no_other(package, code):
    with database(package) as url:
        told = audit(url)

    assert told.returncode == code, told.stdout
    assert ("Lets anybody in" in told.stdout) == bool(code)


def test_a_database_that_does_not_answer_is_said_and_nobody_is_stopped():
    told = audit("http://127.0.0.1:9")

    assert told.returncode == 0
    assert told.stdout.startswith("NOTICE: nobody was asked")


SECRETS = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of a cloud": re.compile(rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bAIza[\w-]{35}\b"),
    "a token": re.compile(
        rb"\b(?:gh[pousr]_\w{36}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|sk_live_\w{20})"
    ),
    "a signed token": re.compile(rb"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"),
    "a signing key": re.compile(rb"(?i)\bsecret_key\s*[:=]\s*[\"'][^\"'$<{]{20,}[\"']"),
    "a seal key": re.compile(rb"(?i)\bseal_keys?\s*=\s*\[?\s*[\"'][\w-]{43}=[\"']"),
    "a password in an address": re.compile(
        rb"(?i)\b(?:postgres(?:ql)?|smtps?|https?)://[\w.-]+:(?!password@|x@|\$|\{|<|\xe2\x80\xa6)"
        rb"[^\s:/@\"'`]{3,}@"
    ),
}
PLANTED = {
    "a private key": b"-----BEGIN " + b"RSA PRIVATE KEY-----",
    "a key of a cloud": b"AKIA" + b"ABCDEFGHIJKLMNOP",
    "a token": b"ghp_" + b"a" * 36,
    "a signed token": b".".join([b"eyJ" + b"a" * 30, b"eyJ" + b"b" * 30, b"c" * 40]),
    "a signing key": b"SECRET_KEY = " + b'"' + b"k" * 50 + b'"',
    "a seal key": b"SEAL_KEYS = [" + b'"' + b"s" * 43 + b'="]',
    "a password in an address": b"postgresql://danvan:" + b"bi-mat-that@db/danvan",
}


def test_no_file_holds_a_secret():
    assert not [
        f"{name_of(path)}: {kind}"
        for path in files()
        for kind, pattern in SECRETS.items()
        if pattern.search(path.read_bytes())
    ]


@pytest.mark.parametrize("kind", SECRETS)
def test_a_planted_secret_would_be_found(kind):
    assert SECRETS[kind].search(PLANTED[kind])
