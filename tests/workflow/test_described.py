"""What a build leaves behind is described."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.docs.pages import codes, page, table_with


def test_every_json_file_of_a_build_is_described_with_its_schema(built_project: Path) -> None:
    rows = table_with(page("ledger.md"), "file")
    described = {codes(row[0])[0]: next(iter(codes(row[1])), "") for row in rows}
    found: dict[str, str] = {}
    for path in (built_project / "results").rglob("*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        found[path.name] = data.get("schema", "")
    assert found == described
