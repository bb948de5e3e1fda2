import pytest

from service.web.progress import Progress


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, None, 0), (0, 0, 0), (0, 3, 0), (2, 3, 66), (999, 1000, 99), (3, 3, 100)],
)
def test_a_hundred_percent_means_all(done, total, percent):
    assert Progress("running", done, total, "/status").percent == percent


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "约剩 1 秒"),
        (59.4, "约剩 59 秒"),
        (59.6, "约剩 1 分 0 秒"),
        (60, "约剩 1 分 0 秒"),
        (125, "约剩 2 分 5 秒"),
    ],
)
def test_the_time_left_in_words(seconds, text):
    assert str(Progress("running", 1, 2, "/status", seconds).left) == text


@pytest.mark.parametrize("state", ["done", "failed"])
def test_an_ended_job_has_no_time_left_and_is_not_followed(clerk, state):
    job = Progress(state, 1, 2, "/status", 5)
    assert job.ended
    assert job.left is None
    app = clerk.application
    with app.test_request_context("/"):
        macro = app.jinja_env.get_template("macros/progress.html").module
        assert "data-status-url" not in str(macro.progress(job, "进度"))
        assert "refresh" not in str(macro.refresh(job))
