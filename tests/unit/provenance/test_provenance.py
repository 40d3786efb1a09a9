"""Row ranges, the register, resolving deliveries, and digests of code."""

from __future__ import annotations

import ast
import datetime
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparbar.errors import ContractError
from sparbar.model.paths import Layout
from sparbar.provenance import code
from sparbar.provenance.register import RegisterLine, append_line, find_delivered, find_event, read_register
from sparbar.provenance.resolve import is_open, known_deliveries, resolve_delivery
from sparbar.provenance.rows import expand_ranges, row_digest, row_ranges


def test_rows_are_written_as_ranges():
    assert row_ranges([7, 5, 6, 12, 12]) == "5-7,12"
    assert row_ranges([]) == ""


@given(st.sets(st.integers(1, 10**6)))
def test_ranges_give_the_rows_back(rows):
    assert expand_ranges(row_ranges(rows)) == sorted(rows)


def test_the_digest_of_rows_is_that_of_their_ranges():
    assert row_digest("5-7,12") == hashlib.sha256(b"5-7,12").hexdigest()


def line(**changed):
    return RegisterLine(
        **{
            "event": "delivered",
            "source": "a",
            "delivery": "2023-01-01",
            "file": "a.csv",
            "sha256": "0" * 64,
            "bytes": 3,
            "received": "2023-01-02",
            **changed,
        }
    )


def test_lines_come_back_in_order(tmp_path):
    lines = [line(), line(event="withdrawn", note='fel, "allt"')]
    for item in lines:
        append_line(tmp_path / "register.csv", item)
    assert read_register(tmp_path / "register.csv") == lines
    assert find_delivered(lines, "a", "2023-01-01") == lines[0]
    assert find_event(lines, "withdrawn", "a", "2023-01-01") == lines[1]


def test_no_register_has_no_lines(tmp_path):
    assert read_register(tmp_path / "register.csv") == []


@pytest.mark.parametrize(
    "text",
    [
        "delivered,a,2023-01-01,a.csv,0,x,2023-01-02,",
        "sold,a,2023-01-01,a.csv,0,3,2023-01-02,",
        "delivered,a",
    ],
)
def test_a_line_that_the_register_did_not_write_is_an_error(tmp_path, text):
    append_line(tmp_path / "raw" / "register.csv", line())
    with (tmp_path / "raw" / "register.csv").open("a", encoding="utf-8") as stream:
        stream.write(text + "\n")
    with pytest.raises(
        ContractError,
        match=r"the register has a line that it did not write\n  in        raw/register\.csv, line 3\n",
    ):
        read_register(tmp_path / "raw" / "register.csv")


def test_another_header_is_an_error(tmp_path):
    (tmp_path / "register.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ContractError, match="line 1"):
        read_register(tmp_path / "register.csv")


@pytest.fixture
def layout(tmp_path):
    for name in ("2023-01-01", "2023-06-14", "2023-06-14.2", "notes"):
        (tmp_path / "data/raw/a" / name).mkdir(parents=True)
    return Layout(tmp_path)


def test_latest_is_the_newest_that_stands(layout):
    assert known_deliveries(layout, "a", []) == ["2023-01-01", "2023-06-14", "2023-06-14.2"]
    assert resolve_delivery(layout, "a", "latest", []) == "2023-06-14.2"
    assert (
        resolve_delivery(layout, "a", "latest", [line(event="withdrawn", delivery="2023-06-14.2")])
        == "2023-06-14"
    )


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2023-01-01", "2023-01-01"),  # the day itself
        ("2023-06-13", "2023-01-01"),  # the day before the next
        ("2023-06-14", "2023-06-14.2"),  # the second of a day is no later than the day
        ("2024-12-31", "2023-06-14.2"),
    ],
)
def test_latest_on_or_before_a_day_is_the_newest_until_then(layout, day, meant):
    assert resolve_delivery(layout, "a", f"latest on or before {day}", []) == meant


def withdrawn(*deliveries):
    return [line(event="withdrawn", delivery=delivery, note="fel") for delivery in deliveries]


@pytest.mark.parametrize(
    ("gone", "meant"),
    [(("2023-06-14.2",), "2023-06-14"), (("2023-06-14", "2023-06-14.2"), "2023-01-01")],
)
def test_latest_on_or_before_a_day_passes_over_what_was_withdrawn(layout, gone, meant):
    asked = "latest on or before 2023-06-14"
    assert resolve_delivery(layout, "a", asked, withdrawn(*gone)) == meant


@pytest.mark.parametrize(
    ("day", "gone", "first"),
    [("2022-12-31", (), "2023-01-01"), ("2023-06-13", ("2023-01-01",), "2023-06-14")],
    ids=["the day before the first", "the only one until then was withdrawn"],
)
def test_no_extract_on_or_before_a_day_names_the_first(layout, day, gone, first):
    with pytest.raises(ContractError) as error:
        resolve_delivery(layout, "a", f"latest on or before {day}", withdrawn(*gone))
    assert str(error.value) == (
        f"ContractError: a has no extract on or before {day}\n"
        "  in        data/raw/a\n"
        f"  expected  an extract date no later than {day}   found  the first is {first}\n"
        "  fix       name a later date in the report, or put an older extract in place"
    )


