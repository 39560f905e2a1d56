"""So many calls a second, with a burst of as many."""
import threading
import time


class CallLimit:
    """Thread-safe; 0 is no limit."""

    def __init__(self):
        self._lock = threading.Lock()
        self._rate = self._tokens = 0.0
        self._at = time.monotonic()

    def set(self, calls_per_second):
        with self._lock:
            self._rate = self._tokens = float(calls_per_second)
            self._at = time.monotonic()

    def take(self):
        with self._lock:
            if not self._rate:
                return True
            now = time.monotonic()
            self._tokens = min(self._rate, self._tokens + (now - self._at) * self._rate)
            self._at = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True
