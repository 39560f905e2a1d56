"""EventBridge Scheduler: errors with AWS's codes, client tokens, and schedules that fire when a test says so."""
import datetime
import functools
import re
import zoneinfo

from moto.core.exceptions import JsonRESTError
from moto.scheduler import exceptions, models

ONE_TIME = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")


def install():
    backend = models.EventBridgeSchedulerBackend
    exceptions.ScheduleExists.code = 409
    check_creation(backend)
    check_groups(backend)
    hear_client_tokens()


def hear_client_tokens():
    """moto drops them before its backend sees them."""
    from moto.scheduler import responses

    original = responses.EventBridgeSchedulerResponse.create_schedule

    @functools.wraps(original)
    def create_schedule(self):
        self.scheduler_backend.client_token = self._get_param("ClientToken")
        return original(self)

    responses.EventBridgeSchedulerResponse.create_schedule = create_schedule


def check_creation(backend):
    original = backend.create_schedule

    def create_schedule(self, **arguments):
        group = self.get_schedule_group(arguments["group_name"])
        check_expression(arguments["schedule_expression"], arguments["schedule_expression_timezone"])
        token = getattr(self, "client_token", None)
        present = group.schedules.get(arguments["name"])
        if present is not None and token and token == getattr(present, "client_token", None):
            return present
        made = original(self, **arguments)
        made.client_token = token
        return made

    backend.create_schedule = create_schedule


def check_expression(expression, timezone):
    try:
        if expression.startswith("at("):
            datetime.datetime.fromisoformat(ONE_TIME.fullmatch(expression).group(1))
        zoneinfo.ZoneInfo(timezone or "UTC")
    except (AttributeError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        raise exceptions.ValidationException(
            f"Invalid Schedule Expression {expression} or timezone {timezone}.") from None


def check_groups(backend):
    create, delete = backend.create_schedule_group, backend.delete_schedule_group

    def create_schedule_group(self, name, tags):
        if name in self.schedule_groups:
            conflict = JsonRESTError("ConflictException", f"Schedule group {name} already exists.")
            conflict.code = 409
            raise conflict
        return create(self, name, tags or [])

    def delete_schedule_group(self, name):
        self.get_schedule_group(name)
        delete(self, name)

    backend.create_schedule_group = create_schedule_group
    backend.delete_schedule_group = delete_schedule_group


def fire(account_id, region, now):
    """Plays the scheduler: gives what is due by `now` (Unix seconds) and takes away what is to be deleted after it ran."""
    fired = []
    for group in models.scheduler_backends[account_id][region].schedule_groups.values():
        for schedule in list(group.schedules.values()):
            due = due_time(schedule)
            if due is None or due > now or getattr(schedule, "has_fired", False):
                continue
            fired.append({"Name": schedule.name, "GroupName": group.name, "TargetArn": schedule.target["Arn"],
                          "Input": schedule.target.get("Input"), "DueAt": due})
            schedule.has_fired = True
            if schedule.action_after_completion == "DELETE":
                del group.schedules[schedule.name]
    return fired


def due_time(schedule):
    one_time = ONE_TIME.fullmatch(schedule.schedule_expression)
    if not one_time or schedule.state != "ENABLED":
        return None
    zone = zoneinfo.ZoneInfo(schedule.schedule_expression_timezone)
    return datetime.datetime.fromisoformat(one_time.group(1)).replace(tzinfo=zone).timestamp()