def test_where_all_were_withdrawn_there_is_no_extract_yet(layout):
    gone = withdrawn("2023-01-01", "2023-06-14", "2023-06-14.2")
    with pytest.raises(ContractError, match="a has no extract yet"):
        resolve_delivery(layout, "a", "latest on or before 2023-06-14", gone)


@pytest.mark.parametrize(
    ("asked", "is_meant"),
    [
        ("latest", True),
        ("latest on or before 2023-06-14", True),
        ("latest on or before 2023-06-13", False),
        ("2023-06-14", False),
    ],
)
def test_an_extract_that_is_to_come_is_one_that_a_report_may_mean(asked, is_meant):
    assert is_open(asked, datetime.date(2023, 6, 14)) is is_meant


def test_no_extract_yet_says_where_to_put_one(layout):
    with pytest.raises(ContractError) as error:
        resolve_delivery(layout, "b", "latest", [])
    assert str(error.value) == (
        "ContractError: b has no extract yet\n"
        "  in        data/raw/b\n"
        "  expected  a folder named by the extract date, such as data/raw/b/2023-06-14   found  none\n"
        "  fix       put the file in such a folder and build again"
    )


def test_an_unknown_date_names_the_nearest(layout):
    with pytest.raises(ContractError) as error:
        resolve_delivery(layout, "a", "2023-06-15", [])
    assert "a has no extract 2023-06-15" in str(error.value)
    assert 'did you mean "2023-06-14"?' in str(error.value)


def test_a_withdrawn_extract_says_why(layout):
    with pytest.raises(ContractError, match="the extract a 2023-01-01 was withdrawn: fel rader"):
        resolve_delivery(layout, "a", "2023-01-01", [line(event="withdrawn", note="fel rader")])


def test_the_digest_of_code_follows_imports(tmp_path: Path, monkeypatch):
    package = tmp_path / "sparbar"
    (package / "b").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from sparbar.b import x\n")
    (package / "b" / "__init__.py").write_text("x = 1\n")
    (package / "c.py").write_text("y = 1\n")
    monkeypatch.setattr(code, "PACKAGE", package)

    def digest():
        forget_code()
        return code.code_digest("sparbar.a")

    try:
        first = digest()
        (package / "c.py").write_text("y = 2\n")
        assert digest() == first
        (package / "b" / "__init__.py").write_text("x = 2\n")
        assert digest() != first
    finally:
        forget_code()


def forget_code():
    for remembered in (code._listing, code._imports, code._content):
        remembered.cache_clear()


def imports_as_parsed(source: str) -> frozenset[str]:
    """The slow and sure way: what Python itself finds imported."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sparbar"):
            names.update((str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)))
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names if alias.name.startswith("sparbar"))
    return frozenset(names)


def test_the_imports_found_in_every_module_are_those_that_python_finds():
    modules = sorted(code.PACKAGE.rglob("*.py"))
    assert len(modules) > 100
    for path in modules:
        file = path.relative_to(code.PACKAGE).as_posix()
        assert code._imports(file) == imports_as_parsed(path.read_text("utf-8")), file


@pytest.mark.parametrize(
    "source",
    [
        "from sparbar.b import x\n",
        "from sparbar.b import x as y, z  # why\n",
        "from sparbar.b import (\n    x,  # why\n    y as z,\n)\n",
        "import sparbar.b as b, sparbar.c\n",
        "if True:\n    from sparbar import b\n",
        "def f():\n\tfrom sparbar.b import x\n",
        "from os import path\nimport sys\n",
    ],
)
def test_an_import_is_found_however_it_is_written(tmp_path: Path, monkeypatch, source: str):
    monkeypatch.setattr(code, "PACKAGE", tmp_path)
    (tmp_path / "written.py").write_text(source, encoding="utf-8")
    forget_code()
    try:
        assert code._imports("written.py") == imports_as_parsed(source)
    finally:
        forget_code()


@pytest.mark.parametrize(
    "text",
    [
        "delivered,../x,2023-01-01,a.csv,0,3,2023-01-02,",
        "delivered,a,../../2023-01-01,a.csv,0,3,2023-01-02,",
        "delivered,a,2023-01-01,../../../etc/passwd,0,3,2023-01-02,",
        "delivered,a,2023-01-01,..,0,3,2023-01-02,",
        "delivered,a,2023-01-01,a.csv,0,²,2023-01-02,",
        f"delivered,a,2023-01-01,a.csv,0,{'9' * 5000},2023-01-02,",
        "delivered,a,2023-01-01,a.csv,0,3,2023-01-02,,one too many",
        'delivered,a,2023-01-01,a.csv,0,3,2023-01-02,"never closed',
    ],
)
def test_a_line_that_leads_out_of_the_project_or_is_damaged_is_an_error(tmp_path, text):
    append_line(tmp_path / "raw" / "register.csv", line())
    with (tmp_path / "raw" / "register.csv").open("a", encoding="utf-8") as stream:
        stream.write(text + "\n")
    with pytest.raises(ContractError, match="the register has a line that it did not write"):
        read_register(tmp_path / "raw" / "register.csv")


def test_a_register_that_is_no_text_is_an_error(tmp_path):
    append_line(tmp_path / "raw" / "register.csv", line())
    with (tmp_path / "raw" / "register.csv").open("ab") as stream:
        stream.write(b"\xff\xfe\n")
    with pytest.raises(ContractError, match="the register has a line that it did not write"):
        read_register(tmp_path / "raw" / "register.csv")
