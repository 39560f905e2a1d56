"""A listener of GET /events, as a portal is one: reads in the background, keeps what came."""
import http.client
import json
import threading
import time
import urllib.parse


class Event:
    def __init__(self, lines):
        members = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.id, self.name, self.data = members.get("id"), members.get("event"), members.get("data")

    def record(self):
        return json.loads(self.data)


class EventStream:
    """From its beginning to its end, whoever ends it."""

    def __init__(self, person, last_event_id=None):
        headers = {"Authorization": "Bearer " + person.id_token}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(person.url).netloc, timeout=120)
        self.connection.request("GET", "/events", headers=headers)
        self.reply = self.connection.getresponse()
        self.events, self.ended, self.cut = [], threading.Event(), None
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        try:
            lines = []
            for line in self.reply:  # http.client takes the chunks apart
                text = line.decode().rstrip("\n")
                if text:
                    lines.append(text)
                    continue
                self.events.append(Event(lines))
                lines = []
        except (OSError, http.client.HTTPException) as fault:
            self.cut = fault  # in the middle of a chunk: nobody ended it in good order
        self.ended.set()

    def named(self, name):
        return [event for event in self.events if event.name == name]

    def records(self, request_id):
        """What was told of a request, oldest first."""
        return [event.record() for event in self.named("request") if event.record()["RequestId"] == request_id]

    def last_id(self):
        return [event.id for event in self.events if event.id][-1]

    def await_that(self, holds, what, seconds=30):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"in vain waited for: {what}; came: {[vars(event) for event in self.events]}")
            time.sleep(0.05)

    def await_hello(self):
        self.await_that(lambda: self.named("hello"), "hello")
        return self

    def await_status(self, request_id, status):
        self.await_that(lambda: status in [record["Status"] for record in self.records(request_id)],
                        f"{request_id} {status}")

    def await_end(self, seconds=40):
        """That the server has ended it, and well."""
        if not self.ended.wait(seconds):
            raise AssertionError("the stream goes on")
        if self.cut:
            raise self.cut
