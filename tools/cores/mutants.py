"""Mutation testing of the pure cores (`make mutants`): do their tests notice when a line is wrong?

    python -m tools.cores.mutants [--folder FOLDER] [--processes 1] [CORE …]

Everything happens in a copy of the code in FOLDER (a temporary one when none is named; one that
is named is kept, and what was killed is not tried again until its function changes). The tests are
those of `cores.toml` that need no server and do the same each time. Ends with a table, and with the
difference that each survivor makes.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tools.cores.listing import ROOT, Core, all_cores, files_of_tests
from tools.cores.undecorated import undecorated

FOLDERS = ("service", "credit", "workflows", "scoring")
COPIED = ("tests", "tools", "migrations", "docs", "wsgi.py")
SENTENCES = "[\\u4e00-\\u9fff]"
"""Lines with Chinese are wording, which tests of decisions do not repeat."""
PLUGINS = ("tools.cores.serverless", "tools.cores.steady", "time_machine", "no:cacheprovider")
OUTCOMES = {0: "survived", 1: "killed", 3: "killed", 5: "untested", 33: "untested"}
TIMEOUTS = {36, 24, -24, 152, 255}


def main(arguments: Sequence[str]) -> int:
    """Copy, mutate, test, tell; 0 when the tester ran, whatever survived."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], metavar="MODULE.FUNCTION")
    parser.add_argument("cores", nargs="*")
    chosen = parser.parse_args(arguments)
    cores = [one for one in all_cores() if not chosen.cores or one.name in chosen.cores]
    if chosen.folder is not None:
        return _run(chosen.folder.resolve(), cores, chosen.processes, chosen.only)
    with tempfile.TemporaryDirectory() as folder:
        return _run(Path(folder), cores, chosen.processes, chosen.only)


def _run(folder: Path, cores: Sequence[Core], processes: int, only: Sequence[str]) -> int:
    _copy(folder, cores)
    own = {
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join([str(folder / "mutants"), os.environ.get("PYTHONPATH", "")]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *only]
    ended = subprocess.run(command, cwd=folder, env=os.environ | own, check=False)
    if ended.returncode == 0:
        _tell(folder, cores)
    return ended.returncode


def _copy(folder: Path, cores: Sequence[Core]) -> None:
    """Bring the copy up to date with the code as it stands here."""
    if folder == ROOT or ROOT in folder.parents:
        raise SystemExit("The copy must lie outside the code.")
    # Python looks once only whether a folder of its path is there.
    (folder / "mutants").mkdir(parents=True, exist_ok=True)
    for name in (*FOLDERS, *COPIED):
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    modules = [module for core in cores for module in core.modules]
    for module in modules:
        path = folder / module
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    for module in modules:
        _try_again(folder / "mutants" / f"{module}.meta")
    (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    plugins = [part for plugin in PLUGINS for part in ("-p", plugin)]
    settings = {
        "source_paths": FOLDERS,
        "only_mutate": modules,
        "also_copy": COPIED,
        "do_not_mutate_patterns": [SENTENCES],
        "pytest_add_cli_args": plugins,
        "pytest_add_cli_args_test_selection": files_of_tests(cores),
        "process_isolation": "forkserver",
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        project + "\n[tool.mutmut]\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )


def _try_again(meta: Path) -> None:
    """Take back every verdict of an earlier run but that a mutant was killed."""
    if meta.is_file():
        found = json.loads(meta.read_text(encoding="utf-8"))
        codes = found["exit_code_by_key"]
        found["exit_code_by_key"] = {
            name: code if OUTCOMES.get(code) == "killed" else None for name, code in codes.items()
        }
        meta.write_text(json.dumps(found), encoding="utf-8")


def _tell(folder: Path, cores: Sequence[Core]) -> None:
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    os.chdir(folder)
    survivors: list[tuple[str, str]] = []
    print("\n| core | mutants | killed | too slow | survived | untested | score |")
    print("|---|---|---|---|---|---|---|")
    sums: Counter[str] = Counter()
    for core in cores:
        found: Counter[str] = Counter()
        for module in core.modules:
            meta = folder / "mutants" / f"{module}.meta"
            codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
            for name, code in codes.items():
                outcome = "too slow" if code in TIMEOUTS else OUTCOMES.get(code, "untested")
                found[outcome] += 1
                if outcome in {"survived", "untested"}:
                    survivors.append((name, module))
        sums += found
        print(_line(core.name, found))
    print(_line("all", sums))
    for name, module in survivors:
        print(f"\n# {name}\n{get_diff_for_mutant(name, path=module)}")


def _line(name: str, found: Counter[str]) -> str:
    caught = found["killed"] + found["too slow"]
    figures = (caught + found["survived"] + found["untested"], found["killed"], found["too slow"])
    score = f"{100 * caught / max(figures[0], 1):.1f} %"
    cells = (name, *map(str, figures), found["survived"], found["untested"], score)
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
