"""People who use Scandy over HTTP, as browsers do: signed in, with cookies and a CSRF token."""

import http.client
import json
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from apps.accounts.tests.factories import PASSWORD

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "desk"
PATIENCE = 60  # seconds for which a desk repeats what was not answered
PAUSE = 0.1
PASSING = ("SERVICE_UNAVAILABLE", "CONFLICT")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def outcome(self) -> str | int:
        """The status, or the code of what was refused."""
        return self.json.get("code", self.status)

    @property
    def data(self) -> Any:
        return self.json["data"]


class Desk:
    """A signed-in person at one connection."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port = port
        self.cookies = cookies or {}
        self.others: list[Desk] = []
        self.repeats = 0
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def beside(self) -> "Desk":
        """The same person at another connection, closed with this one."""
        self.others.append(Desk(self.port, self.cookies))
        return self.others[-1]

    def close(self) -> None:
        for desk in (self, *self.others):
            desk.connection.close()

    def sign_in(self, username: str) -> "Desk":
        self.get("/auth/login")
        form = {
            "username": username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.cookies[settings.CSRF_COOKIE_NAME],
        }
        answer = self._send("POST", "/auth/login", urlencode(form), FORM)
        assert answer.status == 302, answer
        return self

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, **data: Any) -> Answer:
        return self._send("POST", path, json.dumps(data), "application/json")

    def upload(self, path: str, content: bytes) -> Answer:
        """Send a file as a form does."""
        head = 'Content-Disposition: form-data; name="file"; filename="foto.jpg"'
        body = f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content
        body += f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._send("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def post_until_answered(self, path: str, **data: Any) -> Answer:
        """Repeat what got no answer, or a passing one, as the page of the desk does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.post(path, **data)
            except (OSError, http.client.HTTPException):
                self.connection.close()
            else:
                if answer.outcome not in PASSING:
                    return answer
            assert time.monotonic() < deadline, f"no answer to {path} for {PATIENCE} seconds"
            self.repeats += 1
            time.sleep(PAUSE)

    def _send(
        self, method: str, path: str, body: str | bytes | None = None, content_type: str = ""
    ) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get(settings.CSRF_COOKIE_NAME, ""),
            "Content-Type": content_type,
        }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(line).items()}
        return Answer(response.status, response.read())
