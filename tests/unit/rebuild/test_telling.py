"""Who is told of a run: by mail through a real server of this machine, or by a command."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

import psutil
import pytest

from sparbar.config.rebuilding import Command, Mail, Notify, Rebuilding, load_rebuilding
from sparbar.errors import ConfigError, EnvironmentFault, Fault, TemplateError
from sparbar.language.faults import localised
from sparbar.pull import Outcome
from sparbar.rebuild.result import Result
from sparbar.rebuild.summary import Summary, summarise, with_unsent
from sparbar.rebuild.telling import Unsent, is_wanted, run_command, send_mail, tell
from sparbar.shelf.failed import told_of
from tests.unit.rebuild.conftest import FAILED, Inbox, report

SUMMARY = Summary("Spårbar, prov: 1 ny rapport", "Spårbar: prov\n1 ny rapport.\n")
PASSWORD = "hemligt-lyckoord"
Serve = Callable[..., Inbox]
Make = Callable[..., Result]


def mail(port: int, security: str = "none", **more: object) -> Mail:
    told = {"server": "localhost", "port": port, "security": security, "timeout": 5}
    people = {"sender": "rapporter@example.org", "to": ["karin@example.org", "bo@example.org"]}
    return Mail.model_validate(told | people | more)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    """The machine trusts the server's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


# --- mail ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
@pytest.mark.usefixtures("trusted")
def test_a_mail_arrives_whole_over_each_kind_of_connection(serve: Serve, security: str) -> None:
    inbox = serve(security)
    send_mail(mail(inbox.port, security), SUMMARY)
    (message,) = inbox.messages
    assert message["Subject"] == SUMMARY.subject
    assert (message["From"], message["To"]) == ("rapporter@example.org", "karin@example.org, bo@example.org")
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"]).tzinfo is not None
    assert message["Message-ID"].endswith("@example.org>")
    assert message.get_content().replace("\r\n", "\n") == SUMMARY.text


@pytest.mark.usefixtures("trusted")
def test_user_and_password_of_the_environment_are_given_to_the_server(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    inbox = serve("starttls", asks=True)
    send_mail(mail(inbox.port, "starttls", user="rapporter", password="${MAIL_PASSWORD}"), SUMMARY)
    assert inbox.logins == [(b"rapporter", PASSWORD.encode())]
    assert len(inbox.messages) == 1


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_without_it(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "fel-hemlighet")
    inbox = serve("starttls", asks=True)
    with pytest.raises(Unsent) as caught:
        send_mail(mail(inbox.port, "starttls", user="rapporter", password="${MAIL_PASSWORD}"), SUMMARY)
    assert str(caught.value) == "localhost does not take user and password (535)"
    assert inbox.messages == []


@pytest.mark.parametrize("password", ["hemligt-lösenord", "hemligt\nord"])
@pytest.mark.usefixtures("trusted")
def test_a_password_that_cannot_be_sent_is_told_and_not_taken_for_sent(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], password: str
) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", password)
    inbox = serve("starttls", asks=True)
    settings = mail(inbox.port, "starttls", user="rapporter", password="${MAIL_PASSWORD}")
    with pytest.raises(Unsent) as caught:
        send_mail(settings, SUMMARY)
    assert str(caught.value) in (
        "localhost: UnicodeEncodeError",
        "localhost does not take user and password (535)",
    )
    assert (inbox.messages, capfd.readouterr().err) == ([], "")


