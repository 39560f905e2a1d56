"""The WSGI application: control calls, then the recorder, then moto."""
import io
import json
import sys
import traceback

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from . import cognito, control, dynamodb, identity_center, identity_store, organizations, recorder, scheduler, ses

JSON_HEADERS = [("Content-Type", "application/json")]


class Application:
    def __init__(self):
        self.recorder = recorder.Recorder()
        self.centers = identity_center.Centers()
        self.control = control.Control(self.recorder, self.centers)
        recorder.install()
        identity_center.install(self.centers)
        identity_store.install(self.centers)
        organizations.install()
        cognito.install()
        dynamodb.install(self.recorder)
        scheduler.install()
        ses.install()
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)  # wholly read, whoever answers: the connection is kept
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ.get("PATH_INFO", "")
        if path.startswith(control.PREFIX):
            status, headers, answer = self.control.answer(environ, path[len(control.PREFIX):], body)
        else:
            status, headers, answer = self._ask_moto(environ)
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers = [*headers, ("Content-Length", str(len(answer)))]
        start_response(status, headers)
        return [answer]

    def _ask_moto(self, environ):
        call = self.recorder.begin(environ)
        try:
            status, headers, answer = self._run_moto(environ)
        except NotImplementedError as gap:
            message = {"__type": "NotImplementedByMoto", "message": str(gap)}
            status, headers, answer = "501 Not Implemented", JSON_HEADERS, json.dumps(message).encode()
        except Exception:  # pylint: disable=broad-except
            traceback.print_exc(file=sys.stderr)
            message = {"__type": "InternalFailure", "message": "moto failed; see the test's standard error"}
            status, headers, answer = "500 Internal Server Error", JSON_HEADERS, json.dumps(message).encode()
        self.recorder.end(call, status, answer)
        return status, headers, answer

    def _run_moto(self, environ):
        said = {}

        def start_response(status, headers, exc_info=None):
            if exc_info:
                raise exc_info[1]
            said.update(status=status, headers=headers)

        parts = self.moto(environ, start_response)
        try:
            answer = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        return said["status"], said["headers"], answer
