"""A mail server of this machine, with and without TLS, and a run to tell of."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sparbar.rebuild.result import Rebuilt, Result, Stopped
from sparbar.shelf.failed import Told

BEGAN = datetime.datetime(2024, 6, 1, 1, 30, tzinfo=datetime.UTC)


@pytest.fixture
def result() -> Callable[..., Result]:
    """`result(…)` is a run in which all went well and nothing was new, but for what is said."""

    def make(**more: Any) -> Result:
        same: dict[str, Any] = {
            "run": "r",
            "project": "prov",
            "language": "sv",
            "began": BEGAN,
            "seconds": 1.5,
        }
        none: dict[str, Any] = {"was_cut_off": False, "pulled": (), "reports": (), "stopped": (), "old": ()}
        return Result(**(same | none | more))

    return make


def report(state: str, code: int = 0, *told: Told) -> Rebuilt:
    extracts = (("folk", "2024-05-31.2"),)
    return Rebuilt("halvar", "Halvår", "internal", state, extracts, told, code)  # type: ignore[arg-type]


FAILED = Stopped(
    "build", 6, (Told("another build is running", ".snakemake/locks", "wait until it is done", ""),)
)


@dataclass
class Inbox:
    """What the server took, and from whom."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    refuses: tuple[str, ...] = ()

    async def handle_RCPT(
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        from email import message_from_bytes
        from email.policy import default

        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append((given.login, given.password))
        return AuthResult(success=given.password == b"hemligt-lyckoord", handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody trusts by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def serve(certificate: Path) -> Iterator[Callable[..., Inbox]]:
    """`serve("starttls")` starts a mail server, with what it takes in an inbox; also "tls" and "none"."""
    running: list[Controller] = []

    def start(security: str, *, asks: bool = False, refuses: tuple[str, ...] = ()) -> Inbox:
        inbox = Inbox(refuses=refuses)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        how: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "auth_required": asks}
        if security == "tls":
            how |= {"ssl_context": context, "auth_require_tls": False}
        if security == "starttls":
            how |= {"tls_context": context, "require_starttls": True}
        controller = FreePort(inbox, authenticator=inbox.authenticate, **how)
        controller.start()
        running.append(controller)
        inbox.port = controller.port
        return inbox

    yield start
    for controller in running:
        controller.stop()


class FreePort(Controller):
    """A server on a port that the system chooses, which the library would not ask for."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()
