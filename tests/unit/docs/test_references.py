"""The references of the YAML: every key as the models have it, and every example does what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sparbar.audit.facts import check_facts
from sparbar.config import (
    claims,
    disclosure,
    metrics,
    pull,
    reader,
    rebuilding,
    reports,
    source_columns,
    sources,
)
from sparbar.config.base import Model
from sparbar.config.wording import validate
from sparbar.config.yaml_file import read_yaml
from sparbar.errors import ConfigError
from sparbar.shown import Manner, show_fact, show_number
from tests.unit.docs.conftest import Example, write
from tests.unit.docs.example import FOLDER, write_example
from tests.unit.docs.pages import Block, all_pages, blocks, codes, page, section, table_with

# Each model with the page, heading and first header cell of the table that lists its keys.
PLACES: dict[type[Model], tuple[str, str, str]] = {
    sources.Contract: ("contracts.md", "Keys of a contract", "key"),
    reader.ExcelReader: ("contracts.md", "Keys of reader, kind: excel", "key"),
    reader.DateCell: ("contracts.md", "Keys of date_cell", "key"),
    reader.CsvReader: ("contracts.md", "Keys of reader, kind: csv", "key"),
    reader.Limits: ("contracts.md", "Keys of limits", "key"),
    sources.Linking: ("contracts.md", "Keys of linking", "key"),
    reader.RecordReader: ("contracts.md", "Keys of reader, kind: parquet, kolada or jsonstat", "key"),
    pull.FolderPull: ("pulls.md", "kind: folder", "key"),
    pull.HttpPull: ("pulls.md", "kind: http", "key"),
    pull.KoladaPull: ("pulls.md", "kind: kolada", "key"),
    pull.PxWebPull: ("pulls.md", "kind: pxweb", "key"),
    pull.SqlPull: ("pulls.md", "kind: sql", "key"),
    pull.Freshness: ("pulls.md", "Freshness", "key"),
    pull.Version: ("contracts.md", "Keys of a version", "key"),
    source_columns.Column: ("contracts.md", "Keys of a column", "key"),
    source_columns.Category: ("contracts.md", "Keys of a category", "key"),
    source_columns.Bounds: ("contracts.md", "Keys of range", "key"),
    source_columns.Derived: ("contracts.md", "Keys of a derived column", "key"),
    source_columns.Age: ("contracts.md", "Keys of age", "key"),
    source_columns.Bands: ("contracts.md", "Keys of bands", "key"),
    source_columns.Band: ("contracts.md", "Keys of a band", "key"),
    source_columns.Recode: ("contracts.md", "Keys of recode", "key"),
    sources.Check: ("contracts.md", "Keys of a check", "key"),
    metrics.MetricFile: ("metrics.md", "Metrics, constants, claims, identities, joins", "key of the file"),
    metrics.MetricDef: ("metrics.md", "Keys of a metric", "key"),
    metrics.Quantile: ("metrics.md", "Sums, means and their kin", "key of `quantile`"),
    metrics.Ratio: ("metrics.md", "From metrics to metrics", "key of `ratio`"),
    metrics.Difference: ("metrics.md", "From metrics to metrics", "key of `difference`"),
    metrics.Across: ("metrics.md", "Over the slices of a metric", "key of `across`"),
    metrics.Change: ("metrics.md", "Since an earlier extract", "key of `change`"),
    metrics.Revision: ("metrics.md", "Since an earlier extract", "key of `revision`"),
    metrics.Interval: ("metrics.md", "How sure a share is", "key of `interval`"),
    metrics.ConstantDef: ("metrics.md", "Constants", "key"),
    claims.ClaimRule: ("metrics.md", "Claims", "key"),
    metrics.Identity: ("metrics.md", "Identities", "key"),
    metrics.Join: ("metrics.md", "Joins", "key"),
    reports.Report: ("reports.md", "Keys of a report", "key"),
    reports.Period: ("reports.md", "Keys of a report", "key of `period`"),
    reports.TableDef: ("reports.md", "Keys of a table", "key"),
    reports.AxisModel: ("reports.md", "Keys of a table", "key of `rows` and `columns`"),
    reports.Selector: ("reports.md", "Keys of a table", "key of a selector"),
    reports.FigureDef: ("reports.md", "Keys of a figure", "key"),
    disclosure.Disclosure: ("reports.md", "Keys of disclosure", "key"),
    disclosure.Decision: ("reports.md", "Keys of disclosure", "key of `decided`"),
    disclosure.Override: ("reports.md", "Keys of disclosure", "key of an override"),
    disclosure.SetAside: ("reports.md", "Keys of disclosure", "key of what is set aside"),
    reports.Defaults: ("reports.md", "Settings of the project", "key"),
    rebuilding.Rebuilding: ("scheduling.md", "Who is told", "key of the file"),
    rebuilding.Notify: ("scheduling.md", "Who is told", "key of `notify`"),
    rebuilding.Mail: ("scheduling.md", "Who is told", "key of `mail`"),
    rebuilding.Command: ("scheduling.md", "Who is told", "key of `command`"),
}
FILES: dict[str, type[Model]] = {
    "sources": sources.Contract,
    "metrics": metrics.MetricFile,
    "reports": reports.Report,
}
PATH = re.compile(r"^config/(?:(sources|metrics|reports)/)?[\w.-]+\.yaml$")


def all_models(model: type[Model], found: set[type[Model]] | None = None) -> set[type[Model]]:
    """A model and every model inside it."""
    found = set() if found is None else found
    if model not in found:
        found.add(model)
        for info in model.model_fields.values():
            for inner in _models_in(info.annotation):
                all_models(inner, found)
    return found


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def listed_keys(model: type[Model]) -> dict[str, list[str]]:
    """The keys that a page lists for a model, each with the other cells of its row."""
    name, heading, head = PLACES[model]
    rows = table_with(section(page(name), heading), head)
    return {codes(row[0])[0]: row[1:] for row in rows}


def shown_default(info: FieldInfo) -> str:
    """A default as the pages write it."""
    default = info.get_default(call_default_factory=True)
    if default is PydanticUndefined:
        return "required"
    if default is None or default in ((), {}):
        return "none"
    if default == "":
        return "empty"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, tuple):
        return f"`[{', '.join(_quoted(item) for item in default)}]`"
    return f"`{default}`"


def _quoted(item: Any) -> str:
    return f'"{item}"' if isinstance(item, str) and not item.isidentifier() else str(item)


def literals(annotation: Any) -> set[str]:
    """The words of every Literal inside a type."""
    if get_origin(annotation) is Literal:
        return {str(word) for word in get_args(annotation)}
    return set().union(*(literals(part) for part in get_args(annotation)))


def test_the_pages_have_a_table_for_every_model() -> None:
    models: set[type[Model]] = set()
    roots: list[type[Model]] = [*FILES.values(), reports.Defaults, rebuilding.Rebuilding]
    for model in roots:
        models |= all_models(model)
    assert models == set(PLACES)


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_every_key_of_a_model_is_listed_and_no_other(model: type[Model]) -> None:
    assert sorted(listed_keys(model)) == sorted(model.model_fields)


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_every_key_is_listed_with_type_default_and_meaning(model: type[Model]) -> None:
    for key, info in model.model_fields.items():
        kind, default, meaning = listed_keys(model)[key]
        assert kind, f"{model.__name__}.{key} has no type"
        assert default == shown_default(info), f"{model.__name__}.{key}"
        assert meaning, f"{model.__name__}.{key} has no meaning"


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_every_word_that_a_key_may_hold_is_on_its_page(model: type[Model]) -> None:
    name, heading, _ = PLACES[model]
    known = set(codes(section(page(name), heading))) | set(codes(page(name)))
    for key, info in model.model_fields.items():
        words = literals(info.annotation) - {"*", "value"}  # a status "value" is no reason for a gap
        missing = words - known - ({"sv", "da", "en"} if "*" in literals(info.annotation) else set())
        assert not missing, f"{model.__name__}.{key}"


def yaml_blocks() -> list[tuple[str, Block]]:
    """Every block of YAML on every page that says which file it is."""
    return [
        (path.name, block)
        for path in all_pages()
        for block in blocks(path.read_text(encoding="utf-8"), "yaml")
        if block.file
    ]


@pytest.mark.parametrize(("name", "block"), yaml_blocks(), ids=lambda value: getattr(value, "file", value))
def test_every_yaml_file_on_a_page_fits_its_model(name: str, block: Block, tmp_path: Path) -> None:
    match = PATH.match(block.file)
    assert match, f"{name}: {block.file} is no file of config"
    alone = rebuilding.Rebuilding if block.file == rebuilding.FILE else reports.Defaults
    model = FILES[match[1]] if match[1] else alone
    write(tmp_path / "file.yaml", block.text)
    validate(model, read_yaml(tmp_path / "file.yaml", block.file))


def test_a_yaml_file_with_a_misspelt_key_would_be_seen(tmp_path: Path) -> None:
    _, block = next(item for item in yaml_blocks() if item[1].file == "config/sources/areas.yaml")
    write(tmp_path / "file.yaml", block.text.replace("delimiter:", "delimeter:"))
    with pytest.raises(ConfigError) as error:
        validate(sources.Contract, read_yaml(tmp_path / "file.yaml", block.file))
    assert 'did you mean "delimiter"?' in str(error.value)


def test_no_yaml_on_a_page_is_left_unread() -> None:
    """What is no file of its own belongs to the metrics page, whose pieces are put together and measured."""
    for path in all_pages():
        pieces = [b for b in blocks(path.read_text(encoding="utf-8"), "yaml") if not b.file]
        assert not pieces or path.name == "metrics.md", path.name


def used_keys(item: Any, found: dict[type[Model], set[str]]) -> None:
    """The keys that somebody wrote, by model."""
    if isinstance(item, BaseModel):
        found.setdefault(type(item), set()).update(item.model_fields_set)  # type: ignore[arg-type]
        for name in type(item).model_fields:
            used_keys(getattr(item, name), found)
    elif isinstance(item, dict):
        for inner in item.values():
            used_keys(inner, found)
    elif isinstance(item, tuple):
        for inner in item:
            used_keys(inner, found)


def test_every_key_stands_in_an_example(example: Example) -> None:
    found: dict[type[Model], set[str]] = {}
    project = example.project
    for item in (
        *project.sources.values(),
        *project.metric_files.values(),
        project.defaults,
        rebuilding.load_rebuilding(example.root),
        example.scope.report,
    ):
        used_keys(item, found)
    unused = {
        f"{model.__name__}.{key}"
        for model in PLACES
        for key in model.model_fields
        if key not in found.get(model, set())
    }
    # A text file has no cell for its date, and the example needs no key and does not round.
    linking = {f"Linking.{key}" for key in sources.Linking.model_fields}
    assert unused == {"CsvReader.date_cell", "Contract.linking", "Disclosure.base", *linking}


def test_the_example_of_linking_is_one() -> None:
    (shown,) = [block for block in blocks(page("contracts.md")) if block.text.startswith("linking:")]
    data = yaml.safe_load(shown.text)["linking"]
    assert set(data) == set(sources.Linking.model_validate(data).model_fields_set)


SHOWN = re.compile(r"(\[[^\]]*\])? ?= ([^;]+)")


def expected_facts() -> list[tuple[str, str]]:
    """Fact ids with the text that docs/metrics.md says they come to."""
    found = []
    for block in blocks(page("metrics.md"), "yaml"):
        for name, comment in re.findall(r"^  (\w+):  # (.+)$", block.text, re.MULTILINE):
            found += [(name + match[1].strip(), match[2].strip()) for match in _parts(comment)]
    return found


def _parts(comment: str) -> Iterator[tuple[str, str, str]]:
    for part in comment.split("; "):
        match = SHOWN.fullmatch(part.strip())
        assert match, part
        yield part, match[1] or "", match[2]


def test_every_metric_comes_to_what_the_page_says(example: Example) -> None:
    known = {metric.id: metric for metric in example.ledger.metrics}
    said = expected_facts()
    assert {name.partition("[")[0] for name, _ in said} == set(known)
    for name, text in said:
        fact = example.ledger.fact(name)
        assert fact is not None, name
        shown = show_fact(fact, known[fact.metric], example.ledger, Manner())
        assert shown == text, name


def test_every_metric_on_the_page_comes_out_the_same_both_ways(example: Example) -> None:
    recomputed = example.project.layout.work(example.scope.report.report) / "recomputed.json"
    second = json.loads(recomputed.read_text(encoding="utf-8"))["facts"]
    assert check_facts(example.ledger, second) == []


def test_the_example_files_are_what_their_script_writes(tmp_path: Path) -> None:
    write_example(tmp_path)
    for made in sorted(tmp_path.iterdir()):
        assert (FOLDER / made.name).read_bytes() == made.read_bytes(), made.name


def test_the_units_are_shown_as_the_page_says() -> None:
    rows = table_with(section(page("metrics.md"), "Keys of a metric"), "`unit`")
    shown = {
        unit: show_number(Fraction(1, 8), unit, 1, "en")
        for unit in ("percent", "percentage_points", "percent_as_is", "")
    }
    for unit, row in zip(shown, rows, strict=True):
        assert row[1].partition(":")[0] == shown[unit], unit
    assert show_number(Fraction(13, 2), "percent_as_is", 1, "en") == "6.5%"
