"""Starts nginx with the shipped configuration, before a site or before a program that echoes."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

BASE_DIR = Path(__file__).resolve().parent.parent.parent.parent
HOST = "network.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"Nothing listens on port {port}.")


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(encoding))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(encoding, *private))


class Proxy:
    def __init__(self, http: int, https: int, log: Path):
        self.http, self.https, self.log = http, https, log


@contextmanager
def nginx(
    folder: Path, web: int | list[int], media: Path | str, **environment: str
) -> Iterator[Proxy]:
    """The shipped configuration, with ports and folders of this machine. `web`: the ports of the
    machines behind it; `media`: a folder, or "site"."""
    ports = [web] if isinstance(web, int) else web
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "These tests need nginx (on Debian: apt install nginx-light)."
    for name in ("temp/body", "temp/pages", "temp/proxy", "certificates"):
        (folder / name).mkdir(parents=True)
    make_certificate(folder / "certificates")
    proxy = Proxy(free_port(), free_port(), folder / "errors")
    told = {
        "ALLOWED_HOSTS": f"{HOST}, www.{HOST}",
        "CERTIFICATES": folder / "certificates",
        "RUN": folder,
        "TEMP_FOLDER": folder / "temp",
        "MEDIA": media,
        "WEB": " ".join(f"127.0.0.1:{port}" for port in ports),
        "HTTP_PORT": proxy.http,
        "HTTPS_PORT": proxy.https,
        "NGINX": program,
        "NGINX_USER": "www-data" if os.geteuid() == 0 else "",
    }
    told = {name: str(value) for name, value in told.items()}
    configuration = folder / "configuration"
    subprocess.run(  # noqa: S603
        [BASE_DIR / "deploy" / "nginx" / "configure", configuration],
        env=os.environ | told | environment,
        check=True,
    )
    command = [program, "-c", configuration / "nginx.conf", "-g", "daemon off;"]
    with proxy.log.open("wb") as log:
        process = subprocess.Popen(command, stderr=log)  # noqa: S603
        try:
            wait_for(proxy.https)
            yield proxy
        finally:
            process.terminate()
            process.wait()


@contextmanager
def site(folder: Path, **more: str) -> Iterator[int]:
    """gunicorn with the whole site and the database of the tests; yields its port."""
    with running_site(folder, **more) as (port, _process):
        yield port


@contextmanager
def running_site(
    folder: Path, port: int = 0, **more: str
) -> Iterator[tuple[int, subprocess.Popen]]:
    """The process leads a group of its own, so that all of it can be killed at once."""
    port = port or free_port()
    database = connection.get_connection_params()
    address = (
        f"postgres://{quote(database.get('user', ''))}:{quote(database.get('password') or '')}@"
        f":{database.get('port', '')}/{connection.settings_dict['NAME']}"
        f"?host={quote(database['host'], safe='')}"
    )
    environment = os.environ | {
        "DEVELOPMENT": "1",
        "HTTPS": "1",
        "ALLOWED_HOSTS": f"{HOST}, www.{HOST}",
        "SITE_URL": f"https://{HOST}",
        "DATABASE_URL": address,
        "TRUSTED_PROXIES": "1",
        "VAR_DIR": str(folder),
        "BIND": f"127.0.0.1:{port}",
        "WITH_SCHEDULER": "0",
        **more,
    }
    (folder / "static").mkdir(parents=True)
    for command in (["manage.py", "collectstatic", "--no-input", "--verbosity", "0"],):
        subprocess.run([sys.executable, *command], cwd=BASE_DIR, env=environment, check=True)  # noqa: S603
    command = [sys.executable, "-m", "gunicorn", "--config", "python:website.serving.gunicorn"]
    process = subprocess.Popen(command, cwd=BASE_DIR, env=environment, start_new_session=True)  # noqa: S603
    try:
        wait_for(port)
        yield port, process
    finally:
        process.terminate()
        process.wait()


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = {
            "target": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode(),
        }
        words = json.dumps(told).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_args) -> None:
        pass


class OldVersion(Echo):
    """A machine that has not got the new files yet."""

    def answer(self) -> None:
        self.send_response_only(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = answer  # noqa: N815


class EchoServer(ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


@contextmanager
def echo(handler: type[Echo] = Echo) -> Iterator[int]:
    server = EchoServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@cache
def unchecked() -> ssl.SSLContext:
    """For the certificate that these tests made themselves; one for all connections."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def connect(port: int, source: str = "127.0.0.1", name: str = HOST) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", port), 30, source_address=(source, 0))
    return unchecked().wrap_socket(plain, server_hostname=name)


def exchange(connection, request: bytes) -> bytes:
    """What is answered; nothing where the connection is reset instead."""
    answer = b""
    with suppress(ConnectionResetError):
        connection.sendall(request)
        while piece := connection.recv(65536):
            answer += piece
    return answer


def ask(port: int, target: str | bytes, *headers: str, host: str = HOST, **how) -> "Answer":
    """One request over TLS, written by hand so that nothing puts it right."""
    target = target.encode() if isinstance(target, str) else target
    method, body = how.pop("method", "GET"), how.pop("body", b"")
    lines = [f"Host: {host}", "Connection: close", *headers]
    head = method.encode() + b" " + target + b" HTTP/1.1\r\n" + "\r\n".join(lines).encode()
    with connect(port, **how) as connection:
        return Answer(exchange(connection, head + b"\r\n\r\n" + body))


class Answer:
    def __init__(self, raw: bytes):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1]) if raw else None
        pairs = [line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in lines]
        self.headers = {name.lower(): value for name, value in pairs}
        self.names = [name.lower() for name, _value in pairs]

    @property
    def text(self) -> str:
        return self.body.decode()