def test_a_password_that_the_environment_lacks_is_told(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_PASSWORD", raising=False)
    inbox = serve("tls")
    with pytest.raises(Unsent, match=r"^the environment has no MAIL_PASSWORD$"):
        send_mail(mail(inbox.port, "tls", user="u", password="${MAIL_PASSWORD}"), SUMMARY)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_the_machine_does_not_trust_gets_nothing(serve: Serve, security: str) -> None:
    inbox = serve(security)
    with pytest.raises(Unsent, match=r"^localhost cannot be trusted: CERTIFICATE_VERIFY_FAILED$"):
        send_mail(mail(inbox.port, security), SUMMARY)
    assert inbox.messages == []


def test_a_server_without_encryption_gets_nothing_where_encryption_is_wanted(serve: Serve) -> None:
    inbox = serve("none")
    with pytest.raises(Unsent, match=r"^localhost: SMTPNotSupportedError$"):
        send_mail(mail(inbox.port, "starttls"), SUMMARY)
    assert inbox.messages == []


def test_a_server_that_is_not_there_is_told(serve: Serve) -> None:
    with pytest.raises(Unsent, match=r"^localhost cannot be reached: "):
        send_mail(mail(9), SUMMARY)


def test_a_server_that_answers_letter_by_letter_does_not_keep_the_run() -> None:
    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            for _ in range(60):
                connection.sendall(b"2")
                time.sleep(0.5)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        began = time.monotonic()
        with pytest.raises(Unsent, match=r"^127.0.0.1 took more than 1 seconds$"):
            send_mail(mail(listener.getsockname()[1], timeout=1, server="127.0.0.1"), SUMMARY)
    assert time.monotonic() - began < 20


def test_recipients_that_the_server_refuses_are_counted_and_the_others_get_theirs(serve: Serve) -> None:
    inbox = serve("none", refuses=("bo@example.org",))
    with pytest.raises(Unsent, match=r"^localhost does not take 1 of 2 recipients$"):
        send_mail(mail(inbox.port), SUMMARY)
    assert len(inbox.messages) == 1
    inbox = serve("none", refuses=("bo@example.org", "karin@example.org"))
    with pytest.raises(Unsent, match=r"^localhost takes none of 2 recipients$"):
        send_mail(mail(inbox.port), SUMMARY)


# --- a command ----------------------------------------------------------------------------------------------


def command(code: str, timeout: int = 20, *arguments: str) -> Command:
    return Command(run=(sys.executable, "-c", code, *arguments), timeout=timeout)


def test_a_command_gets_the_summary_on_its_standard_input_and_no_shell_comes_between(tmp_path: Path) -> None:
    code = "import sys; open('told.txt', 'wb').write(sys.stdin.buffer.read() + sys.argv[1].encode())"
    run_command(command(code, 20, "$HOME; rm -rf *"), SUMMARY, tmp_path)
    assert (tmp_path / "told.txt").read_text("utf-8") == SUMMARY.text + "$HOME; rm -rf *"


def test_a_command_that_fails_is_slow_or_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unsent, match=r"ended with 3$"):
        run_command(command("raise SystemExit(3)"), SUMMARY, tmp_path)
    with pytest.raises(Unsent, match=r"took more than 1 seconds$"):
        run_command(command("import time; time.sleep(60)", 1), SUMMARY, tmp_path)
    with pytest.raises(Unsent, match=r"^no-such-program cannot be started: No such file or directory$"):
        run_command(Command(run=("no-such-program",)), SUMMARY, tmp_path)


def test_a_command_that_is_slow_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    child = "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    code = f"import subprocess, sys, time; {child}; open('pid', 'w').write(str(p.pid)); time.sleep(600)"
    with pytest.raises(Unsent, match=r"took more than 5 seconds$"):
        run_command(command(code, 5), SUMMARY, tmp_path)
    number = int((tmp_path / "pid").read_text("utf-8"))
    assert not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE


def test_a_command_that_reads_nothing_is_no_failure(tmp_path: Path) -> None:
    run_command(command("pass"), Summary("s", "x" * 1_000_000), tmp_path)


# --- when ---------------------------------------------------------------------------------------------------


def test_a_failure_is_told_to_all_a_change_to_some_and_nothing_to_those_who_want_all(result: Make) -> None:
    quiet, changed = result(), result(reports=(report("built"),))
    failed = result(stopped=(FAILED,))
    wanted = {
        when: [is_wanted(when, run) for run in (quiet, changed, failed)]
        for when in ("failure", "change", "always")
    }
    assert wanted == {
        "failure": [False, False, True],
        "change": [False, True, True],
        "always": [True, True, True],
    }


