"""E-mail over TLS, to a server with a certificate of its own making."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from luisterlijn.channel.notify.way import NotSentError
from tests.channel.notify.post import mailbox
from tests.channel.notify.test_mail import LETTER, sender

BOTH = pytest.mark.parametrize("security", ["tls", "starttls"])


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and its certificate for 127.0.0.1, signed by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post.example")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


def contexts(certificate: Path, security: str) -> dict[str, ssl.SSLContext]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return {security: context}


@BOTH
async def test_mail_goes_over_tls_to_a_server_that_is_trusted(
    certificate: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as an operator trusts a certificate of their own
    async with mailbox(**contexts(certificate, security)) as box:
        await sender(box.port, security=security).send("noor@test.example", LETTER)
        assert len(box.to("noor@test.example")) == 1


@BOTH
async def test_mail_is_not_sent_to_a_server_nobody_vouches_for(certificate: Path, security: str) -> None:
    async with mailbox(**contexts(certificate, security)) as box:
        with pytest.raises(NotSentError, match="mail server has a certificate that is not trusted here") as refused:
            await sender(box.port, security=security).send("noor@test.example", LETTER)
    assert (refused.value.for_good, box.taken) == (False, [])


@pytest.mark.parametrize(
    ("speaks", "security", "trouble"),
    [
        ("nothing", "starttls", "offers no STARTTLS: see notify.mail.security"),
        ("nothing", "tls", "does not speak TLS so: see notify.mail.security and port"),
        ("tls", "starttls", "says nothing: see notify.mail.host, port and security"),
    ],
)
async def test_mail_to_a_server_that_speaks_otherwise_says_what_to_set(
    certificate: Path, speaks: str, security: str, trouble: str
) -> None:
    async with mailbox(**(contexts(certificate, speaks) if speaks == "tls" else {})) as box:
        with pytest.raises(NotSentError) as refused:
            await sender(box.port, security=security).send("noor@test.example", LETTER)
    assert (refused.value.trouble, refused.value.for_good) == (f"the mail server {trouble}", False)
