"""JSON Schemas of the YAML files, by which editors complete and check them while people write.

`python -m sparbar.config.schemas`, started in the project's folder, writes them to docs/schemas.
"""

from __future__ import annotations

import json
from pathlib import Path

from sparbar.config.base import Model
from sparbar.config.metrics import MetricFile
from sparbar.config.rebuilding import Rebuilding
from sparbar.config.reports import Defaults, Report
from sparbar.config.sources import Contract

SCHEMAS: dict[str, tuple[type[Model], str]] = {
    "source": (Contract, "config/sources/<source>.yaml"),
    "metrics": (MetricFile, "config/metrics/<name>.yaml"),
    "report": (Report, "config/reports/<report>.yaml"),
    "config": (Defaults, "config/config.yaml"),
    "rebuild": (Rebuilding, "config/rebuild.yaml"),
}


def schema_text(name: str) -> str:
    """One schema as the text of its file; `name` is a key of `SCHEMAS`."""
    model, file = SCHEMAS[name]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file,
        **{key: value for key, value in model.model_json_schema().items() if key != "title"},
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas into a folder, as <name>.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":  # python -m sparbar.config.schemas, in the project's folder
    write_schemas(Path("docs/schemas"))
