"""Pulling over the web: what is asked again, what is not, and what a server says of its file."""

from __future__ import annotations

import datetime
import gzip

import pytest

from sparbar.pull import web
from tests.unit.pull.case import NOON, rows_of
from tests.unit.pull.server import Answer, serving

LATER = NOON + datetime.timedelta(days=1)
GOOD = Answer(body=rows_of(3, 4).encode(), headers={"ETag": '"one"', "Last-Modified": "yesterday"})


def http(url: str, more: str = "") -> str:
    return f"pull:\n  kind: http\n  url: {url}/list.csv\n{more}"


def test_a_file_on_the_web_becomes_an_extract_of_the_day(case):
    with serving(GOOD) as server:
        outcome = case.contract(http(server.url)).pull()
    assert [(new.delivery, new.rows) for new in outcome.new] == [("2024-06-01", 2)]


def test_the_server_is_told_which_file_we_have(case):
    with serving(GOOD, Answer(304)) as server:
        case.contract(http(server.url)).pull()
        outcome = case.pull(at=LATER)
    assert outcome.state == "unchanged"
    told = server.asked[1].headers
    assert (told["If-None-Match"], told["If-Modified-Since"]) == ('"one"', "yesterday")


def test_another_question_does_not_ask_by_the_old_answer(case):
    with serving(GOOD) as server:
        case.contract(http(server.url)).pull()
        case.contract(http(server.url).replace("list.csv", "other.csv")).pull(at=LATER)
    assert "If-None-Match" not in server.asked[1].headers


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_asked_again(case, quick, status):
    with serving(Answer(status), Answer(status), GOOD) as server:
        assert case.contract(http(server.url)).pull().state == "new"
    assert len(server.asked) == 3


def test_a_body_that_is_cut_off_is_asked_again_and_never_let_in(case, quick):
    cut = Answer(body=rows_of(3, 4).encode(), cut=True)
    with serving(cut, cut, GOOD) as server:
        assert case.contract(http(server.url)).pull().new[0].rows == 2
    with serving(cut) as server:
        outcome = case.contract(http(server.url)).pull(at=LATER)
    assert (outcome.state, outcome.exit_code, len(server.asked)) == ("failed", 6, web.TRIES)
    assert str(outcome.failed).splitlines()[0] == "EnvironmentFault: no whole answer came, asked 5 times"
    assert case.deliveries == ["2024-06-01"]


def test_an_answer_that_drips_is_given_up(case, quick, monkeypatch):
    monkeypatch.setattr(web, "PATIENCE", 0.2)
    monkeypatch.setattr(web, "TRIES", 2)
    with serving(Answer(body=rows_of(*range(99)).encode(), slow=0.1)) as server:
        outcome = case.contract(http(server.url)).pull()
    assert "the answer was not whole after 0 seconds" in str(outcome.failed)


def test_a_server_that_says_nothing_is_given_up(case, quick, monkeypatch):
    monkeypatch.setattr(web, "SILENCE", 0.2)
    monkeypatch.setattr(web, "TRIES", 2)
    with serving(Answer(body=b"x" * 30, slow=1.0)) as server:
        outcome = case.contract(http(server.url)).pull()
    assert "ReadTimeout" in str(outcome.failed)


def test_a_file_that_is_too_large_is_not_kept(case):
    with serving(Answer(body=b"x" * 1_000_001)) as server:
        outcome = case.contract(http(server.url, "  most_mb: 1\n")).pull()
    assert str(outcome.failed) == (
        "EnvironmentFault: the answer is too large\n"
        "  in        config/sources/visits.yaml, pull\n"
        "  found     more than 1000000 bytes\n"
        "  fix       is the address right? Else raise the bound in the contract"
    )


def test_a_refusal_is_not_asked_again(case, quick):
    with serving(Answer(403)) as server:
        outcome = case.contract(http(server.url)).pull()
    assert "found     403 Forbidden" in str(outcome.failed)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [204, 206, 304])
