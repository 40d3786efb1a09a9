"""Words that are part of the package: YAML beside the code that says them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any


@cache
def read_shipped(package: str, name: str) -> Any:
    """What a YAML file of a package says, read once per process. Not to be changed by who asks.

    Args:
        package: the package's full name, "sparbar.shelf".
        name: of the file in it, with "/" between folders and file.
    """
    import yaml  # here, so that importing whoever says words stays light

    text = resources.files(package).joinpath(*name.split("/")).read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
