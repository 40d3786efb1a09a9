"""What reads files from outside, with valid files to begin with. It ends, or says a fault in four parts."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sparbar.config.sources import Contract
from tests.conftest import ROOT
from tests.unit.readers.made import make_book, make_column, make_contract

GOLDEN = ROOT / "tests/golden/besok-2023"
COLUMNS: dict[str, Any] = {
    "lopnr": "text",
    "tal": "integer",
    "andel": {"type": "decimal", "scale": 2},
    "dag": "date",
}
ROWS: list[list[Any]] = [
    ["lopnr", "tal", "andel", "dag"],
    ["a", 1, 1.5, date(2023, 6, 1)],
    ["b", 2, 2, None],
    ["#N/A", 3, None, ""],
]


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        seeds: makes the valid files in a folder; their content.
        run: reads the file at a path.
        suffix: of the file's name.
        weight: how often it is tried in a bounded run, relative to others.
    """

    name: str
    seeds: Callable[[Path], list[bytes]]
    run: Callable[[Path], object]
    suffix: str = ""
    weight: int = 10


def _contract(kind: str, columns: dict[str, Any] = COLUMNS) -> Contract:
    reader = {"excel": {"kind": "excel", "sheet": "Blad"}, "csv": {"kind": "csv", "delimiter": ";"}}
    return make_contract(columns, reader.get(kind, {"kind": kind}))


def _read_extract(contract: Contract) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        from sparbar.clean.chunk import ChunkCleaner
        from sparbar.readers import open_extract

        extract = open_extract(path, contract, "f")
        cleaner = ChunkCleaner(contract, date(2023, 6, 14))
        return [len(cleaner.clean(frame).frame) for frame in extract.frames(1000)]

    return read


def _books(folder: Path) -> list[bytes]:
    return [make_book(folder / "seed.xlsx", {"Blad": ROWS, "Annat": [["x"]]}).read_bytes()]


def _texts(_: Path) -> list[bytes]:
    return [
        'lopnr;tal;andel;dag\r\na;1;1.5;2023-06-01\r\n"b;\n";1 000;;\r\nå;-7;0.25;2023-06-02\r\n'.encode()
    ]


def _parquet(folder: Path) -> list[bytes]:
    import duckdb

    path = folder / "seed.parquet"
    with duckdb.connect() as database:
        database.execute(
            "COPY (SELECT 'a' AS lopnr, 1 AS tal, 1.5 AS andel, DATE '2023-06-01' AS dag) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return [path.read_bytes()]


KOLADA = {"kpi": "text", "period": "integer", "value": {"type": "decimal", "scale": 2}, "gender": "text"}


def _pages(_: Path) -> list[bytes]:
    values = [{"gender": "K", "count": 1, "status": "", "value": 4.5}, {"gender": "M", "value": None}]
    page = {"count": 1, "values": [{"kpi": "N1", "municipality": "0114", "period": 2022, "values": values}]}
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("page-1.json", json.dumps(page))
    return [stored.getvalue()]


JSONSTAT = {"ort": "text", "value": {"type": "decimal", "scale": 2}}


def _tables(_: Path) -> list[bytes]:
    category = {"index": {"a": 0, "b": 1}, "label": {"a": "A", "b": "B"}}
    table = {
        "class": "dataset",
        "version": "2.0",
        "id": ["ort", "ar"],
        "size": [2, 1],
        "value": [1, None],
        "status": {"1": ".."},
        "dimension": {"ort": {"category": category}, "ar": {"category": {"index": ["2022"]}}},
    }
    return [json.dumps(table).encode()]


@cache
def _config_root() -> Path:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="sparbar-fuzz-"))
    shutil.copytree(GOLDEN / "inputs", folder, dirs_exist_ok=True)
    return folder


def _load(name: str) -> Callable[[Path], object]:
    """The whole config with one file of it changed."""

    def load(path: Path) -> object:
        from sparbar.config.project import load_project, scope_of

        place = _config_root() / name
        valid = place.read_bytes()
        try:
            shutil.copyfile(path, place)
            return scope_of(load_project(_config_root()), "besok-2023")
        finally:
            place.write_bytes(valid)

    return load


def _template(path: Path) -> object:
    from sparbar.compose.template import Source, read_template

    names = ("fact", "const", "claim", "table", "figure", "see_table", "see_figure")
    functions: dict[str, Callable[..., str]] = dict.fromkeys(names, lambda *_, **__: "")
    functions["print_expression"] = lambda value, line: str(value)
    text, _ = read_template(path.parent, path.name)
    return Source(text, "template", lambda part, line: part, lambda fault: None).run(
        functions, {"language": "sv"}
    )


def _register(path: Path) -> object:
    from sparbar.provenance.register import read_register
    from sparbar.pull.checked import read_checked

    return read_checked(path), read_register(path)


