"""The database goes away while people write, and comes back: no restart, nothing half.

python -m deploy.drills.database_away [--database sqlite|postgresql]

PostgreSQL is stopped and started again. SQLite has no server; there another program
holds the file locked for longer than anybody waits.
"""

import argparse
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.drills.cluster import cluster
from deploy.drills.ground import Ground, hold, say, scratch, settle
from deploy.drills.server import Server, serving

if TYPE_CHECKING:
    from deploy.drills.visitor import Sent, Visitor

PAGES = 12
"""Asked one after the other, so that every worker gets some."""
BACK = 30
"""Seconds after which everything works again."""

type Away = Callable[[], None]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    names = ["sqlite", "postgresql"]
    parser.add_argument("--database", choices=names, default="postgresql")
    words = parser.parse_args()
    with scratch("away") as folder:
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir()
        if words.database == "sqlite":
            ground = settle(data)
            with locked(data / "danvan.sqlite3") as (away, back):
                drill(ground, away, back, cause="database_busy", code="")
        else:
            with cluster(folder / "pg") as server:
                ground = settle(data, server.address)
                drill(ground, server.stop, server.start, cause="database_away")
    return 0


@contextmanager
def locked(path: Path) -> Iterator[tuple[Away, Away]]:
    """Two acts: take the file for oneself, give it back."""
    holder = sqlite3.connect(path, isolation_level=None)
    try:
        yield (
            lambda: holder.execute("BEGIN IMMEDIATE") and None,
            lambda: holder.execute("ROLLBACK") and None,
        )
    finally:
        holder.close()


def drill(
    ground: Ground, away: Away, back: Away, *, cause: str, code: str = "database_away"
) -> None:
    """`code`: what /readyz says meanwhile; a locked SQLite can still be read."""
    from deploy.drills import wholeness
    from deploy.drills.visitor import activity, signed_in

    dice = random.Random(9)
    with serving(ground.data) as server:
        server.start()
        visitor = signed_in(ground.clerks[0], server)
        saved = visitor.send(activity(dice))
        hold(saved.acknowledged, f"A record is saved: {saved.status}")

        away()
        lost = refused(visitor, server, activity(dice), cause)
        hold(server.status("/healthz") == 200, "/healthz answers all the while")
        if code:
            text = server.wait("/readyz", 503)
            hold(code in text, f"/readyz says why: {text}")

        back()
        began = time.monotonic()
        server.wait("/readyz", patience=BACK)
        for _page in range(PAGES):
            status, _headers, _text = visitor.request("GET", "/activities/")
            hold(status == 200, f"Pages open again: {status}")
        visitor.send(lost)
        hold(lost.acknowledged, f"The same form is saved now: {lost.status}")
        wholeness.reconnect()
        wholeness.check([saved, lost])
    say(f"Held: {cause}, and back after {time.monotonic() - began:.1f} s")


def refused(visitor: "Visitor", server: Server, sent: "Sent", cause: str) -> "Sent":
    """Sent while it cannot be kept: a page in words whose number is in the log."""
    from deploy.drills.visitor import reference

    visitor.send(sent)
    hold(sent.status == 503, f"What cannot be saved is a 503: {sent.status}")
    hold("Retry-After" in sent.headers, "and says when to try again")
    number = reference(sent.text)
    lines = [line for line in server.log.read_text().splitlines() if number in line]
    hold(any(f'"cause": "{cause}"' in line for line in lines), f"{number}: {lines}")
    return sent


if __name__ == "__main__":
    raise SystemExit(main())
