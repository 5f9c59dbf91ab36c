"""Whether a locked package has a vulnerability that is known: python _audit.py

Asks the database OSV, which https://osv.dev keeps, through uv; DANVAN_AUDIT_URL names
another one. Without the network it says so and passes: nobody may be kept from work.
"""

from __future__ import annotations

import os
import subprocess
import sys

from _install import ROOT, UV, environment

FOUND = 1
"""uv's word for a package that must not stay; anything higher: it could not tell."""
PATIENCE = 25
NOTICE = "NOTICE: nobody was asked about known vulnerabilities ({}). Ask again online."


def main() -> int:
    if not UV.exists():
        print(NOTICE.format("uv is not installed here"))
        return 0
    url = os.environ.get("DANVAN_AUDIT_URL", "")
    command = [str(UV), "audit", "--frozen", "--preview-features", "audit-command"]
    command += ["--service-url", url] if url else []
    quick = environment() | {"UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "8"}
    try:
        run = subprocess.run(
            command,
            cwd=ROOT,
            env=quick,
            timeout=PATIENCE,
            capture_output=True,
            text=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(NOTICE.format(f"no answer within {PATIENCE} s"))
        return 0
    told = (run.stdout + run.stderr).strip()
    if run.returncode > FOUND:
        print(NOTICE.format(told.splitlines()[-1].strip() if told else "no answer"))
        return 0
    print(told)
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
