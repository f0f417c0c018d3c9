"""Makes the certificate that the simulator signs for itself, as owners of a proxy at home do."""

from __future__ import annotations

import ssl
import subprocess
import tempfile
from pathlib import Path

COMMAND = ("openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=simulator")
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


class Certificate:
    """Makes a new certificate for a numeric address, in a folder of its own until it is discarded.

    Raises `OSError` where the command openssl is missing or fails.
    """

    def __init__(self, address: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="simulator-tls-")
        self.file = Path(self._folder.name) / "certificate.pem"
        self._key = Path(self._folder.name) / "key.pem"
        try:
            self._make(address)
        except OSError:
            self.discard()
            raise

    def _make(self, address: str) -> None:
        names = ("-addext", f"subjectAltName=IP:{address}", "-keyout", self._key, "-out", self.file)
        made = subprocess.run([*COMMAND, *KEY, *names], capture_output=True, text=True, check=False)
        if made.returncode:
            raise OSError(f"openssl must make a certificate, but says: {made.stderr.strip()}")

    def server_context(self) -> ssl.SSLContext:
        """Returns the TLS context of a server that presents this certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self._key)
        return context

    def discard(self) -> None:
        """Deletes the certificate and its key."""
        self._folder.cleanup()
