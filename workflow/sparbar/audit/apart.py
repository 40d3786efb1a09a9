"""PDF files read in a process of their own, which may take only so much time and memory.

A PDF of some kilobytes can unpack to any size, or draw the same form a billion times; no look at the file
tells that beforehand. Memory is bounded where the system can (not on Windows), time everywhere. Starting a
process and importing what reads PDF takes longer than most answers: whoever needs several asks for all at
once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

MOST_SECONDS = 60
MOST_MEMORY = 2 << 30
MOST_ANSWER = 256 << 20

What = Literal["proof", "described", "content", "seen", "about"]
_TOO_MUCH = "reading the PDF takes more time or memory than any report needs"


@dataclass(frozen=True)
class Answers:
    """What was found in a PDF; a question that breaks the bounds leaves those before it answered."""

    _lines: Mapping[str, Mapping[str, Any]]

    def of(self, what: What) -> Any:
        """One answer.

        Raises:
            ValueError: this cannot be read, wants a password, or takes too much time or memory.
        """
        line = self._lines.get(what, {"refused": _TOO_MUCH})
        if "refused" in line:
            raise ValueError(line["refused"])
        return line["read"]


NO_ANSWERS = Answers({})


def read_apart(data: bytes, *asked: What) -> Answers:
    """Answers about a PDF, read one after the other in one process.

    Args:
        asked: "proof" (`proof.pdf.extract`), "described", "content" (alike), "seen" (the pages, and what may
            hide text; with harder eyes where "proof" and "content", asked before, tell that the file is not
            as it was built), or "about" (`read_pdf.about_pdf`).
    """
    command = [sys.executable, "-m", "sparbar.audit.apart", str(MOST_SECONDS), str(MOST_MEMORY), *asked]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        said = process.communicate(data, timeout=2 * MOST_SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        said = process.communicate()[0]
    # A process that was stopped may leave half a line behind, with no end.
    lines = said.split(b"\n")[:-1]
    return Answers({what: json.loads(line) for what, line in zip(asked, lines, strict=False)})


def main() -> None:
    """Read the PDF on standard input, and answer on standard output, a line for each question."""
    seconds, memory, *asked = sys.argv[1:]
    _bound(int(seconds), int(memory))
    left = MOST_ANSWER
    for answer in _answers(sys.stdin.buffer.read(), asked):
        line = json.dumps(answer)
        if len(line) > left:
            line = json.dumps({"refused": _TOO_MUCH})
        left -= len(line)
        print(line, flush=True)


def _answers(data: bytes, asked: list[str]) -> Iterator[dict[str, Any]]:
    known: dict[str, Any] = {}
    for what in asked:
        try:
            known[what] = _read(what, data, known, "content" in asked and not _is_as_built(known))
            yield {"read": known[what]}
        except (ValueError, RuntimeError) as error:  # pdfium's and qpdf's errors are of the latter kind
            yield {"refused": str(error)[:300]}


def _is_as_built(known: Mapping[str, Any]) -> bool:
    """Whether the content that was read is the one that the manifest names."""
    wanted = _wanted(known)
    return wanted is not None and bool(known.get("content") == wanted)


def _wanted(known: Mapping[str, Any]) -> Any:
    """What the manifest that was read says of the content."""
    manifest = (known.get("proof") or {}).get("manifest")
    return manifest.get("content") if isinstance(manifest, dict) else None


def _bound(seconds: int, memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        hard = resource.getrlimit(kind)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (soft, hard))


def _read(what: str, data: bytes, known: Mapping[str, Any], is_changed: bool) -> Any:
    if what in ("proof", "described", "content"):
        from sparbar.proof import pdf

        if what == "content":
            wanted = _wanted(known)
            method = wanted.get("method") if isinstance(wanted, dict) else None
            return pdf.content(data, pdf.EARLIER if method == pdf.EARLIER else pdf.METHOD)
        return pdf.extract(data) if what == "proof" else pdf.described(data)
    from sparbar.audit.read_pdf import about_pdf, see_pdf

    return about_pdf(data) if what == "about" else see_pdf(data, is_changed)


if __name__ == "__main__":
    main()
