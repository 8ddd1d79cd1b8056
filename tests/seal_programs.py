"""Create keys, signatures and timestamps with standard programs."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

_AUTHORITY = """\
[req]
distinguished_name = dn
[dn]
[tsa]
basicConstraints = CA:true
extendedKeyUsage = critical, timeStamping
[config]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def ssh_key(folder: Path, name: str) -> Path:
    """Create a key pair without a passphrase. Return the path of the private key."""
    key = folder / name
    words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key))
    subprocess.run(words, check=True)
    return key


def allow(file: Path, *keys: Path) -> str:
    """Write a file of allowed signers, and return its path."""
    lines = [
        f"{k.name}@example.org {Path(f'{k}.pub').read_text('utf-8')}" for k in keys
    ]
    file.write_text("".join(lines), "utf-8")
    return str(file)


def ssh_signature(key: Path, file: Path, namespace: str = "mediarel") -> bytes:
    """Sign a file on a different computer."""
    words = ("ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key))
    with file.open("rb") as given:
        done = subprocess.run(words, stdin=given, capture_output=True, check=True)
    return done.stdout


def minisign_key(folder: Path, name: str) -> tuple[Path, Path]:
    """Create a key pair without a password. Return the paths: private, public."""
    key, public = folder / f"{name}.key", folder / f"{name}.pub"
    words = ("minisign", "-G", "-W", "-p", str(public), "-s", str(key))
    subprocess.run(words, check=True, capture_output=True)
    return key, public


class Authority:
    """A timestamp authority, with its certificate in the file `certificate`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.certificate = folder / "tsa.pem"
        (folder / "conf").write_text(_AUTHORITY, "utf-8")
        (folder / "serial").write_text("01\n", "utf-8")
        self._run(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key"),
            *("-out", "tsa.pem", "-subj", "/CN=Authority", "-config", "conf"),
            *("-extensions", "tsa", "-days", "2"),
        )

    def reply(self, request: bytes) -> bytes:
        """Return the reply to a request."""
        (self._folder / "tsq").write_bytes(request)
        self._run(
            *("ts", "-reply", "-queryfile", "tsq", "-out", "tsr"),
            *("-config", "conf", "-section", "config"),
        )
        return (self._folder / "tsr").read_bytes()

    def _run(self, *words: str) -> None:
        command = ("openssl", *words)
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Answer requests over HTTP, and yield the URL."""
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(authority.reply(request))

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()
