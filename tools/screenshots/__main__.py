"""Takes the pictures of the guides and READMEs from a running demonstration.

    make screenshots                  of a demonstration of its own, loaded for this and thrown away
    make screenshots PORT=8000        of the one that `make run` keeps up there
    make screenshots ARGS="clerk-home board"                  these alone

`pictures.yaml` names them with the steps of the user who sees them; some steps make a check or send
a list, which a demonstration of one's own keeps. Steps, people, sizes and fonts are the same each
time; the days are those of the run, since the demonstration ends today.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from tools.screenshots.camera import Camera, camera
from tools.screenshots.demonstration import demonstration
from tools.screenshots.plan import FOLDER, Picture, file_names, read_plan
from tools.screenshots.shrink import shrink

ALL_BYTES_MAX = 2_500_000


def main(arguments: Sequence[str]) -> int:
    """Take the pictures asked for; 0 when all of them were taken and are small enough."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--address", help="of a running demonstration; without it one is started")
    parser.add_argument("names", nargs="*", help="pictures to take; without any, all")
    options = parser.parse_args(arguments)
    plan = read_plan()
    if unknown := set(options.names) - {picture.name for picture in plan}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    with ExitStack() as stack:
        address = options.address or stack.enter_context(demonstration())
        eye = stack.enter_context(camera(address))
        chosen = [one for one in plan if not options.names or one.name in options.names]
        failed = [one.name for one in chosen if not _take(eye, one)]
    _remove_others(file_names(plan))
    total = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{total:,} bytes in all; {ALL_BYTES_MAX:,} are allowed.")
    if failed:
        print(f"Not taken: {', '.join(failed)}")
    return int(bool(failed) or total > ALL_BYTES_MAX)


def _take(eye: Camera, picture: Picture) -> bool:
    """Take and keep one picture in its languages; False, and why, when it cannot be taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in picture.languages:
        name = picture.file_name(language)
        try:
            small = shrink(eye.take(picture, language))
        except Exception as error:  # noqa: BLE001 - the others are still wanted
            print(f"{name}: {error}", file=sys.stderr)
            return False
        (FOLDER / name).write_bytes(small)
        print(f"{name}: {len(small):,} bytes", flush=True)
    return True


def _remove_others(wanted: set[str]) -> None:
    for path in FOLDER.glob("*.png"):
        if path.name not in wanted:
            path.unlink()
            print(f"{path.name}: no longer wanted, removed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
