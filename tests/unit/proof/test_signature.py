"""Keys and signatures: made once, kept from others, and refused when they are not such."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sparbar.errors import ConfigError, EnvironmentFault
from sparbar.proof.signature import check_signature, make_keys, read_public, signer

MANIFEST = {"schema": "sparbar.manifest/1", "report": "prov"}


def test_a_private_key_is_for_its_owner_alone_and_the_public_one_lies_beside_it(tmp_path: Path) -> None:
    public = make_keys(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert public == tmp_path / "key.pub"
    assert b"PRIVATE" not in public.read_bytes()


@pytest.mark.parametrize("name", ["key", "key.pub"])
def test_no_key_is_ever_overwritten(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        make_keys(tmp_path / "key")
    assert str(error.value) == (
        f"ConfigError: there is a key already\n  in        {name}\n  expected  a new name\n"
        "  fix       give another name; a lost private key cannot be made again"
    )
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    make_keys(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(EnvironmentFault, match="others may read the private key"):
        signer(tmp_path / "key")


def test_what_is_no_key_is_said(tmp_path: Path) -> None:
    public = make_keys(tmp_path / "key")
    public.chmod(0o600)
    with pytest.raises(ConfigError, match="this is not a private key"):
        signer(public)
    with pytest.raises(ConfigError, match="this is not a public key"):
        read_public(tmp_path / "key")


def test_the_same_manifest_has_always_the_same_signature(tmp_path: Path) -> None:
    make_keys(tmp_path / "key")
    assert signer(tmp_path / "key")(MANIFEST) == signer(tmp_path / "key")(dict(reversed(MANIFEST.items())))


def test_a_signature_is_of_that_manifest_alone(tmp_path: Path) -> None:
    public = read_public(make_keys(tmp_path / "key"))
    signature = signer(tmp_path / "key")(MANIFEST)
    assert check_signature(MANIFEST, signature, public)[0]
    assert not check_signature({**MANIFEST, "report": "annan"}, signature, public)[0]
