"""A web server on this machine that answers as a test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        cut: say that more is coming than comes.
        slow: seconds between two pieces of ten bytes.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    slow: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """The running server: answers in turn, the last one for ever; or by a function of the request."""

    url: str
    asked: list[Asked]


@contextmanager
def serving(*answers: Answer, by: Callable[[Asked], Answer] | None = None) -> Iterator[Server]:
    """Serve until the context ends."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            request = Asked(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
            asked.append(request)
            answer = by(request) if by else answers[min(len(asked), len(answers)) - 1]
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body) + (1000 if answer.cut else 0)))
            self.end_headers()
            try:
                for start in range(0, len(answer.body), 10) if answer.slow else ():
                    self.wfile.write(answer.body[start : start + 10])
                    self.wfile.flush()
                    time.sleep(answer.slow)
                if not answer.slow:
                    self.wfile.write(answer.body)
            except OSError:  # the other side has gone
                return
            self.close_connection = True

        do_GET = do_POST = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{httpd.server_port}", asked)
    finally:
        httpd.shutdown()
        httpd.server_close()
