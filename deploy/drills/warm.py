"""Starts servers quickly: one process has everything imported and is forked for each.

What a fork runs is granian with the very words of bin/run; only the imports were done
before. It opens no database and starts no thread, so a fork knows nothing of the last
server. It reads {"words", "environment", "log"} from its input, one start a line, and
answers with the number of the new process group.
"""

import importlib
import json
import os
import resource
import signal
import sys
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation
    from granian.cli import entrypoint  # noqa: F401 - imported for the forks
    from granian.server.mp import MPServer  # noqa: F401
    from PIL import Image, ImageOps  # noqa: F401

    from danvan.foundation import programme
    from danvan.foundation.documents import photographs  # noqa: F401

    programme.current()
    importlib.import_module(settings.ROOT_URLCONF)
    _every = get_resolver().url_patterns
    translation.activate(settings.LANGUAGE_CODE)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks for a fork's end
    print("warm", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if not os.fork():
            serve(asked)


def serve(asked: dict[str, Any]) -> None:
    """Become the server; never returns."""
    os.setsid()
    print(os.getpid(), flush=True)  # not before the group is there to be killed
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for place, stream in ((0, nothing), (1, log), (2, log)):
        os.dup2(stream, place)
    os.environ.update(asked["environment"])
    if limit := asked.get("file_limit"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = ["granian", *asked["words"]]
    from granian.cli import entrypoint

    entrypoint()
    os._exit(0)


if __name__ == "__main__":
    main()
