"""Files of an edition that say otherwise than its documents, though every checksum was made to fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.edition.agreement import NOT_COMPARED, OF_ANOTHER
from sparbar.edition.verify import verify_edition
from tests.unit.edition.conftest import fit


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change the first place of a text in a file of the edition."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def moved_rows(folder: Path) -> None:
    """Other rows for the numbers of the trace page."""
    page = (folder / "trace.html").read_text(encoding="utf-8")
    start = page.index('id="the-data">') + len('id="the-data">')
    end = page.index("</script>", start)
    data = json.loads(page[start:end])
    data["rows"] = ["2-3" for _ in data["rows"]]
    (folder / "trace.html").write_text(page[:start] + json.dumps(data) + page[end:], encoding="utf-8")


def made_by_another(folder: Path) -> None:
    """Another version of the program in the edition's manifest."""
    data = json.loads((folder / "edition.json").read_text(encoding="utf-8"))
    data["made_by"]["code"]["version"] = "9.9"
    (folder / "edition.json").write_text(json.dumps(data), encoding="utf-8")


OTHER = {
    "a number of a table": (
        replaced("tables/t-kon.csv", ",7,", ",8,"),
        "tables/t-kon.csv is not the table that the documents carry",
    ),
    "a number of the table of facts": (
        replaced("tables/facts.csv", ",16,", ",17,"),
        "tables/facts.csv is not the table that the documents carry",
    ),
    "a table more": (
        lambda folder: (folder / "tables" / "extra.csv").write_text("a\n", encoding="utf-8"),
        "tables/extra.csv is no table of the documents",
    ),
    "a table less": (
        lambda folder: (folder / "tables" / "t-kon.csv").unlink(),
        "tables/t-kon.csv is missing",
    ),
    "a figure": (
        replaced("figures/kon.svg", ">9<", ">8<"),
        "figures/kon.svg is not the figure that the documents carry",
    ),
    "the figures' texts": (
        replaced("figures/figures.json", '"9"', '"8"'),
        "figures/figures.json is not what the documents carry",
    ),
    "the verdict": (
        replaced("verification.json", '"facts": 4', '"facts": 400'),
        "verification.json is not the verdict on these documents",
    ),
    "a number of the trace page": (
        replaced("trace.html", '"exact":"16"', '"exact":"17"'),
        "trace.html does not say what the documents carry",
    ),
    "rows of the trace page": (moved_rows, "trace.html has other rows for alla than the documents carry"),
    "something beside the numbers of the trace page": (
        replaced("trace.html", "<body", "<p>sjutton</p><body"),
        "trace.html has more or other than what it says of the documents",
    ),
    "no trace page at all": (replaced("trace.html", '"entries":', '"x":'), "trace.html cannot be read"),
    "the template": (
        replaced("inputs/templates/prov.qmd.j2", "träffat", "mött"),
        "report.html: it was made from another templates/prov.qmd.j2 than the edition holds",
    ),
    "by what it was made": (made_by_another, "report.html: its code is not the edition's"),
}


@pytest.mark.parametrize(("change", "line"), OTHER.values(), ids=OTHER)
def test_a_file_that_says_otherwise_than_the_documents_is_told(
    copy_of: Callable[[str], Path], change: Callable[[Path], None], line: str
) -> None:
    folder = copy_of("2023-07-01")
    change(folder)
    fit(folder)
    whole = verify_edition(folder)[0]
    assert whole.state == "fails"
    assert line in whole.lines


def test_what_another_version_has_made_is_not_compared_and_that_is_said(
    copy_of: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of("2023-07-01")
    replaced("verification.json", '"facts": 4', '"facts": 400')(folder)
    fit(folder)
    monkeypatch.setattr("sparbar.edition.agreement.code_digest", lambda _name: "0" * 64)
    whole = verify_edition(folder)[0]
    assert whole.state == "holds"
    assert OF_ANOTHER in whole.lines


def test_what_is_not_compared_is_said(copy_of: Callable[[str], Path]) -> None:
    whole = verify_edition(copy_of("2023-07-01"))[0]
    assert whole.state == "holds"
    assert NOT_COMPARED in whole.lines
