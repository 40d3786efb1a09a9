"""What is secret stands in the environment, and nowhere else: every file and word of a pull is searched."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys

import pytest

from sparbar.config.pull import is_this_machine
from sparbar.pull.fetching import Secrets
from tests.unit.pull.case import rows_of
from tests.unit.pull.server import Answer, serving

SECRET = "k4ttens-hemlis"
PXWEB = "kind: pxweb\n  table: T\n  selection: {R: ['1']}"


@pytest.mark.parametrize("answer", [Answer(body=rows_of(1, 2).encode()), Answer(403), Answer(body=b"no")])
def test_a_secret_in_header_user_and_query_is_found_nowhere(case, answer):
    pull = (
        "pull:\n  kind: http\n  url: ${ADDRESS}/x?key=${KEY}\n  headers: {Authorization: 'Bearer ${KEY}'}\n"
    )
    case.contract(pull)
    with serving(answer) as server:
        address = server.url.replace("://", f"://user:{SECRET}@")
        told = subprocess.run(
            [
                sys.executable,
                "-c",
                "from sparbar.cli import main; main()",
                "pull",
                "--project",
                str(case.root),
            ],
            env={**os.environ, "ADDRESS": address, "KEY": SECRET},
            capture_output=True,
            text=True,
            check=False,
        )
        assert SECRET in server.asked[0].path  # the test does send it
    assert SECRET not in told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    for path in case.root.rglob("*"):
        assert SECRET not in path.name
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    events = (case.root / "results/logs/pull.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(event)["source"] for event in events] == ["visits"]


@pytest.mark.parametrize(
    "line",
    [
        "kind: http\n  url: https://user:word@example.org/x",
        "kind: http\n  url: https://example.org\n  headers: {X-Api-Key: abc}",
        f"{PXWEB}\n  url: https://example.org\n  headers: {{X-Api-Key: abc}}",
    ],
)
def test_a_secret_in_the_contract_is_refused_and_not_repeated(case, line):
    case.contract(f"pull:\n  {line}\n")
    outcome = case.pull()
    assert (outcome.state, outcome.exit_code) == ("failed", 2)
    assert "put it in the environment" in str(outcome.failed)
    assert "word" not in str(outcome.failed).replace("password", "")
    assert "abc" not in str(outcome.failed)


@pytest.mark.parametrize(
    "pull",
    [
        "{kind: http, url: 'http://prices.example.org/x.csv', headers: {Authorization: 'Bearer ${KEY}'}}",
        "{kind: http, url: 'http://prices.example.org/x.csv?key=${KEY}'}",
        f"\n  {PXWEB}\n  url: http://10.0.0.7/api\n  headers: {{X-Api-Key: '${{KEY}}'}}",
    ],
)
def test_a_secret_is_not_sent_to_another_machine_in_clear_text(case, monkeypatch, pull):
    monkeypatch.setenv("KEY", SECRET)  # a request would be refused by the tests, with other words
    outcome = case.contract(f"pull: {pull}\n").pull()
    assert str(outcome.failed) == (
        "EnvironmentFault: what is secret would be sent for all to read\n"
        "  in        config/sources/visits.yaml, pull\n"
        "  found     an address that begins with http://\n"
        "  fix       ask who runs the server for an address that begins with https://"
    )


@pytest.mark.parametrize(
    ("host", "is_so"),
    [
        ("localhost", True),
        ("127.0.0.9", True),
        ("[::1]", True),
        ("10.0.0.7", False),
        ("localhost.org", False),
    ],
)
def test_which_hosts_are_the_machine_itself(host, is_so):
    assert is_this_machine(host) is is_so


def test_a_value_that_is_not_set_is_told_by_its_name(case, monkeypatch):
    monkeypatch.delenv("NOT_SET", raising=False)
    outcome = case.contract("pull: {kind: folder, folder: '${NOT_SET}', files: 'x'}").pull()
    assert str(outcome.failed).splitlines()[0] == "ConfigError: the environment has no NOT_SET"
    assert outcome.exit_code == 2


def test_a_secret_that_makes_an_address_none_is_not_told_in_parts(case, monkeypatch):
    monkeypatch.setenv("H_URL", "reader:hemlig1#hemlig2@127.0.0.1:1")
    failed = case.contract("pull: {kind: http, url: 'http://${H_URL}/x.csv'}").pull().failed
    assert str(failed) == (
        "EnvironmentFault: the address cannot be asked\n"
        "  in        config/sources/visits.yaml, pull\n"
        "  found     the address is none\n"
        "  fix       check the address in the contract's pull: http:// or https://, a server, a path"
    )
    secrets = Secrets("visits")
    secrets.fill("${H_URL}")
    assert secrets.hide("port 'hemlig1', host hemlig2") == "port '…', host …"


USER = "anna:hemligt-ord"
TOKEN = 'hem"lig\\het'


@pytest.mark.parametrize("address", [f"http://{USER}@", "http://"])
def test_a_server_that_repeats_what_it_was_sent_tells_no_secret(case, monkeypatch, address):
    """Some servers say the whole request in their refusals: as JSON has it, or packed for the header."""

    def repeat(asked):
        said = json.dumps(["bad request", asked.path, asked.headers])
        return Answer(403, said.encode(), {"Content-Type": "text/plain"})

    with serving(by=repeat) as server:
        monkeypatch.setenv("ADDRESS", server.url.replace("http://", address))
        monkeypatch.setenv("TOKEN", TOKEN)
        case.contract("pull: {kind: http, url: '${ADDRESS}', headers: {A: 'B ${TOKEN}'}}\n")
        said = str(case.pull().failed)
    (asked,) = server.asked
    assert asked.headers["A"] == f"B {TOKEN}"
    assert "bad request" in said
    for form in (TOKEN, json.dumps(TOKEN)[1:-1], "lig", base64.b64encode(USER.encode()).decode()):
        assert form not in said


@pytest.mark.parametrize("value", ["hemlig-nyckel\n", "hemlig-nyckål"])
def test_a_header_that_cannot_be_sent_is_told_as_that(case, monkeypatch, value):
    monkeypatch.setenv("KEY", value)
    with serving(Answer()) as server:
        case.contract(f"pull: {{kind: http, url: '{server.url}', headers: {{X-Api-Key: '${{KEY}}'}}}}\n")
        said = str(case.pull().failed)
    assert server.asked == []
    assert said == (
        "EnvironmentFault: the address cannot be asked\n"
        "  in        config/sources/visits.yaml, pull\n"
        "  found     a header with signs that no header may have, such as å or the end of a line\n"
        "  fix       check what the environment has for the contract's headers"
    )
