"""Stands between AppDaemon and Home Assistant, and can swallow what is sent on the open connections."""

from __future__ import annotations

import contextlib
import socket
import threading

HOST = "127.0.0.1"


class Proxy:
    """Passes connections on to a port of this machine, from `start` to `stop`."""

    def __init__(self, port: int, to_port: int) -> None:
        self._to_port = to_port
        self._server = socket.create_server((HOST, port))
        self._swallowed: set[socket.socket] = set()
        self._open: set[socket.socket] = set()
        self._stopping = False

    def start(self) -> None:
        """Takes connections from now on."""
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Ends all connections."""
        self._stopping = True
        for each in (self._server, *self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def swallow(self) -> None:
        """Lets nothing more through on the connections that are open now, which stay open."""
        self._swallowed = set(self._open)

    def _serve(self) -> None:
        while not self._stopping:
            try:
                near, _ = self._server.accept()
                far = socket.create_connection((HOST, self._to_port))
            except OSError:
                # Home Assistant is away: so is its port.
                with contextlib.suppress(OSError, UnboundLocalError):
                    near.close()
                continue
            self._open |= {near, far}
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if source not in self._swallowed:
                    target.sendall(data)
        if source in self._swallowed:
            return
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            self._open.discard(each)
