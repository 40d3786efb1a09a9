"""Handing the summary on: by mail, or to a command. What fails here is said, and fails nothing else."""

from __future__ import annotations

import os
import subprocess
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sparbar.config.rebuilding import Command, Mail, Notify, When
from sparbar.rebuild.orphans import VARIABLE, end_processes

if TYPE_CHECKING:
    import smtplib

    from sparbar.rebuild.result import Result
    from sparbar.rebuild.summary import Summary


class Unsent(Exception):
    """Somebody could not be told; says why, without what is secret."""


def is_wanted(when: When, result: Result) -> bool:
    """Whether a run is one to tell of."""
    has_failed = result.exit_code != 0
    return has_failed or when == "always" or (when == "change" and result.has_changed)


def tell(notify: Notify, result: Result, summary: Summary, root: Path) -> dict[str, str]:
    """Tell all who want to know; for each way that was tried, "" or why it failed."""
    ways: list[tuple[str, When, Callable[[], None]]] = []
    if mail := notify.mail:
        ways.append(("mail", mail.when, lambda: send_mail(mail, summary)))
    if command := notify.command:
        ways.append(("command", command.when, lambda: run_command(command, summary, root)))
    told = {}
    for way, when, send in ways:
        if is_wanted(when, result):
            try:
                send()
                told[way] = ""
            except Unsent as error:
                told[way] = str(error)
    return told


def send_mail(mail: Mail, summary: Summary) -> None:
    """Send the summary.

    Raises:
        Unsent: the server cannot be reached, cannot be trusted, does not take the mail, or takes too long.
    """
    failed: list[Unsent] = []

    def send() -> None:
        try:
            _send(mail, summary)
        except Unsent as error:
            failed.append(error)
        except Exception as error:  # it would end this thread alone, and the mail would count as sent
            failed.append(Unsent(f"{mail.server}: {type(error).__name__}"))

    # The limit of a connection holds for each answer: a server that sends letter by letter would keep the
    # run, and its lock, for ever. A thread that is left behind ends with the run.
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    sender.join(mail.timeout)
    if sender.is_alive():
        raise Unsent(f"{mail.server} took more than {mail.timeout} seconds")
    if failed:
        raise failed[0]


def _send(mail: Mail, summary: Summary) -> None:
    import smtplib
    import ssl
    from email.message import EmailMessage
    from email.utils import formatdate, make_msgid, parseaddr

    message = EmailMessage()
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid("sparbar", domain=parseaddr(mail.sender)[1].rpartition("@")[2])
    message["Subject"] = summary.subject
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    # Of no interest to a machine that answers mails by itself (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(summary.text)
    password = _password(mail.password) if mail.password else ""
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, password)
            refused = server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise Unsent(f"{mail.server} does not take user and password ({error.smtp_code})") from None
    except smtplib.SMTPRecipientsRefused as error:
        raise Unsent(f"{mail.server} takes none of {len(error.recipients)} recipients") from None
    except smtplib.SMTPResponseException as error:
        raise Unsent(f"{mail.server} answers {error.smtp_code}") from None
    except smtplib.SMTPException as error:
        raise Unsent(f"{mail.server}: {type(error).__name__}") from None
    except ssl.SSLError as error:
        raise Unsent(f"{mail.server} cannot be trusted: {error.reason}") from None
    except OSError as error:
        raise Unsent(f"{mail.server} cannot be reached: {error.strerror or type(error).__name__}") from None
    if refused:
        raise Unsent(f"{mail.server} does not take {len(refused)} of {len(mail.to)} recipients")


def _connected(mail: Mail) -> smtplib.SMTP:
    import smtplib
    import ssl

    if mail.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.server, mail.port, timeout=mail.timeout, context=context)
    server = smtplib.SMTP(mail.server, mail.port, timeout=mail.timeout)
    if mail.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def _password(reference: str) -> str:
    name = reference[2:-1]
    value = os.environ.get(name)
    if not value:
        raise Unsent(f"the environment has no {name}")
    return value


def run_command(command: Command, summary: Summary, root: Path) -> None:
    """Run the command in the project's folder, with the summary on its standard input.

    Raises:
        Unsent: it cannot be started, fails, or takes too long.
    """
    mark = uuid.uuid4().hex
    try:
        process = subprocess.Popen(
            command.run,
            cwd=root,
            env=os.environ | {VARIABLE: mark},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise Unsent(f"{command.run[0]} cannot be started: {error.strerror}") from None
    try:
        process.communicate(summary.text.encode("utf-8"), timeout=command.timeout)
    except BaseException as error:
        end_processes(mark)  # with all that it has started
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise Unsent(f"{command.run[0]} took more than {command.timeout} seconds") from None
        raise
    if process.returncode:
        raise Unsent(f"{command.run[0]} ended with {process.returncode}")
