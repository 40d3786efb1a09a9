"""Signatures of manifests with Ed25519: keys in files, and what a signature says to whoever checks it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sparbar.errors import ConfigError, EnvironmentFault, Fault
from sparbar.proof.manifest import Sign, canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "ed25519"
UNSIGNED = "unsigned: the file agrees with itself, nobody vouches for it"
_BYTES = 32


def make_keys(private: Path) -> Path:
    """Make a private key that its owner alone may read, and beside it the public key, whose path is returned.

    Raises:
        ConfigError: one of the files is there already; no key is ever overwritten.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = private.with_name(f"{private.name}.pub")
    there = [path.name for path in (private, public) if path.exists() or path.is_symlink()]
    if there:
        fix = "give another name; a lost private key cannot be made again"
        raise ConfigError([Fault("there is a key already", name, "a new name", fix=fix) for name in there])
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    shown = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    _create(private, secret, 0o600)
    try:
        _create(public, shown, 0o644)
    except OSError:
        with contextlib.suppress(OSError):
            private.unlink()
        raise
    return public


def _create(path: Path, data: bytes, mode: int) -> None:
    """Write a file that was not there, with these rights from its first moment."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(data)


def signer(private: Path) -> Sign:
    """What signs manifests with a private key.

    Raises:
        ConfigError: the file is no private key made by `make_keys`.
        EnvironmentFault: others than its owner may read it.
    """
    key = _private_key(private)
    public = key.public_key().public_bytes_raw()

    def sign(manifest: Mapping[str, Any]) -> dict[str, Any]:
        value = key.sign(canonical(manifest))
        return {"algorithm": ALGORITHM, "key": _text(public), "value": _text(value)}

    return sign


def _private_key(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if os.name == "posix" and path.stat().st_mode & 0o077:
        fix = f"take the right away from them: chmod 600 {path.name}; think about making a new key"
        raise EnvironmentFault(
            Fault("others may read the private key", path.name, "a file for its owner alone", fix=fix)
        )
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "a private key")
    return key


def read_public(path: Path) -> bytes:
    """The 32 bytes of a public key.

    Raises:
        ConfigError: the file is no public key made by `make_keys`.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path, "a public key")
    return key.public_bytes_raw()


def _no_key(path: Path, what: str) -> ConfigError:
    fix = "make keys with: sparbar keygen FILE; FILE.pub is the public one"
    return ConfigError(Fault(f"this is not {what}", path.name, "an Ed25519 key in PEM", fix=fix))


def fingerprint(public: bytes) -> str:
    """What people compare to know that two keys are the same: SHA-256 in groups of eight."""
    digest = hashlib.sha256(public).hexdigest()
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def check_signature(manifest: Mapping[str, Any], signature: object, key: bytes | None) -> tuple[bool, str]:
    """Whether a manifest's signature is good as far as can be told, and that in words.

    Args:
        signature: as the proof carries it; None for an unsigned one.
        key: the public key that it must be signed with, where one is at hand.
    """
    if signature is None:
        if key is None:
            return True, UNSIGNED
        return False, "unsigned, though a key was given: the signature was taken out, or there never was one"
    read = _read(signature)
    if read is None:
        return False, "the signature cannot be read"
    public, value = read
    if key is not None and key != public:
        return False, f"signed with another key than the one given: {fingerprint(public)}"
    if not _is_good(public, value, canonical(manifest)):
        return False, f"the signature is not one of this manifest by the key {fingerprint(public)}"
    if key is not None:
        return True, f"signed by the holder of the key given, {fingerprint(public)}"
    return True, f"signed with the key {fingerprint(public)}; whose it is shows only with --key"


def _read(signature: object) -> tuple[bytes, bytes] | None:
    """Key and value of a signature, or None where it is none."""
    if not isinstance(signature, dict) or signature.get("algorithm") != ALGORITHM:
        return None
    try:
        public, value = (base64.b64decode(signature[name], validate=True) for name in ("key", "value"))
    except (KeyError, TypeError, ValueError):
        return None
    return (public, value) if (len(public), len(value)) == (_BYTES, 2 * _BYTES) else None


def _is_good(public: bytes, value: bytes, signed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