def test_one_way_that_fails_leaves_the_other(result: Make, serve: Serve, tmp_path: Path) -> None:
    inbox = serve("none")
    run = result(stopped=(FAILED,))
    notify = Notify(mail=mail(inbox.port), command=Command(run=("no-such-program",)))
    assert tell(notify, run, SUMMARY, tmp_path) == {
        "mail": "",
        "command": "no-such-program cannot be started: No such file or directory",
    }
    assert len(inbox.messages) == 1
    assert tell(notify, result(), SUMMARY, tmp_path) == {}


# --- settings -----------------------------------------------------------------------------------------------

GOOD = """\
notify:
  mail:
    when: change
    server: smtp.example.org
    user: rapporter
    password: ${MAIL_PASSWORD}
    sender: rapporter@example.org
    to: [karin@example.org]
"""


def load(root: Path, text: str) -> Rebuilding:
    (root / "config").mkdir(exist_ok=True)
    (root / "config/rebuild.yaml").write_text(text, encoding="utf-8")
    return load_rebuilding(root)


def test_settings_are_read_and_without_a_file_nobody_is_told(tmp_path: Path) -> None:
    assert load_rebuilding(tmp_path) == Rebuilding()
    notify = load(tmp_path, GOOD).notify
    assert notify is not None
    assert notify.mail is not None
    told = notify.mail
    assert (told.when, told.port, told.security, told.to) == (
        "change",
        587,
        "starttls",
        ("karin@example.org",),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "${MAIL_PASSWORD}",
            "hemligt",
            "ConfigError: a password stands in the settings\n"
            "  in        config/rebuild.yaml, line 2, notify.mail\n"
            "  expected  ${NAME}   found  a text\n"
            "  fix       put it in the environment, and write ${NAME} here",
        ),
        (
            "    user: rapporter\n",
            "",
            "ConfigError: user and password belong together\n"
            "  in        config/rebuild.yaml, line 2, notify.mail\n"
            "  expected  both, or neither\n"
            "  fix       add or leave out one",
        ),
        (
            "    sender",
            "    security: none\n    sender",
            "ConfigError: a password would be sent for all to read\n"
            "  in        config/rebuild.yaml, line 2, notify.mail\n"
            "  expected  a mail server with TLS\n"
            "  fix       security: starttls, or security: tls",
        ),
        (
            "    user: rapporter\n    password: ${MAIL_PASSWORD}\n",
            "    security: none\n",
            "ConfigError: the summary would be sent for all to read\n"
            "  in        config/rebuild.yaml, line 2, notify.mail\n"
            "  expected  a mail server with TLS, or one of this machine   found  smtp.example.org\n"
            "  fix       security: starttls, or security: tls; or hand the mail to a server of this machine",
        ),
        (
            "when: change",
            "when: fail",
            'ConfigError: "when" cannot be "fail"\n'
            "  in        config/rebuild.yaml, line 3, notify.mail.when\n"
            '  expected  failure, change, always   found  "fail"\n'
            '  fix       did you mean "failure"?',
        ),
    ],
)
def test_settings_that_cannot_be_meant_are_told_without_a_password(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, GOOD.replace(old, new))
    assert str(caught.value) == message


def test_an_address_cannot_begin_another_header(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load(tmp_path, GOOD.replace("to: [karin@example.org]", 'to: ["a@example.org\\nBcc: b@example.org"]'))


# --- the words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sv", "1 ny rapport, 1 rapport kunde inte byggas, 1 del av körningen kunde inte göras."),
        ("da", "1 ny rapport, 1 rapport kunne ikke bygges, 1 del af kørslen kunne ikke gøres."),
        ("en", "1 new report, 1 report could not be built, 1 part of the run could not be done."),
    ],
)
def test_a_summary_counts_in_the_language_of_the_project(result: Make, language: str, line: str) -> None:
    reports = (report("built"), report("failed", 3), report("unchanged"))
    summary = summarise(
        result(reports=reports, stopped=(FAILED,), language=language), "results/index.html", "log"
    )
    assert summary.text.splitlines()[1] == line
    assert summary.subject == f"Spårbar, prov: {line[:-1]}"
    assert "{" not in summary.text


