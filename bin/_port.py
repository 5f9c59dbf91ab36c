"""Says in words why the port cannot be used, before anything slow begins."""

import socket
import sys

HIGHEST = 65_535


def main(port: str) -> None:
    if not port.isdecimal() or not 1 <= int(port) <= HIGHEST:
        raise SystemExit(f"PORT must be a number from 1 to {HIGHEST}, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            raise SystemExit(
                f"Port {port} needs more rights. Choose one above 1024."
            ) from None
        except OSError:
            raise SystemExit(
                f"Port {port} is taken by another program. "
                f"Choose another: PORT={min(int(port) + 1, HIGHEST)} bin/run"
            ) from None


if __name__ == "__main__":
    main(sys.argv[1])
