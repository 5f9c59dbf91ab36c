"""Times the product beside its floors: python -m bench [--jobs …] [--runs N] [--quick]

Works in scratch databases: SQLite, or on the server that DATABASE_URL names.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

QUICK = ("058", "064")
"""Codes of two districts with blocs; the others have none in a quick run."""
NAMES = (
    *("demo", "scorecard", "commune", "today", "pages"),
    *("roster", "write", "life"),
)


def main() -> int:
    words = arguments()
    # Whoever stops a run means to have the scratch databases gone, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    folder = Path(tempfile.mkdtemp(prefix="danvan-bench-"))
    try:
        prepare(folder)
        return measure(folder, words)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n")[0])
    parser.add_argument("--jobs", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--runs", type=int, default=0, help="of each job (median)")
    parser.add_argument("--quick", action="store_true", help="few runs, under a minute")
    parser.add_argument("--check", action="store_true", help="exit 1 on a missed goal")
    parser.add_argument("--plans", action="store_true", help="print the query plans")
    return parser.parse_args()


def prepare(folder: Path) -> None:
    """Django on the scratch folder, whatever the caller's environment says."""
    for name in ("DANVAN_PRODUCTION", "DANVAN_DEBUG", "DANVAN_PROGRAMME"):
        os.environ.pop(name, None)
    os.environ |= {
        "DANVAN_DATA": str(folder),
        "DANVAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    import django

    django.setup()


def measure(folder: Path, words: argparse.Namespace) -> int:
    from django.utils import timezone

    from bench import lives, loading, pages, report, scorecards, today, writes
    from bench.clock import say
    from bench.jobs import Bench
    from bench.scratch import databases
    from bench.topup import top_up
    from bench.topup_matters import top_up as top_up_matters

    others = {
        "scorecard": scorecards.scorecard,
        "commune": scorecards.commune,
        "today": today.today,
        "pages": pages.pages,
        "roster": writes.imported,
        "write": writes.write,
        "life": lives.life,
    }
    day = timezone.localdate()
    runs = words.runs or (5 if words.quick else 15)
    say("Loading the demonstration province…")
    with databases(folder) as scratch:
        bench = Bench(scratch, runs, day, QUICK if words.quick else ())
        results = list(loading.demo(bench))
        say(f"{top_up():,} more activities, {top_up_matters():,} more matters.")
        scratch.settle()
        if words.plans:
            print("\n".join(scorecards.plans(bench)))
            return 0
        if "demo" not in words.jobs:
            results.clear()
        for name in words.jobs:
            if name in others:
                say(f"{name}…")
                results += others[name](bench)
        print(report.table(results))
        print(report.machine())
        if set(words.jobs) == set(NAMES) and not words.quick:
            report.keep(results, f"median of {runs} runs", day)
    return int(words.check and any(result.met is False for result in results))


if __name__ == "__main__":
    raise SystemExit(main())