def _words(path: Path) -> object:
    from sparbar.clean.dates import read_date
    from sparbar.clean.numbers import read_number
    from sparbar.language import find_dates, find_numerals, find_quantifiers, normalise_text
    from sparbar.readers.cells import collapse, date_in

    text = path.read_bytes().decode("utf-8", "surrogateescape")
    for language in ("sv", "da", "en"):
        found = (find_numerals(text, language), find_dates(text, language), find_quantifiers(text, language))
    normalise_text(text)
    for word in text.split(";")[:200]:
        for column in (make_column(type="integer"), make_column(type="decimal", scale=2, decimal_sign=",")):
            read_number(word, collapse(word), column)
        read_date(word, collapse(word), make_column(type="date", formats=["%Y-%m-%d", "%d.%m.%y"]))
        date_in(word)
    return found


def _text_seeds(_: Path) -> list[bytes]:
    text = (
        "De flesta av de 1 234,5 personerna; 25,4 %; tre fjärdedelar; den 14 juni 2023; 2023-06-14; XIV; ½; "
        "10–14; majoriteten ökade från 12 till 15; 1.000; 70-talet; sjutton hundra tjugotre; kl. 12.30; −7"
    )
    return [text.encode(), (GOLDEN / "report.qmd").read_bytes()]


def _verify(path: Path) -> object:
    from sparbar.audit.levels import summary
    from sparbar.audit.lone import check_said, check_whole, open_file

    file = open_file(path)
    return "".join(summary([check_whole(file), check_said(file)])).encode("utf-8", "backslashreplace")


def _audit(path: Path) -> object:
    from sparbar.audit.foreign import audit_document, audit_lines, audit_to_json, read_against

    done = audit_document(path, read_against(GOLDEN / "facts.json"))
    return json.dumps(audit_to_json(done), ensure_ascii=False).encode("utf-8"), list(audit_lines(done))


def _ledger(path: Path) -> object:
    from sparbar.audit.foreign import audit_document, read_against

    text = path.with_name("ledger-text.txt")
    text.write_text("15 personer, 60 %, den 14 juni 2023", encoding="utf-8")
    return audit_document(text, read_against(path))


def _edition(name: str) -> Callable[[Path], object]:
    """An edition with one of its files changed."""

    def verify(path: Path) -> object:
        from sparbar.audit.levels import summary
        from sparbar.edition.means import Means
        from sparbar.edition.verify import verify_edition

        folder = _config_root() / "edition"
        if not folder.exists():
            shutil.copytree(GOLDEN, folder, ignore=shutil.ignore_patterns("report.pdf", "report.docx"))
        valid = (folder / name).read_bytes()
        try:
            shutil.copyfile(path, folder / name)
            return list(summary(verify_edition(folder, Means(None, False, None))))
        finally:
            (folder / name).write_bytes(valid)

    return verify


def _golden(*names: str) -> Callable[[Path], list[bytes]]:
    return lambda _: [(GOLDEN / name).read_bytes() for name in names]


def _word(_: Path) -> list[bytes]:
    """The Word file without its fonts, which nothing reads."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(GOLDEN / "report.docx") as package,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in package.namelist():
            if not name.startswith(("word/fonts", "word/media")):
                kept.writestr(name, package.read(name))
    return [stored.getvalue()]


def _page(_: Path) -> list[bytes]:
    """The page without its fonts."""
    import re

    return [re.sub(rb"base64,[A-Za-z0-9+/=]{500,}", b"base64,AAAA", (GOLDEN / "report.html").read_bytes())]


_INPUTS = "inputs/config/"
TARGETS = (
    Target("excel", _books, _read_extract(_contract("excel")), ".xlsx", 20),
    Target("csv", _texts, _read_extract(_contract("csv")), ".csv", 20),
    Target("parquet", _parquet, _read_extract(_contract("parquet")), ".parquet"),
    Target("kolada", _pages, _read_extract(_contract("kolada", KOLADA)), ".zip"),
    Target("jsonstat", _tables, _read_extract(_contract("jsonstat", JSONSTAT)), ".json"),
    Target("contract", _golden(_INPUTS + "sources/besok.yaml"), _load("config/sources/besok.yaml"), ".yaml"),
    Target("metrics", _golden(_INPUTS + "metrics/besok.yaml"), _load("config/metrics/besok.yaml"), ".yaml"),
    Target(
        "report",
        _golden(_INPUTS + "reports/besok-2023.yaml"),
        _load("config/reports/besok-2023.yaml"),
        ".yaml",
    ),
    Target("template", _golden("inputs/templates/besok-2023.qmd.j2"), _template, ".j2"),
    Target("register", _golden("inputs/data/raw/register.csv"), _register, ".csv"),
    Target("words", _text_seeds, _words, ".txt"),
    Target("verify-html", _page, _verify, ".html"),
    Target("verify-docx", _word, _verify, ".docx"),
    Target("verify-pdf", _golden("report.pdf"), _verify, ".pdf", 2),
    Target("audit-html", _page, _audit, ".html", 5),
    Target("audit-docx", _word, _audit, ".docx", 5),
    Target("audit-pdf", _golden("report.pdf"), _audit, ".pdf", 2),
    Target("audit-text", _text_seeds, _audit, ".txt"),
    Target("ledger", _golden("facts.json"), _ledger, ".json"),
    Target("edition", _golden("edition.json"), _edition("edition.json"), ".json", 3),
    Target("document", _golden("document.json"), _edition("document.json"), ".json", 3),
)
