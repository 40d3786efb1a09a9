"""Hand the organisation's package index on to uv: uv reads none of pip's settings."""

import ast
import ssl
from pathlib import Path

Settings = dict[str, str]

# Where Linux distributions and macOS keep the certificates that the machine trusts.
USUAL_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)


def read_pip_settings(listing: str) -> Settings:
    """Read what `pip config list` prints: each setting as pip takes it for an install.

    Source: pip's documentation, "Configuration": [global] gives way to [install], both to the environment.
    """
    strength = {"global": 0, "install": 1, ":env:": 2}
    settings: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        key, separator, value = line.partition("=")
        section, _, name = key.partition(".")
        if separator and strength.get(section, -1) >= settings.get(name, (0, ""))[0]:
            settings[name] = (strength[section], str(ast.literal_eval(value)))
    return {name: value for name, (_, value) in settings.items()}


def is_present(location: str) -> bool:
    """Whether an index or a folder of wheels is there, as far as that can be told without the network."""
    if location.startswith(("http://", "https://")):
        return True
    return Path(location.removeprefix("file://")).expanduser().exists()


def settings_for_uv(pip: Settings, outer: Settings) -> Settings:
    """What uv is given from pip's settings, beside the environment variables that are there.

    What is set for uv itself wins; where one of uv's indexes is set, none of pip's is handed on.
    """
    indexes = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(filter(is_present, pip.get("extra-index-url", "").split())),
        "UV_FIND_LINKS": ",".join(filter(is_present, pip.get("find-links", "").split())),
        "UV_NO_INDEX": pip.get("no-index", ""),
    }
    if any(outer.get(name) for name in (*indexes, "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")):
        indexes = {}
    cert = pip.get("cert", "")
    given = indexes | {
        # Every package is pinned by hash, so it may come from whichever index has it, as with pip.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "1",
        "SSL_CERT_DIR" if Path(cert or "-").is_dir() else "SSL_CERT_FILE": cert,
        "SSL_CLIENT_CERT": pip.get("client-cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
        "UV_INSECURE_HOST": pip.get("trusted-host", ""),
        "UV_HTTP_TIMEOUT": pip.get("timeout", pip.get("default-timeout", "")),
    }
    return {name: value for name, value in given.items() if value and not outer.get(name)}


def settings_for_pip(pip: Settings, outer: Settings) -> Settings:
    """What pip is given beyond its own settings: the system's certificates, where nobody named others."""
    given = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    if "cert" in pip or outer.get("REQUESTS_CA_BUNDLE") or outer.get("CURL_CA_BUNDLE"):
        return given
    # pip before 24.2 trusts only the certificates that it brings with it.
    candidates = (outer.get("SSL_CERT_FILE"), ssl.get_default_verify_paths().cafile, *USUAL_BUNDLES)
    bundle = next((name for name in candidates if name and Path(name).is_file()), None)
    return given | ({"PIP_CERT": bundle} if bundle else {})
