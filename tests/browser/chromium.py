"""Where the distribution's Chromium is, and how it is started here."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without windows: it opens a page in half the time."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be reached, whatever a page or the browser asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def chromium_path() -> str | None:
    """The program that CREDIT_CHROMIUM names, else the first of `NAMES`; None without any."""
    return os.environ.get("CREDIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
