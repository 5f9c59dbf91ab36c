"""The disk is full, and then read-only: a clear page, no half record, no restart.

python -m deploy.drills.disk

Root drills on a small file system in memory. Whoever may not mount one drills with a
limit on the size of files instead, and without the part that is read-only.
"""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from deploy.drills.ground import Ground, hold, say, scratch, settle
from deploy.drills.server import Server, serving

SIZE = 96
"""Megabytes of the small disk."""
LEFT = 400_000
"""Bytes that are left on it."""
LIMIT = 100_000
"""Where there is no small disk: the largest file that may be written."""


def main() -> int:
    with scratch("disk") as folder, small_disk(folder / "data") as mounted:
        ground = settle(folder / "data")
        full(ground, is_mounted=mounted)
        if mounted:
            read_only(ground)
        else:
            say("Not drilled: read-only, for want of the right to mount")
    return 0


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Whether the folder is a disk of its own."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "drill", str(folder)]
    if (
        os.getuid()
        or subprocess.run(words, check=False, capture_output=True).returncode
    ):
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full(ground: Ground, *, is_mounted: bool) -> None:
    """People write until nothing more goes in; then room is made."""
    from deploy.drills import wholeness
    from deploy.drills.visitor import Sent, activity, signed_in

    dice, sent = random.Random(5), list[Sent]()
    with serving(ground.data) as server:
        server.start(file_limit=0 if is_mounted else LIMIT)
        visitor = signed_in(ground.clerks[0], server)
        ballast = fill(ground.data) if is_mounted else None
        while len(sent) < 100 and not any(one.status == 503 for one in sent):
            sent.append(visitor.send(activity(dice, size=LIMIT * 2)))
        refused = sent[-1]
        told(server, refused)
        if ballast:
            with refilling(ground.data):
                tells(server, "disk_full")
            ballast.unlink()
            server.wait("/readyz")
        else:
            server.kill()
            server.start()
        visitor.send(refused)
        hold(refused.acknowledged, f"With room it is saved: {refused.status}")
    wholeness.reconnect()
    counts = wholeness.check(sent)
    if not is_mounted:  # the files fitted in, only the commit did not
        counts["strays swept"] = wholeness.sweep_strays()
    hold(not list(wholeness.strays()), "No half file is left in the store")
    say(f"Held: disk full, {counts}")


def told(server: Server, sent: "object") -> None:
    """The page gives a number; the log says why under the same."""
    from deploy.drills.visitor import Sent, reference

    assert isinstance(sent, Sent)
    hold(sent.status == 503, f"What cannot be kept is a 503: {sent.status}")
    number = reference(sent.text)
    lines = [line for line in server.log.read_text().splitlines() if number in line]
    hold(any('"cause": "disk_' in line for line in lines), f"{number}: {lines}")


def tells(server: Server, code: str) -> None:
    """Readiness is looked at once in a while: a good answer may come first."""
    text = server.wait("/readyz", 503)
    hold(f'"{code}"' in text, f"/readyz says why: {text}")


@contextmanager
def refilling(folder: Path) -> Iterator[None]:
    """Nothing is left, also once what was refused is cleared away after its answer."""
    over = Event()

    def refill() -> None:
        while not over.wait(0.1):
            with suppress(OSError):  # somebody else took the rest
                fill(folder, left=0)

    thread = Thread(target=refill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def fill(folder: Path, left: int = LEFT) -> Path:
    """A file that leaves so many bytes for others."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    with ballast.open("ab") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - left)))
    return ballast


def read_only(ground: Ground) -> None:
    """The disk comes back after a restart and takes nothing; then it does."""
    from deploy.drills import wholeness
    from deploy.drills.visitor import activity, signed_in

    dice = random.Random(6)
    with serving(ground.data) as server:
        server.start()
        visitor = signed_in(ground.clerks[0], server)
        server.stop()
        remount(ground.data, "ro")
        server.start()
        sent = visitor.send(activity(dice))
        told(server, sent)
        tells(server, "disk_read_only")
        remount(ground.data, "rw")
        server.wait("/readyz")
        visitor.send(sent)
        hold(sent.acknowledged, f"Once it may be written it is saved: {sent.status}")
    wholeness.reconnect()
    wholeness.check([sent])
    say("Held: disk read-only")


def remount(folder: Path, mode: str) -> None:
    from deploy.drills import wholeness

    wholeness.reconnect()  # this process, too, holds the database open
    subprocess.run(["mount", "-o", f"remount,{mode}", str(folder)], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
