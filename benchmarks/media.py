"""Ten photos of 10 MB at the same time: how long they take, how many are kept, and by how much the web server grows.

    python benchmarks/media.py --url http://127.0.0.1:5000 --user admin --password scandy-demo --tool T000001

The photos are noise, so nothing about them is easy. They are sent twice, ten and ten: of the second ten none may be
kept. The memory of the instance's web processes is read ten times a second (RSS of each process that carries the
instance's mark). The files are removed at the end.
"""

import argparse
import http.client
import json
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from scandy_site.instance.folder import locate
from scandy_site.instance.processes import of_instance

BUDGET_MB = 150
MOST, SIZE = 10, 10 * 1024 * 1024
BOUNDARY = "benchmark"


class Person:
    """Somebody who is signed in; each request has a connection of its own."""

    def __init__(self, url: str, username: str, password: str):
        self.place, self.cookies = urlsplit(url).netloc, {}
        self.send("GET", "/auth/login")
        form = {"username": username, "password": password, "csrfmiddlewaretoken": self._token()}
        status, _body = self.send(
            "POST", "/auth/login", urlencode(form).encode(), "application/x-www-form-urlencoded"
        )
        if status != 302:
            sys.exit(f"Signing in as {username} failed with status {status}.")

    def send(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.place, timeout=300)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if self.cookies:
            headers["X-CSRFToken"] = self._token()
        if body:
            headers["Content-Type"] = kind
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(line).items()}
        answer = response.status, response.read()
        connection.close()
        return answer

    def upload(self, tool: str, photo: bytes) -> tuple[str | int, float]:
        """What became of it, and after how many seconds."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="f.jpg"\r\n\r\n'
        )
        body = head.encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
        begin = time.perf_counter()
        status, answer = self.send(
            "POST", f"/media/tools/{tool}/upload", body, f"multipart/form-data; boundary={BOUNDARY}"
        )
        return json.loads(answer).get("code", status), time.perf_counter() - begin

    def files(self, tool: str) -> list[dict[str, Any]]:
        return json.loads(self.send("GET", f"/media/tools/{tool}/list")[1])["data"]["files"]

    def _token(self) -> str:
        return next(value for name, value in self.cookies.items() if name.startswith("csrftoken"))


class Memory:
    """The largest memory of each web process while the block runs."""

    def __init__(self, home: Path):
        self.pids = [each.pid for each in of_instance(home) if each.service == "web"]
        if not self.pids:
            sys.exit(f"No web server of this instance runs ({home}).")

    def __enter__(self) -> "Memory":
        self.before = {pid: _megabytes(pid) for pid in self.pids}
        self.most, self.over = dict(self.before), threading.Event()
        self.watcher = threading.Thread(target=self._watch)
        self.watcher.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.watcher.join()

    def _watch(self) -> None:
        while not self.over.wait(0.1):
            for pid in self.pids:
                self.most[pid] = max(self.most[pid], _megabytes(pid))

    @property
    def growth(self) -> dict[int, float]:
        return {pid: self.most[pid] - self.before[pid] for pid in self.pids}


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def photo() -> bytes:
    """A JPEG of exactly the most that is taken."""
    target = BytesIO()
    Image.effect_noise((4000, 3000), 100).convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()[: SIZE - 2].ljust(SIZE - 2, b"\0") + b"\xff\xd9"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--user", default="admin")
    parser.add_argument("--password", default="scandy-demo")
    parser.add_argument("--tool", default="T000001", help="one without files")
    parser.add_argument("--name", help="of the instance; without it SCANDY_HOME or main")
    options = parser.parse_args()
    person, content = Person(options.url, options.user, options.password), photo()
    if person.files(options.tool):
        sys.exit(f"{options.tool} has files already.")
    with Memory(locate(options.name).home) as memory:
        for turn in ("first", "second"):
            with ThreadPoolExecutor(MOST) as pool:
                done = list(pool.map(lambda _n: person.upload(options.tool, content), range(MOST)))
            outcomes = dict(Counter(outcome for outcome, _seconds in done))
            print(
                f"{turn} ten of {len(content):,} bytes: {outcomes}, slowest {max(s for _o, s in done):.1f} s"
            )
    kept = person.files(options.tool)
    for file in kept:
        person.send("DELETE", file["url"])
    growth = max(memory.growth.values())
    print(f"kept {len(kept)}; web processes: {memory.before} MB before, {memory.most} MB at most")
    print(f"the largest growth of a web process: {growth:.0f} MB, budget {BUDGET_MB} MB")
    return 0 if len(kept) == MOST and growth <= BUDGET_MB else 1


if __name__ == "__main__":
    sys.exit(main())
