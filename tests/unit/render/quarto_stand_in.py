"""A small program in Quarto's place: it converts with the embedded pandoc and misbehaves as the real one.

Run as `python quarto_stand_in.py <misbehaviour> <place for notes> <pandoc> <arguments of quarto …>`.
"""

from __future__ import annotations

import glob
import json
import os
import subprocess
import sys
import time
from pathlib import Path

TO = {"html": "report.html", "docx": "report.docx", "typst": "report.typ"}


class StandIn:
    """One call of the program."""

    def __init__(self, misbehaviour: str, notes: Path, pandoc: str, arguments: list[str]) -> None:
        self.misbehaviour, self.notes, self.pandoc, self.arguments = misbehaviour, notes, pandoc, arguments
        self.log: list[str] = []

    def option(self, name: str) -> str:
        return self.arguments[self.arguments.index(name) + 1]

    def say(self, message: str, level: str = "INFO", number: int = 20) -> None:
        self.log.append(
            json.dumps({"msg": message, "level": number, "levelName": level, "loggerName": "default"})
        )

    def main(self) -> int:
        if self.arguments == ["--version"]:
            print({"old": "1.3.450", "no version": "quarto: command failed"}.get(self.misbehaviour, "1.10.3"))
            return 0
        code = self.render()
        if self.misbehaviour != "no log":
            Path(self.option("--log")).write_text("\n".join(self.log), encoding="utf-8")
        return code

    def render(self) -> int:
        if any(name.startswith("QUARTO_") for name in os.environ):
            self.say("An inherited variable of Quarto's is in the way", "ERROR", 40)
            return 1
        for name in ("HOME", "XDG_CACHE_HOME"):
            place = os.environ.get(name)
            if place and not os.access(place, os.W_OK):
                self.say(f"{name} cannot be written: {place}", "ERROR", 40)
                return 1
        inputs = glob.glob(self.arguments[1])  # noqa: PTH207  (as Quarto reads it)
        if not inputs:
            self.say("No valid input files passed to render", "ERROR", 40)
            return 1
        front = Path(inputs[0]).read_text(encoding="utf-8").split("---\n")[1]
        (self.notes / "call.json").write_text(
            json.dumps({"arguments": self.arguments, "metadata": json.loads(front)})
        )
        return self.convert(inputs[0])

    def convert(self, text: str) -> int:
        formats = self.option("--to").split(",")
        if self.misbehaviour == "hangs":
            worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            (self.notes / "worker").write_text(str(worker.pid))
            worker.wait()
        if self.misbehaviour == "fails silently":
            return 1
        for to in formats:
            done = self.run_pandoc(text, to)
            if done.returncode:
                self.say("\u001b[31mERROR\u001b[39m: " + done.stderr, "ERROR", 40)
                return 1
            self.say(f"Output created: {TO[to]}")
        return self.spoil()

    def run_pandoc(self, text: str, to: str) -> subprocess.CompletedProcess[str]:
        command = [self.pandoc, "-f", "markdown-smart", "-t", to, "-s", "-o", TO[to], text]
        if self.misbehaviour != "runs no filter":
            command += ["--lua-filter", "filter.lua"]
        if to == "docx":
            command += ["--reference-doc", "reference.docx"]
        else:
            command += ["--template", "body.template"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def spoil(self) -> int:
        """End with 0 and do one thing wrong all the same."""
        if self.misbehaviour == "warns":
            self.say("Unable to resolve crossref @fig-x", "WARN", 30)
        elif self.misbehaviour == "warns in a filter":
            self.say("\u001b[33mWARNING (filter.lua:12) \u001b[39mnothing there\n")
        elif self.misbehaviour == "errs in a filter":
            self.say("ERROR (filter.lua:12) nothing there\n")
        elif self.misbehaviour == "logs no JSON":
            self.log.append("\u001b[1m\u001b[31mERROR\u001b[39m\u001b[22m: something is wrong")
        elif self.misbehaviour == "makes nothing":
            Path("report.docx").unlink()
        elif self.misbehaviour == "makes an empty file":
            Path("report.html").write_bytes(b"")
        elif self.misbehaviour == "leaves an old file":
            os.utime("report.docx", (time.time() - 3600, time.time() - 3600))
        elif self.misbehaviour == "changes the body":
            Path("report.html").write_text("<html><body><main>Quarto</main></body></html>")
        elif self.misbehaviour == "adds its frame":
            body = Path("report.html").read_text(encoding="utf-8")
            Path("report.html").write_text(
                f"<!DOCTYPE html>\n<html><body>{body}</body></html>", encoding="utf-8"
            )
        return 0


if __name__ == "__main__":
    sys.exit(StandIn(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:]).main())
