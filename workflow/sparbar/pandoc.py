"""The embedded pandoc: the program inside the package `pypandoc_binary`, found without importing it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from sparbar.errors import EnvironmentFault, Fault

# The one way in which the composed text is read, whatever the engine: no quotation mark or dash is changed.
READER = "markdown-smart"
# Room for all that a report needs: with pandoc's own 8 MB a fifth of its time goes into tidying memory.
_ROOM = ("+RTS", "-A64m", "-RTS")


def pandoc_command(*arguments: str) -> list[str]:
    """How the embedded pandoc is called.

    Raises:
        EnvironmentFault: it is not installed.
    """
    return [str(find_pandoc()), *_ROOM, *arguments]


def find_pandoc() -> Path:
    """The program inside `pypandoc_binary`.

    Raises:
        EnvironmentFault: the package is not installed, or came without its program.
    """
    spec = importlib.util.find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
        program = Path(spec.origin).parent / "files" / name
        if program.is_file():
            return program
    raise EnvironmentFault(
        Fault(
            problem="the embedded pandoc is not installed",
            where="package pypandoc_binary",
            expected="the program pandoc inside the package",
            found="none",
            fix="set the environment up again with the pinned requirements",
        )
    )
