"""Finds the system's Chromium, or installs Debian's where that is allowed."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MISSING = (
    "The browser tests need Chromium and none was found. "
    "On Debian or Ubuntu: sudo apt-get install chromium. "
    "Elsewhere, name it: CHROMIUM=/path/to/chromium bin/test"
)


class NoChromium(Exception):
    """No browser here, and no right to install one."""


def find() -> str:
    """Path of a Chromium, the CHROMIUM variable first."""
    if path := look():
        return path
    raise NoChromium(MISSING)


def look() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def ensure() -> str:
    """As find(), after an apt-get install where there is none yet."""
    if not look() and (apt := apt_get()):
        print("Installing Chromium with apt-get (once, about a minute)…", flush=True)
        for step in (["update", "-q"], ["install", "-qy", PACKAGE_FLAG, "chromium"]):
            subprocess.run([*apt, *step], check=False, stdout=subprocess.DEVNULL)
    return find()


PACKAGE_FLAG = "--no-install-recommends"


def apt_get() -> list[str] | None:
    """How to call apt-get here without being asked for a password."""
    if not shutil.which("apt-get"):
        return None
    if os.getuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    allowed = shutil.which("sudo") and not subprocess.call(
        ["sudo", "-n", "true"], stderr=subprocess.DEVNULL
    )
    return ["sudo", "-n", "apt-get"] if allowed else None
