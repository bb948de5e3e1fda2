"""The six steps of a repair as the library wants them written: people's tasks in a row."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import views
from viewflow.workflow.models import Process

STEPS = ("submit", "forward", "accept", "request_extension", "approve_extension", "grant")


def _task(following: str) -> flow.View:
    task = flow.View(views.UpdateProcessView.as_view(fields=[]))
    return task.Permission("auth.change_user").Next(getattr(this, following))


class RepairFlow(flow.Flow):
    """From the application to the decision."""

    process_class = Process
    lock_impl = lock.select_for_update_lock

    start = flow.StartHandle(lambda activation: activation.process).Next(this.submit)
    submit = _task("forward")
    forward = _task("accept")
    accept = _task("request_extension")
    request_extension = _task("approve_extension")
    approve_extension = _task("grant")
    grant = _task("end")
    end = flow.End()
