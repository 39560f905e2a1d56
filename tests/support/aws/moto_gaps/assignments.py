"""The assignments of one Identity Center instance and the operations on them."""
import base64
import threading
import time
import uuid

IN_PROGRESS, SUCCEEDED, FAILED = "IN_PROGRESS", "SUCCEEDED", "FAILED"
QUOTA_REASON = "The role quota of the account is used up"


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Operation:
    def __init__(self, key, creates, failure, pace):
        self.key, self.creates, self.failure, self.pace = key, creates, failure, pace
        self.request_id, self.created, self.status = str(uuid.uuid4()), time.time(), IN_PROGRESS
        self.polls = 0


class Assignments:
    """Thread-safe. A pace says when an operation ends: {"seconds": s} after that time (0: at once), {"polls": n} when its
    status was asked n times, {"manual": true} at finish() only."""

    def __init__(self):
        self._lock = threading.RLock()
        self._present = {}  # key -> when; a duplicate stays one
        self._operations = {}  # request id -> Operation
        self._running = {}
        self._pace = {"seconds": 0.3}
        self._conflicts = "assignment"  # or "account": what one operation at a time means
        self._most_creates = 0  # 0: no limit
        self._failures = []  # reasons for the next operations to fail with

    def configure(self, settings):
        with self._lock:
            self._pace = settings.get("pace", self._pace)
            self._conflicts = settings.get("conflicts", self._conflicts)
            self._most_creates = settings.get("max_outstanding_creates", self._most_creates)
            self._failures += settings.get("fail_next", [])

    def begin(self, key, creates, failure):
        from . import recorder

        wish = recorder.running_call().get("wish", {})  # of the fault proxy, for this call alone
        with self._lock:
            self._advance()
            self._refuse_conflicts(key)
            outstanding = sum(1 for one in self._running.values() if one.creates)
            if creates and self._most_creates and outstanding >= self._most_creates:
                raise Refused("ThrottlingException", "There are too many requests processing. Please try again later.")
            if not creates and key not in self._present:
                raise Refused("ResourceNotFoundException", "Could not find the account assignment")
            if failure is None and self._failures:
                failure = self._failures.pop(0)
            if failure is None:
                failure = wish.get("failure")
            operation = Operation(key, creates, failure, wish.get("pace", self._pace))
            self._operations[operation.request_id] = self._running[operation.request_id] = operation
            self._advance()
            return operation

    def _refuse_conflicts(self, key):
        for one in self._running.values():
            if one.key == key or (self._conflicts == "account" and one.key[0] == key[0]):
                raise Refused("ConflictException", "There is a conflicting operation in process.")

    def find(self, request_id, creates):
        with self._lock:
            operation = self._operations.get(request_id)
            if operation is None or operation.creates != creates:
                return None
            operation.polls += 1
            self._advance()
            return operation

    def operations(self, creates):
        with self._lock:
            self._advance()
            return [one for one in self._operations.values() if one.creates == creates]

    def listed(self):
        with self._lock:
            self._advance()
            return [{"AccountId": target, "PermissionSetArn": permission_set, "PrincipalType": kind, "PrincipalId": principal}
                    for target, _, permission_set, kind, principal in self._present]

    def finish(self):
        """Every operation under way ends now."""
        with self._lock:
            for operation in list(self._running.values()):
                self._end(operation)

    def put(self, key):
        with self._lock:
            self._present[key] = time.time()

    def _advance(self):
        now = time.time()
        for operation in list(self._running.values()):
            pace = operation.pace
            if pace.get("manual"):
                continue
            if operation.polls >= pace["polls"] if "polls" in pace else now >= operation.created + pace.get("seconds", 0):
                self._end(operation)

    def _end(self, operation):
        del self._running[operation.request_id]
        operation.status = FAILED if operation.failure else SUCCEEDED
        if operation.failure:
            return
        if operation.creates:
            self._present.setdefault(operation.key, time.time())
        else:
            self._present.pop(operation.key, None)


def page_of(center, rows, body, member):
    """One page, as AWS cuts listings: a page may be empty, and only a missing NextToken ends them."""
    token = body.get("NextToken")
    start = int(base64.b64decode(token)) if token else (-1 if center.empty_pages else 0)
    if start < 0:
        return {member: [], "NextToken": token_of(0)}
    end = start + min(int(body.get("MaxResults") or center.page_size), center.page_size)
    answer = {member: rows[start:end]}
    if end < len(rows):
        answer["NextToken"] = token_of(end)
    return answer


def token_of(offset):
    return base64.b64encode(str(offset).encode()).decode()
