"""Take the body that the filter wrote out of what an engine made of it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

from sparbar.errors import EnvironmentFault, Fault

_BODY = re.compile(r"sparbar-begin\n([\w% \n]*)\nsparbar-end")


def read_body(path: Path) -> str:
    """The HTML or Typst that the filter wrote, as it wrote it.

    Raises:
        EnvironmentFault: the file does not hold it: our filter did not run, or something ran after it.
    """
    found = _BODY.findall(path.read_text(encoding="utf-8"))
    if len(found) != 1:
        raise EnvironmentFault(
            Fault(
                problem="the engine did not hand on what the filter wrote",
                where=path.name,
                expected="one body between its marks",
                found=f"{len(found)} bodies",
                fix="set `engine: pandoc` in config/config.yaml to render without Quarto",
            )
        )
    return unquote_to_bytes(found[0]).decode("utf-8")
