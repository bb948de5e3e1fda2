"""The progress of a job as the page shows it and as its status address answers."""

from dataclasses import dataclass

from flask import Response, jsonify

from service.messages import Message, msg

STATES: dict[str, tuple[str, Message]] = {
    "queued": ("wait", msg("排队中")),
    "running": ("info", msg("进行中")),
    "done": ("ok", msg("已完成")),
    "failed": ("bad", msg("未完成")),
}
"""State -> kind of badge and its text."""
MINUTE_SECONDS = 60
PERCENT = 100


@dataclass(frozen=True)
class Progress:
    """How far a job has come. The view at `status_url` gives it as an `answer`."""

    state: str
    done: int
    total: int | None
    """Rows in all; None while they are still being counted."""
    status_url: str
    seconds_left: float | None = None

    def answer(self) -> Response:
        """The members the bar follows: `state`, `done`, `total` and `seconds_left` (seconds, null
        while unknown). No cache keeps it.
        """
        told = jsonify(
            state=self.state, done=self.done, total=self.total, seconds_left=self.seconds_left
        )
        told.headers["Cache-Control"] = "no-store"
        return told

    @property
    def ended(self) -> bool:
        """True when nothing more will happen."""
        return self.state in {"done", "failed"}

    @property
    def kind(self) -> str:
        """The kind of the state's badge."""
        return STATES[self.state][0]

    @property
    def label(self) -> Message:
        """The state in words."""
        return STATES[self.state][1]

    @property
    def percent(self) -> int:
        """Whole percent done, rounded down so that 100 means all."""
        return self.done * PERCENT // self.total if self.total else 0

    @property
    def left(self) -> Message | None:
        """The time left in words; None while unknown or when over."""
        if self.ended or self.seconds_left is None:
            return None
        minutes, seconds = divmod(max(1, round(self.seconds_left)), MINUTE_SECONDS)
        if minutes:
            return msg("约剩 {minutes} 分 {seconds} 秒", minutes=minutes, seconds=seconds)
        return msg("约剩 {seconds} 秒", seconds=seconds)
