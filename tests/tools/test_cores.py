"""The tools that try the tests of the pure cores."""

import json
import os
import subprocess
import sys

import pytest

from tools.cores import mutants
from tools.cores.listing import ROOT, all_cores, files_of_tests
from tools.cores.undecorated import undecorated


def test_every_branch_of_the_deadlines_is_gone_through():
    """All cores are asked by `make coverage`; this one in every run."""
    environment = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
    ended = subprocess.run(
        [sys.executable, "-m", "tools.cores.branches", "deadlines"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-2000:]
    assert "100%" in ended.stdout


def test_the_files_of_tests_are_named_once():
    found = files_of_tests(all_cores())
    assert len(found) == len(set(found))
    assert "tests/credit/rules/test_tally.py" in found


PROPERTIES = """\
from functools import cache


class A:
    @property
    def one(self):
        return 1

    @classmethod
    def two(cls):
        return 2


@cache
def three():
    return [3]
"""


def test_decorated_functions_are_written_out_and_mean_the_same():
    made = undecorated(PROPERTIES)
    assert "    one = property(one)" in made
    assert "three = cache(three)" in made
    assert "@property" not in made
    assert "@classmethod" in made
    room: dict[str, object] = {}
    exec(compile(made, "made", "exec"), room)
    assert (room["A"]().one, room["A"].two()) == (1, 2)
    assert room["three"]() is room["three"]()


def test_only_what_was_killed_is_not_tried_again(tmp_path):
    meta = tmp_path / "x.meta"
    codes = {"killed": 1, "survived": 0, "untested": 33, "slow": -24, "new": None}
    meta.write_text(json.dumps({"exit_code_by_key": codes, "other": 1}), encoding="utf-8")
    mutants._try_again(meta)
    kept = json.loads(meta.read_text(encoding="utf-8"))
    assert kept == {"exit_code_by_key": dict.fromkeys(codes, None) | {"killed": 1}, "other": 1}


def test_a_score_counts_what_tests_noticed():
    found = mutants.Counter({"killed": 7, "too slow": 1, "survived": 1, "untested": 1})
    assert mutants._line("x", found) == "| x | 10 | 7 | 1 | 1 | 1 | 80.0 % |"


@pytest.mark.parametrize("folder", [ROOT, ROOT / "var"])
def test_nothing_wrong_is_ever_written_into_the_code_itself(folder):
    with pytest.raises(SystemExit, match="outside the code"):
        mutants._copy(folder, all_cores())
