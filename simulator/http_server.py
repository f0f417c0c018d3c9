"""Serves HTTP on 127.0.0.1 in threads, from one function that turns a request into a reply."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """Holds a request with its body read as JSON or as a form; an empty body is an empty dict."""

    method: str
    path: str
    query: Mapping[str, str]
    bearer: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """Holds a reply; a `str` body goes out as HTML, anything else as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Request], "Reply | None"]  # None: hang up without a word


class HttpServer(ThreadingHTTPServer):
    """Serves `respond` until stopped.

    Port 0 takes a free one; raises `OSError` when the port is taken. With `tls` it takes encrypted
    connections only.
    """

    daemon_threads = True

    def __init__(self, respond: Respond, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.respond = respond
        self.connections: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)
        if tls:
            # Each handshake happens in its connection's thread: a silent client holds nobody up.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self._stopping = False
        self._thread = threading.Thread(target=self._serve_requests, name="tesla-api", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Takes no more requests and hangs up on every open connection."""
        if self._stopping:
            return
        self._stopping = True
        socket.create_connection((HOST, self.server_port)).close()  # wakes the thread
        self._thread.join()
        self.server_close()
        for connection in list(self.connections):
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # under TLS too without a farewell

    def _serve_requests(self) -> None:
        while not self._stopping:
            self.handle_request()  # waits without polling: under a fast clock a poll would never rest


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one write

    def setup(self) -> None:
        super().setup()
        cast(HttpServer, self.server).connections.add(self.connection)

    def finish(self) -> None:
        cast(HttpServer, self.server).connections.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def handle(self) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            super().handle()

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        try:
            request = self._request()
        except ValueError as error:
            self._send(Reply(400, {"error": f"the body: {error}"}))
            return
        reply = cast(HttpServer, self.server).respond(request)
        if reply is None:
            self.close_connection = True
        else:
            self._send(reply)

    def _request(self) -> Request:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        body = dict(parse_qsl(raw)) if form else json.loads(raw or "{}")
        if not isinstance(body, dict):
            raise ValueError(f"must be a JSON object, is {raw}")
        url = urlsplit(self.path)
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return Request(self.command, url.path.strip("/"), dict(parse_qsl(url.query)), bearer, body)

    def _send(self, reply: Reply) -> None:
        html = isinstance(reply.body, str)
        payload = (reply.body if html else json.dumps(reply.body)).encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/html" if html else "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Does nothing, for the request log records the requests."""
