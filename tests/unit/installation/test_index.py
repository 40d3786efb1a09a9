"""pip's settings reach uv, as pip itself would take them."""

import subprocess
import sys
from pathlib import Path

import pytest

from installation.index import is_present, read_pip_settings, settings_for_pip, settings_for_uv

ALWAYS = {"UV_SYSTEM_CERTS": "1", "UV_INDEX_STRATEGY": "unsafe-best-match"}


def test_the_environment_wins_over_the_section_install_and_that_over_global() -> None:
    listing = (
        ":env:.index-url='https://three.example/simple'\n"
        "global.index-url='https://one.example/simple'\n"
        "install.index-url='https://two.example/simple'\n"
        "global.proxy='http://one.example:8080'\n"
        "install.proxy='http://two.example:8080'\n"
        "download.cert='/not/for/install.pem'\n"
        "a line that is no setting\n"
    )
    assert read_pip_settings(listing) == {
        "index-url": "https://three.example/simple",
        "proxy": "http://two.example:8080",
    }


def test_the_settings_are_read_as_pip_itself_prints_them(tmp_path: Path) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nindex-url = https://user:p'w@mirror.example/simple\nfind-links =\n  one\n  two\n", "utf-8"
    )
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"],
        env={"PIP_CONFIG_FILE": str(config), "HOME": str(tmp_path), "PIP_TIMEOUT": "9"},
        capture_output=True,
        text=True,
        check=True,
    )
    settings = read_pip_settings(listing.stdout)
    assert settings["index-url"] == "https://user:p'w@mirror.example/simple"
    assert settings["find-links"].split() == ["one", "two"]
    assert settings["timeout"] == "9"


def test_every_setting_of_a_mirror_is_handed_on(tmp_path: Path) -> None:
    bundle = tmp_path / "own.pem"
    bundle.touch()
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "https://more.example/simple\nhttps://most.example/simple",
        "cert": str(bundle),
        "client-cert": "/me.pem",
        "proxy": "http://proxy.example:8080",
        "trusted-host": "mirror.example",
        "timeout": "60",
    }
    assert settings_for_uv(pip, {}) == ALWAYS | {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://more.example/simple https://most.example/simple",
        "SSL_CERT_FILE": str(bundle),
        "SSL_CLIENT_CERT": "/me.pem",
        "ALL_PROXY": "http://proxy.example:8080",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_HTTP_TIMEOUT": "60",
    }


def test_without_any_setting_only_the_systems_certificates_are_asked_for() -> None:
    assert settings_for_uv({}, {}) == ALWAYS


def test_folders_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    there = tmp_path / "wheels"
    there.mkdir()
    pip = {
        "find-links": f"{there} {tmp_path / 'gone'} https://wheels.example/",
        "extra-index-url": f"file://{there} file://{tmp_path / 'gone'}",
    }
    assert settings_for_uv(pip, {}) == ALWAYS | {
        "UV_FIND_LINKS": f"{there},https://wheels.example/",
        "UV_INDEX": f"file://{there}",
    }


def test_an_installation_from_wheels_alone_stays_one(tmp_path: Path) -> None:
    given = settings_for_uv({"no-index": "true", "find-links": str(tmp_path)}, {})
    assert given == ALWAYS | {"UV_NO_INDEX": "true", "UV_FIND_LINKS": str(tmp_path)}


@pytest.mark.parametrize(
    "name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS", "UV_NO_INDEX"]
)
def test_an_index_set_for_uv_keeps_pips_away(name: str) -> None:
    pip = {"index-url": "https://pip.example/simple", "extra-index-url": "https://more.example/simple"}
    assert settings_for_uv(pip, {name: "https://uv.example/simple"}) == ALWAYS


def test_certificates_set_for_uv_stay(tmp_path: Path) -> None:
    assert settings_for_uv({"cert": "/pip.pem"}, {"SSL_CERT_FILE": "/own.pem"}) == ALWAYS


def test_a_folder_of_certificates_is_handed_on_as_a_folder(tmp_path: Path) -> None:
    assert settings_for_uv({"cert": str(tmp_path)}, {}) == ALWAYS | {"SSL_CERT_DIR": str(tmp_path)}


def test_pip_is_given_the_systems_certificates(tmp_path: Path) -> None:
    bundle = tmp_path / "system.pem"
    bundle.touch()
    assert settings_for_pip({}, {"SSL_CERT_FILE": str(bundle)})["PIP_CERT"] == str(bundle)


@pytest.mark.parametrize(
    ("pip", "outer"),
    [({"cert": "/own.pem"}, {}), ({}, {"REQUESTS_CA_BUNDLE": "/own.pem"})],
    ids=["pip", "requests"],
)
def test_pip_keeps_the_certificates_it_was_given(
    pip: dict[str, str], outer: dict[str, str], tmp_path: Path
) -> None:
    bundle = tmp_path / "system.pem"
    bundle.touch()
    assert "PIP_CERT" not in settings_for_pip(pip, {"SSL_CERT_FILE": str(bundle)} | outer)


def test_an_address_counts_as_there() -> None:
    assert is_present("https://nowhere.example/simple")
