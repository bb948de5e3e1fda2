"""A file that somebody hands in is read as it stands, or refused with its line."""

import pytest
import yaml

from service.yaml_file import DEPTH_MAX, read_foreign_yaml


def test_plain_mappings_and_lists_are_read():
    assert read_foreign_yaml("a: 1\nb: [x, {c: y}]\n") == {"a": 1, "b": ["x", {"c": "y"}]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x 1\nb: *x\n", 2),
        ("days:\n  - {off: 1, on: 2, off: 3}\n", 2),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("\n" + "[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1), 2),
    ],
)
def test_what_reads_otherwise_than_it_looks_is_refused_with_its_line(text, line):
    with pytest.raises(yaml.MarkedYAMLError) as refused:
        read_foreign_yaml(text)
    assert refused.value.problem_mark.line + 1 == line
