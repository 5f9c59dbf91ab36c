"""The whole suite on SQLite, then the same on PostgreSQL: python -m tests.runner"""

import os
import signal
import subprocess
import sys
import time

from tests.runner import chromium, postgres


def main() -> int:
    # A killed run, too, has to stop its server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        print(f"Browser: {chromium.ensure()}", flush=True)
    except chromium.NoChromium as missing:
        print(missing, file=sys.stderr)
        return 1
    outcomes = {"SQLite": suite("SQLite", "")}
    with postgres.server() as address:
        # The server goes with its databases, so none is dropped under a late thread.
        outcomes["PostgreSQL"] = suite(
            "PostgreSQL", address, "--reuse-db", "--create-db"
        )
    failed = [name for name, code in outcomes.items() if code]
    print(f"Failed on {' and '.join(failed)}." if failed else "Passed on both.")
    return 1 if failed else 0


def suite(name: str, address: str, *options: str) -> int:
    """Exit code of pytest on one database; '' means SQLite."""
    print(f"\n── {name} ──", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *workers(), *options, *sys.argv[1:]]
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address}) as run:
        try:
            code = run.wait()
        except BaseException:
            run.terminate()  # its workers end when it is gone
            raise
    print(f"── {name}: {time.monotonic() - began:.0f} s ──", flush=True)
    return code


def workers() -> list[str]:
    """Two workers, unless the caller says how many or wants the debugger."""
    chosen = any(word.startswith(("-n", "--pdb")) for word in sys.argv[1:])
    return [] if chosen else ["-n", "2", "--dist", "loadgroup"]


if __name__ == "__main__":
    raise SystemExit(main())
