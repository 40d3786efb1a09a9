"""PDF files read in a process of their own, which may take only so much time and memory.

A PDF of some kilobytes can unpack to any size, or draw the same form a billion times; no look at the file
tells that beforehand. Memory is bounded where the system can (not on Windows), time everywhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Literal

MOST_SECONDS = 60
MOST_MEMORY = 2 << 30
MOST_ANSWER = 256 << 20

What = Literal["proof", "content", "seen", "changed", "about"]
_TOO_MUCH = "reading the PDF takes more time or memory than any report needs"


def read_apart(what: What, data: bytes) -> Any:
    """One thing about a PDF, read in a process of its own.

    Args:
        what: "proof" (`proof.pdf.extract`), "content" (`proof.pdf.content`), "seen" or "changed" (the pages,
            and what may hide text in a file as it was built, or in one that was not), or "about".

    Raises:
        ValueError: the PDF cannot be read, wants a password, or takes too much time or memory.
    """
    command = [sys.executable, "-m", "sparbar.audit.apart", what, str(MOST_SECONDS), str(MOST_MEMORY)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise ValueError(_TOO_MUCH) from error
    if done.returncode:
        raise ValueError(_TOO_MUCH)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise ValueError(answer["refused"])
    return answer["read"]


def main() -> None:
    """Read the PDF on standard input, and answer on standard output."""
    what, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _bound(seconds, memory)
    data = sys.stdin.buffer.read()
    try:
        answer = json.dumps({"read": _read(what, data)})
    except (ValueError, RuntimeError) as error:  # pdfium's and qpdf's errors are of the latter kind
        answer = json.dumps({"refused": str(error)[:300]})
    if len(answer) > MOST_ANSWER:
        answer = json.dumps({"refused": _TOO_MUCH})
    sys.stdout.write(answer)


def _bound(seconds: int, memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def _read(what: str, data: bytes) -> Any:
    if what in ("proof", "content"):
        from sparbar.proof import pdf

        return pdf.extract(data) if what == "proof" else pdf.content(data)
    from sparbar.audit.read_pdf import about_pdf, read_pdf, strange_in_pdf

    if what == "about":
        return about_pdf(data)
    return {"pages": read_pdf(data), "strange": strange_in_pdf(data, what == "changed")}


if __name__ == "__main__":
    main()
