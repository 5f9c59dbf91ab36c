"""kill -9 in the middle of writing, again and again: nothing acknowledged is lost.

python -m deploy.drills.kill_nine [--database sqlite|postgresql] [--rounds 3] [--seed N]
"""

import argparse
import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.drills.cluster import Cluster, cluster
from deploy.drills.ground import Broken, Ground, say, scratch, settle
from deploy.drills.server import PATIENCE, Server, serving

if TYPE_CHECKING:
    from deploy.drills.visitor import Sent, Visitor

SHORTEST, LONGEST = 0.0, 1.2
"""Seconds between the first record saved and the kill."""
REFUSED = range(400, 500)
MATTERS = 0.4
"""Part of the forms that write down a matter; the others an activity and two files."""
EVERY = 10
"""Rounds after which a line is said and the audit chain is followed."""


def main() -> int:
    words = arguments()
    seed = words.seed if words.seed is not None else time.time_ns() % 1_000_000
    dice = random.Random(seed)
    say(f"{words.database}: {words.rounds} rounds, --seed {seed}")
    with scratch("kill") as folder, database(words.database, folder) as server:
        data = folder / "data"
        data.mkdir()
        ground = settle(data, server.address if server else "")
        totals = drill(ground, server, dice, words.rounds)
    say(f"Held: {dict(totals)}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int)
    return parser.parse_args()


@contextmanager
def database(name: str, folder: Path) -> Iterator[Cluster | None]:
    if name == "sqlite":
        yield None
        return
    folder.chmod(0o755)  # PostgreSQL's own user passes through it
    with cluster(folder / "pg") as made:
        yield made


def drill(
    ground: Ground, postgres: Cluster | None, dice: random.Random, rounds: int
) -> Counter[str]:
    """The rounds, then all of it once more, and what the kills left lying about."""
    from deploy.drills import wholeness

    everything: list[Sent] = []
    with serving(ground.data, DANVAN_SCHEDULER="inside") as server:
        totals = kill_often(server, ground, postgres, dice, rounds, everything)
    wholeness.check(everything)
    totals["strays swept"] = wholeness.sweep_strays()
    wholeness.check(everything)
    return totals


def kill_often(
    server: Server,
    ground: Ground,
    postgres: Cluster | None,
    dice: random.Random,
    rounds: int,
    everything: list["Sent"],
) -> Counter[str]:
    """Write, kill, start, look; what was unanswered is sent once more."""
    from deploy.drills import wholeness
    from deploy.drills.visitor import signed_in

    server.start()
    visitors = [signed_in(clerk, server) for clerk in ground.clerks]
    totals: Counter[str] = Counter()
    began = time.monotonic()
    for number in range(1, rounds + 1):
        sent = salvo(server, visitors, postgres, dice, number)
        server.start()
        wholeness.reconnect()
        totals.update(wholeness.check(sent))
        send_again(one for one in sent if not one.acknowledged)
        everything += sent
        if number % EVERY == 0 or number == rounds:
            totals["chains followed"] += wholeness.chain_is_whole(ground.data)
            spent = time.monotonic() - began
            say(f"{number} rounds, {spent:.0f} s, {dict(totals)}")
    return totals


def salvo(
    server: Server,
    visitors: list["Visitor"],
    postgres: Cluster | None,
    dice: random.Random,
    number: int,
) -> list["Sent"]:
    """Everybody writes; in the middle of it the server dies."""
    over = threading.Event()
    sent: list[Sent] = []
    faults: list[str] = []
    threads = [
        threading.Thread(
            target=write,
            args=(visitor, over, random.Random(dice.random()), sent, faults),
        )
        for visitor in visitors
    ]
    for thread in threads:
        thread.start()
    wait_for_one(sent)
    time.sleep(dice.uniform(SHORTEST, LONGEST))
    strike(server, postgres, number)
    over.set()
    for thread in threads:
        thread.join()
    if faults:
        raise Broken("\n".join(faults))
    return sent


def wait_for_one(sent: list["Sent"]) -> None:
    """Until somebody has saved something, so that every round has what to lose."""
    until = time.monotonic() + PATIENCE
    while not any(one.acknowledged for one in sent):
        if time.monotonic() > until:
            raise Broken("Nothing could be saved")
        time.sleep(0.01)


def write(
    visitor: "Visitor",
    over: threading.Event,
    dice: random.Random,
    sent: list["Sent"],
    faults: list[str],
) -> None:
    """One form after the other until the server is gone."""
    from deploy.drills.visitor import activity, matter

    while not over.is_set():
        form = matter(dice) if dice.random() < MATTERS else activity(dice)
        sent.append(visitor.send(form))
        if form.status in REFUSED:
            faults.append(f"The form was refused with {form.status}: {form.fields}")
        if not form.acknowledged:
            return


def strike(server: Server, postgres: Cluster | None, number: int) -> None:
    """The server alone; with PostgreSQL by turns all of it, or a backend before."""
    if postgres is None or number % 3 == 0:
        server.kill()
    elif number % 3 == 1:
        postgres.kill()
        server.kill()
        postgres.start()
    else:
        postgres.kill_one()
        time.sleep(0.3)  # some forms meet the database while it recovers
        server.kill()
        postgres.wait()


def send_again(sent: Iterable["Sent"]) -> None:
    """Whoever saw no answer goes back and sends the same form again."""
    for one in sent:
        assert one.by is not None
        one.by.send(one)
        if not one.acknowledged:
            raise Broken(f"{one.kind} {one.uid}, sent again: {one.status}")


if __name__ == "__main__":
    raise SystemExit(main())
