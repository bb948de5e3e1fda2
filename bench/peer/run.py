"""`python -m peer.run CASES HOST DATABASE`: migrate, begin cases, time their steps, print JSON."""

import json
import sys
import time

import django
from django.conf import settings

WARM_UP = 3
MIGRATOR = "postgres"


def main(cases: int, host: str, database: str) -> None:
    """Print seconds and steps."""
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": database,
                "HOST": host,
                "USER": MIGRATOR,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "peer",
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="bench",
        USE_TZ=True,
    )
    django.setup()
    from django.contrib.auth.models import Permission, User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user = User.objects.create(username="bench")
    user.user_permissions.add(Permission.objects.get(codename="change_user"))

    from peer.flows import STEPS, RepairFlow

    _through(user, [RepairFlow.start.run().pk for _ in range(WARM_UP)])
    begun = [RepairFlow.start.run().pk for _ in range(cases)]
    began = time.perf_counter()
    _through(user, begun)
    seconds = time.perf_counter() - began
    left = RepairFlow.process_class.objects.exclude(status="DONE").count()
    assert left == 0, left
    print(json.dumps([seconds, cases * len(STEPS)]))


def _through(user: object, cases: list[int]) -> None:
    from peer.flows import STEPS

    for name in STEPS:
        for case in cases:
            _step(user, case, name)


def _step(user: object, case: int, name: str) -> None:
    """One person takes one task: locked, allowed, assigned, done, the next one made."""
    from django.db import transaction
    from peer.flows import RepairFlow
    from viewflow.workflow.models import Task

    class Request:
        """What a view would hand over."""

    request = Request()
    request.user = user
    node = getattr(RepairFlow.instance, name)
    with transaction.atomic(), RepairFlow.lock(case):
        task = Task.objects.select_related("process").get(
            process_id=case, flow_task=node, status="NEW"
        )
        activation = node.activation_class(task)
        if not activation.assign.has_perm(user):
            raise PermissionError(name)
        activation.assign(user)
        activation.start(request)
        activation.execute()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