def test_an_answer_without_a_whole_file_is_told_as_what_it_is(case, quick, status):
    with serving(Answer(status, rows_of(3).encode())) as server:
        outcome = case.contract(http(server.url)).pull()
    assert (outcome.state, outcome.exit_code, len(server.asked)) == ("failed", 6, 1)
    lines = str(outcome.failed).splitlines()
    assert lines[0] == "EnvironmentFault: the server refused"
    assert lines[2].startswith(f"  found     {status} ")
    assert case.deliveries == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://127.0.0.1", "Request URL has an unsupported protocol 'ftp://'."),
        ("127.0.0.1", "Request URL is missing an 'http://' or 'https://' protocol."),
        ("http://127.0.0.1:port", "Invalid port: 'port'"),
    ],
)
def test_an_address_that_nobody_could_ask_is_told_at_once(case, url, said):
    outcome = case.contract(http(url)).pull()
    assert str(outcome.failed) == (
        "EnvironmentFault: the address cannot be asked\n"
        "  in        config/sources/visits.yaml, pull\n"
        f"  found     {said}\n"
        "  fix       check the address in the contract's pull: http:// or https://, a server, a path"
    )


def test_the_wait_grows_and_is_as_long_as_the_server_asks(monkeypatch, case):
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    busy = Answer(429, headers={"Retry-After": "7"})
    with serving(Answer(500), Answer(500), busy, GOOD) as server:
        case.contract(http(server.url)).pull()
    assert waits == [1.0, 2.0, 7.0]


@pytest.mark.parametrize(
    ("after", "wait"), [("Sat, 01 Jan 2050 00:00:00 GMT", 60.0), ("Sat, 01 Jan 2000 00:00:00 GMT", 1.0)]
)
def test_a_server_may_say_until_when_to_wait(monkeypatch, case, after, wait):
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    with serving(Answer(503, headers={"Retry-After": after}), GOOD) as server:
        case.contract(http(server.url)).pull()
    assert waits == [wait]


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd"])
def test_an_answer_that_could_unpack_to_any_size_is_refused(case, packing):
    once = gzip.compress(bytes(1 << 20))
    with serving(Answer(body=gzip.compress(once), headers={"Content-Encoding": packing})) as server:
        outcome = case.contract(http(server.url)).pull()
    assert str(outcome.failed) == (
        "EnvironmentFault: the answer is packed in a way that is not unpacked here\n"
        "  in        config/sources/visits.yaml, pull\n"
        f"  found     {packing}\n"
        "  fix       ask who runs the server to send the file as it is"
    )


def test_an_answer_that_is_packed_once_is_read(case):
    packed = Answer(body=gzip.compress(GOOD.body), headers={"Content-Encoding": "gzip"})
    with serving(packed) as server:
        assert case.contract(http(server.url)).pull().new[0].rows == 2
    assert server.asked[0].headers["Accept-Encoding"] == "gzip, deflate"


def test_what_a_server_gave_before_and_gives_again_is_a_new_extract(case):
    first = Answer(body=rows_of(3, 4).encode(), headers={"ETag": '"a"'})
    other = Answer(body=rows_of(3, 5).encode(), headers={"ETag": '"b"'})
    with serving(first, other, first, Answer(304)) as server:
        case.contract(http(server.url))
        for _ in range(3):
            case.pull()
        assert case.pull(at=LATER).state == "unchanged"
    assert case.deliveries == ["2024-06-01", "2024-06-01.2", "2024-06-01.3"]
    assert server.asked[3].headers["If-None-Match"] == '"a"'


def test_a_header_with_a_secret_is_not_carried_to_where_a_server_points(case, monkeypatch):
    monkeypatch.setenv("VISITS_KEY", "s3cret-value")
    with serving(GOOD) as elsewhere, serving(Answer(302, headers={"Location": elsewhere.url})) as server:
        outcome = case.contract(http(server.url, "  headers: {X-Api-Key: '${VISITS_KEY}'}\n")).pull()
    assert server.asked[0].headers["X-Api-Key"] == "s3cret-value"
    assert elsewhere.asked == []
    assert "found     302 Found" in str(outcome.failed)


def test_a_sign_of_a_file_that_cannot_be_sent_back_is_not_kept(case):
    """Else no later pull of the source could ask at all."""
    strange = Answer(body=GOOD.body, headers={"ETag": '"m\xe5j"', "Last-Modified": "yesterday"})
    with serving(strange) as server:
        case.contract(http(server.url)).pull()
        assert case.pull(at=LATER).state == "unchanged"
    told = server.asked[1].headers
    assert ("If-None-Match" in told, told["If-Modified-Since"]) == (False, "yesterday")


def test_an_answer_that_points_to_itself_is_given_up_at_once(case, quick):
    with serving(by=lambda _: Answer(302, headers={"Location": "/list.csv"})) as server:
        outcome = case.contract(http(server.url)).pull()
    assert str(outcome.failed).splitlines()[:3] == [
        "EnvironmentFault: the server refused",
        "  in        config/sources/visits.yaml, pull",
        "  found     Exceeded maximum allowed redirects.",
    ]
