"""Names for acts that no signed-in user did."""

import getpass


class CommandLine:
    """The hand at the command line, named as the operating system knows it."""

    pk = None

    def get_full_name(self) -> str:
        try:
            return f"command line ({getpass.getuser()})"
        except (KeyError, OSError):
            return "command line"


class Visitor:
    """Somebody who has not signed in yet."""

    pk = None

    def get_full_name(self) -> str:
        return "visitor"
