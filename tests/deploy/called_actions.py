"""Which AWS operations the source calls, and the rights that IAM asks for them.

An operation is named by a string literal in the adapter that calls it. Whether such a literal is one is told by botocore's
models of the services that the adapter names as `service::k…`.
"""
import functools
import pathlib
import re

import botocore.session

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADAPTERS = ROOT / "src" / "adapters"

# The C++ names of adapters/aws/service.h: botocore's name, and the prefix of its rights.
SERVICES = {
    "kSsoAdmin": ("sso-admin", "sso"),
    "kIdentityStore": ("identitystore", "identitystore"),
    "kOrganizations": ("organizations", "organizations"),
    "kDynamoDb": ("dynamodb", "dynamodb"),
    "kScheduler": ("scheduler", "scheduler"),
    "kEvents": ("events", "events"),
    "kSes": ("sesv2", "ses"),
    "kSns": ("sns", "sns"),
    "kCognito": ("cognito-idp", "cognito-idp"),
    "kSts": ("sts", "sts"),
}

# Rights under other names than the call's. AWS's service authorization reference, and for SES
# https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html (a message as it is asks for SendRawEmail as well).
INSTEAD = {
    "dynamodb:TransactWriteItems": {"dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem",
                                    "dynamodb:UpdateItem"},
    "dynamodb:TransactGetItems": {"dynamodb:GetItem"},
    "ses:SendEmail": {"ses:SendEmail", "ses:SendRawEmail"},
    "scheduler:CreateSchedule": {"scheduler:CreateSchedule", "iam:PassRole"},
    "scheduler:UpdateSchedule": {"scheduler:UpdateSchedule", "iam:PassRole"},
    # Allowed to everybody; and how credentials are come by is nobody's right of the server.
    "sts:GetCallerIdentity": set(),
    "sts:AssumeRole": set(),
    "sts:AssumeRoleWithWebIdentity": set(),
}


@functools.cache
def operations_of(service):
    return set(botocore.session.get_session().get_service_model(service).operation_names)


def called_in(folder):
    """The rights for all calls of one adapter, each with the files that name it."""
    sources = {path: code_of(path) for path in sorted(folder.glob("*.[ch]*"))}
    services = {name for text in sources.values() for name in re.findall(r"service::(k\w+)", text) if name in SERVICES}
    rights = {}
    for path, text in sources.items():
        for literal in re.finditer(r'"([A-Z][A-Za-z]+)"', text):
            name = service_of(literal, text, services)
            if name is None:
                continue
            action = f"{SERVICES[name][1]}:{literal.group(1)}"
            for right in INSTEAD.get(action, {action}):
                rights.setdefault(right, set()).add(path.relative_to(ROOT).as_posix())
    return rights


def service_of(literal, text, services):
    """Whose operation it is; where several have one of this name, that of the service that was named last before it."""
    having = [name for name in services if literal.group(1) in operations_of(SERVICES[name][0])]
    return max(having, key=lambda name: text.rfind(f"service::{name}", 0, literal.start()), default=None)


def code_of(path):
    """Without comments: who mentions a call does not make it."""
    return re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)


def called():
    """The same of all adapters."""
    rights = {}
    for folder in sorted(path for path in ADAPTERS.iterdir() if path.is_dir()):
        for right, files in called_in(folder).items():
            rights.setdefault(right, set()).update(files)
    return rights
