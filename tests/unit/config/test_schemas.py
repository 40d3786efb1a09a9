import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from sparbar.config.schemas import SCHEMAS, schema_text, write_schemas
from sparbar.config.yaml_file import read_yaml
from tests.unit.config.small import WHOLE

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "schemas"
SMALL = {
    "source": "config/sources/insats.yaml",
    "metrics": "config/metrics/insats.yaml",
    "report": "config/reports/halvar.yaml",
}


def as_json(data: Any) -> Any:
    """The data as an editor's schema checker sees them."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    if isinstance(data, datetime.date):
        return data.isoformat()
    return float(data) if isinstance(data, Decimal) else data


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schemas_are_current(name: str) -> None:
    committed = (COMMITTED / f"{name}.json").read_text(encoding="utf-8")

    assert committed == schema_text(name), "run `python -m sparbar.config.schemas`"


def test_no_schema_is_left_over() -> None:
    assert sorted(path.stem for path in COMMITTED.glob("*")) == sorted(SCHEMAS)


def test_schemas_are_written_as_they_are_committed(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schemas")

    for name in SCHEMAS:
        assert (tmp_path / "schemas" / f"{name}.json").read_text(encoding="utf-8") == schema_text(name)


@pytest.mark.parametrize("name", SMALL)
def test_a_file_that_is_right_fits_its_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(name)))

    assert list(validator.iter_errors(as_json(read_yaml(WHOLE / SMALL[name]).data))) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("source", "type: multi", "type: mutli"),
        ("source", "person: nr", "persn: nr"),
        ("metrics", "by: [langd]", "by: langd"),
        ("metrics", "where: {svar: nej}", "where: nej"),
        ("report", "kind: grouped", "kind: pie"),
        ("report", "owner: {sv: Insatsen, en: The project}", "owner: {sv: Insatsen, no: Prosjektet}"),
    ],
)
def test_a_file_that_is_wrong_does_not_fit_its_schema(tmp_path: Path, name: str, old: str, new: str) -> None:
    text = (WHOLE / SMALL[name]).read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "a.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(schema_text(name)))

    assert list(validator.iter_errors(as_json(read_yaml(path).data))) != []