@pytest.mark.parametrize(
    ("language", "line"),
    [("sv", "mappen finns inte"), ("da", "mappen findes ikke"), ("en", "the folder is not there")],
)
def test_a_pull_that_failed_is_told_in_the_language_of_the_project(
    result: Make, language: str, line: str
) -> None:
    fault = Fault("the folder is not there", "config/sources/besok.yaml, pull", fix="try again later")
    pulled = (Outcome("besok", failed=EnvironmentFault(fault)),)
    text = summarise(result(pulled=pulled, language=language), "s", "l").text
    assert any(said.strip().startswith(line) for said in text.splitlines())


@pytest.mark.parametrize("is_released", [True, False], ids=["a claim", "anything else"])
def test_a_summary_tells_what_was_found_of_a_claim_alone(result: Make, is_released: bool) -> None:
    problem = 'the words "majoriteten" no longer hold in "Det är majoriteten som kom."'
    where, expected, found = "templates/prov.qmd.j2, line 3", "mer än 50 %", "andel = 33,0 %"
    fault = Fault(problem, where, expected, found, "change the sentence", is_released=is_released)
    told = told_of(localised(TemplateError(fault), "sv"))
    text = summarise(result(reports=(report("failed", 2, *told),)), "s", "l").text
    lines = [line.strip() for line in text.splitlines()]
    start = lines.index(f"var: {where}")
    assert lines[start - 1].startswith('orden "majoriteten" stämmer inte längre i "Det är majoriteten')
    assert (lines[start + 1 : start + 3] == [f"krävs: {expected}", f"är nu: {found}"]) is is_released
    assert ("33,0" in text) is is_released


@pytest.mark.parametrize(
    ("why", "sv", "da"),
    [
        ("tell ended with 3", "tell slutade med 3", "tell sluttede med 3"),
        ("tell took more than 5 seconds", "tell tog mer än 5 sekunder", "tell tog mere end 5 sekunder"),
        (
            "smtp.example.org takes none of 2 recipients",
            "smtp.example.org tar inte emot någon av 2 mottagare",
            "smtp.example.org tager ikke imod nogen af 2 modtagere",
        ),
        (
            "smtp.example.org cannot be trusted: CERTIFICATE_VERIFY_FAILED",
            "smtp.example.org går inte att lita på: CERTIFICATE_VERIFY_FAILED",
            "smtp.example.org er ikke til at stole på: CERTIFICATE_VERIFY_FAILED",
        ),
        ("smtp.example.org: SMTPNotSupportedError", "smtp.example.org: SMTPNotSupportedError", ""),
    ],
)
def test_who_could_not_be_told_is_said_in_the_language_of_the_project(why: str, sv: str, da: str) -> None:
    for language, said in (("sv", sv), ("da", da or sv), ("en", why)):
        assert with_unsent(SUMMARY, {"mail": why}, language).text.endswith(f"(mail): {said}\n")


def test_a_cut_off_run_is_told_in_the_next_one(result: Make) -> None:
    text = summarise(result(was_cut_off=True), "s", "l").text
    assert "En tidigare körning blev avbruten. Det den lämnade efter sig är ställt i ordning." in text


def test_the_exit_code_is_the_lowest_above_one_of_what_failed(result: Make) -> None:
    assert result().exit_code == 0
    assert result(stopped=(FAILED,), reports=(report("failed", 3),)).exit_code == 3
    assert result(reports=(report("failed", 1), report("failed", 5))).exit_code == 5
    assert result(reports=(report("failed", 1),)).exit_code == 1


if os.name == "nt":  # the server of these tests needs no more than Python, but names errors as POSIX does
    pytestmark = pytest.mark.skip(reason="messages of POSIX")
