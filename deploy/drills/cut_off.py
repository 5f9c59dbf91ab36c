"""The line breaks while a form and its files are on their way: nothing is kept of it.

python -m deploy.drills.cut_off
"""

import random
import time

from deploy.drills.ground import hold, say, scratch, settle
from deploy.drills.server import serving

PARTS = (0.02, 0.1, 0.5, 0.9, 0.999)
"""Of the body that arrive."""
PATIENCE = 3
"""Seconds in which the server would have kept what arrived."""


def main() -> int:
    with scratch("cut") as folder:
        data = folder / "data"
        data.mkdir()
        ground = settle(data)
        from deploy.drills import wholeness
        from deploy.drills.visitor import activity, signed_in

        dice = random.Random(4)
        with serving(data) as server:
            server.start()
            visitor = signed_in(ground.clerks[0], server)
            cut = [activity(dice, size=400_000) for _part in PARTS]
            for sent, part in zip(cut, PARTS, strict=True):
                visitor.cut_off(sent, part)
            time.sleep(PATIENCE)
            kept = [
                part for s, part in zip(cut, PARTS, strict=True) if wholeness.stored(s)
            ]
            hold(not kept, f"A form that was cut off is not kept: {kept}")
            hold(server.status("/healthz") == 200, "The server answers")
            log = server.log.read_text()
            hold('"status": 500' not in log, f"A line that breaks is no fault: {log}")
            for sent in cut:
                visitor.send(sent)
                hold(sent.acknowledged, f"Sent again it is saved: {sent.status}")
        wholeness.check(cut)
        hold(not list(wholeness.strays()), "No half file is left in the store")
    say(f"Held: cut off after {PARTS} of the form")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
