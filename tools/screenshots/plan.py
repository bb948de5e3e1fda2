"""Which pictures there are, and the steps that lead to each: `pictures.yaml`, read and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PLAN = Path(__file__).with_name("pictures.yaml")
FOLDER = ROOT / "docs" / "guides" / "pictures"
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
"""Language of a picture, and what the browser asks for."""
ARGUMENTS = {
    "as": 1, "open": 1, "click": 1, "check": 1, "press": 1, "wait": 1,
    "fill": 2, "choose": 2, "remember": 2, "run": 1, "attach": 3,
}  # fmt: skip
"""Each verb of a step with the number of texts that follow it."""


@dataclass(frozen=True)
class Step:
    """One thing a user does; places like `{number}` in `texts` stand for what was remembered."""

    verb: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """One view of a page, taken once for each language."""

    name: str
    view: str
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    part: str | None
    """Selector of what is shown of the page; None: all of it."""
    top: str | None
    """Selector of what stands at the upper edge; None: the upper edge of the part."""
    height: int | None
    """CSS pixels at most; None: as high as the view."""

    def file_name(self, language: str) -> str:
        """Where the picture lies in the folder: `name.png`, the English ones `name.en.png`."""
        return f"{self.name}.png" if language == "zh" else f"{self.name}.{language}.png"


def read_plan(path: Path = PLAN) -> list[Picture]:
    """All pictures in their order. Raises ValueError naming the picture and what is wrong."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    pictures = [_picture(row) for row in rows]
    names = [picture.name for picture in pictures]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"named twice: {', '.join(sorted(twice))}")
    return pictures


def file_names(pictures: Iterable[Picture]) -> set[str]:
    """The files that the pictures are written to."""
    return {one.file_name(language) for one in pictures for language in one.languages}


def _picture(row: Mapping[str, object]) -> Picture:
    name = str(row.get("name"))
    known = {"name", "view", "languages", "steps", "part", "top", "height"}
    if wrong := set(row) - known:
        raise ValueError(f"{name}: unknown {', '.join(sorted(wrong))}")
    languages = tuple(row.get("languages", ["zh"]))  # type: ignore[call-overload]
    if wrong := set(languages) - set(LANGUAGES):
        raise ValueError(f"{name}: no such language: {', '.join(sorted(wrong))}")
    return Picture(
        name=name,
        view=str(row.get("view", "desk")),
        languages=languages,
        steps=tuple(_step(name, step) for step in row["steps"]),  # type: ignore[attr-defined]
        part=row.get("part"),  # type: ignore[arg-type]
        top=row.get("top"),  # type: ignore[arg-type]
        height=row.get("height"),  # type: ignore[arg-type]
    )


def _step(name: str, given: Mapping[str, object]) -> Step:
    ((verb, rest),) = given.items()
    texts = tuple(map(str, rest)) if isinstance(rest, list) else (str(rest),)
    if ARGUMENTS.get(verb) != len(texts):
        raise ValueError(f"{name}: a step '{verb}' with {len(texts)} texts is unknown")
    return Step(verb, texts)
