"""What `sparbar draft` proposes for the messy and the Nordic files, against what a person says of them."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sparbar.config.project import load_project
from sparbar.draft import Proposal, propose, write_draft
from sparbar.errors import ContractError
from sparbar.readers import open_extract

LEAST = 0.9
NUMBER, WORDS = "integer decimal", "text category"


@dataclass(frozen=True)
class Truth:
    """What a person says of a file.

    Attributes:
        header: the rows of the header.
        types: the right types of each column in order; several where a person could take either.
        zeros: positions of columns whose codes begin with zeros.
        rows: how many rows the table has.
        encoding: of a text file.
    """

    header: tuple[int, ...]
    types: tuple[str, ...]
    rows: int
    zeros: tuple[int, ...] = ()
    encoding: str = ""


# Names of columns in one of the six blocks, of seven years, of the vaccinations.
BLOCK = ("decimal", WORDS, WORDS, "integer", "decimal", "decimal")
TRUTH = {
    "messy/any_sheets.xlsx": Truth((), ("integer",) * 2, 3),
    # The row above, with letters, is needed by nobody: the names are whole without it.
    "messy/begrotingsanalyse-2011.csv": Truth(
        (6, 7), ("integer", "text", *("integer",) * 12), 36, (), "utf-8"
    ),
    "messy/blanks.xlsx": Truth((1,), ("integer", WORDS), 2),
    "messy/date.xlsx": Truth((), ("date", "integer"), 3),
    "messy/date_1904.xlsx": Truth((), ("date", "integer"), 3),
    "messy/deaths.xlsx": Truth((5,), ("text", WORDS, "integer", "boolean", "date", "date"), 10),
    "messy/latin1.csv": Truth((1,), ("integer", WORDS), 2, (), "cp1252"),
    "messy/merged-cells.xlsx": Truth((), (WORDS,), 1),
    "messy/multiline-headers.xlsx": Truth((1, 4, 5), (WORDS,) * 4, 1),
    "messy/preserve-formatting-percentage.xlsx": Truth((1,), ("integer", "decimal"), 3),
    "messy/skip_initials.csv": Truth((1,), (WORDS, WORDS), 2, (), "utf-8"),
    "messy/spanish_chars.csv": Truth(
        (1,), ("integer", "integer", "integer", WORDS, WORDS, WORDS, "decimal", "text"), 114, (), "cp1252"
    ),
    "messy/temperature.xlsx": Truth((1,), (WORDS, "decimal"), 2),
    "messy/unnamed-duplicated-columns.xlsx": Truth((1,), ("integer", WORDS, "decimal", WORDS), 2),
    "messy/us-crime-2.xlsx": Truth((4, 5), (WORDS, "integer", "integer", *(NUMBER, "decimal") * 10), 198),
    "messy/utf-16le_encoded.csv": Truth(
        (1,), ("text", "text", WORDS, WORDS, *("integer",) * 15), 327, (), "utf-16"
    ),
    "messy/utf8bom.csv": Truth((), (WORDS, WORDS), 1, (), "utf-8-sig"),
    "messy/vaccinations.xlsx": Truth((1, 2, 3), ("text", *BLOCK * 42), 53),
    "messy/weird_head_padding.csv": Truth((12,), ("text", *("integer",) * 9), 60, (), "utf-8"),
    "messy/whitespace-xlsx.xlsx": Truth((1,), (WORDS,), 5),
    "nordic_raw/MUCF_20241108.xlsx": Truth((2,), ("integer", WORDS, WORDS, WORDS, WORDS, "decimal"), 54),
    "nordic_raw/SCB_AKU_arbetslosa.csv": Truth((3,), (*(WORDS,) * 3, *("decimal",) * 25), 6, (), "cp1252"),
    "nordic_raw/SCB_AKU_sysselsatta.csv": Truth((3,), (*(WORDS,) * 4, *("decimal",) * 25), 3, (), "cp1252"),
    "nordic_raw/no_udir_nedlasting.csv": Truth(
        (1,), ("text", *("category",) * 8, NUMBER, "category"), 6233, (), "utf-8-sig"
    ),
    "nordic_raw/ohalsotal.xlsx": Truth(
        (1,), ("integer", "integer text", *(WORDS,) * 4, "decimal", *(WORDS,) * 3), 12, (7,)
    ),
    "nordic_raw/ohalsotal_2024_11_06.xlsx": Truth((1,), ("integer", *(WORDS,) * 5, "decimal"), 108, (1,)),
    "nordic_raw/se_kommuner.csv": Truth((1,), (WORDS, WORDS), 290, (0,), "utf-8-sig"),
    "nordic_raw/se_skolverksamhet.csv": Truth(
        (1,), (WORDS, "text", *("boolean",) * 3), 7594, (0,), "utf-8-sig"
    ),
}
REFUSED = {
    "messy/pass_protected.xlsx": "the workbook is protected by a password",
    "messy/ozmarriage.xlsx": "the workbook takes values from other files",
}


@pytest.fixture(scope="module")
def proposals(shared_data: Path) -> dict[str, Proposal]:
    return {name: propose(shared_data / name) for name in TRUTH}


def right(proposal: Proposal, truth: Truth) -> list[bool]:
    """Column by column, whether the type is right; a column too many or too few is wrong."""
    found = [guess.type for guess in proposal.guesses]
    fits = [kind in kinds.split() for kind, kinds in zip(found, truth.types, strict=False)]
    return fits + [False] * abs(len(found) - len(truth.types))


def test_every_file_is_proposed_or_refused(shared_data: Path) -> None:
    there = {
        f"{folder}/{p.name}" for folder in ("messy", "nordic_raw") for p in (shared_data / folder).iterdir()
    }
    assert {*TRUTH, *REFUSED} == there
    for name, problem in REFUSED.items():
        with pytest.raises(ContractError) as caught:
            propose(shared_data / name)
        assert [fault.problem for fault in caught.value.faults] == [problem]


def test_header_rows_are_right_in_nine_of_ten_files(proposals: dict[str, Proposal]) -> None:
    wrong = {n: p.table.header_rows for n, p in proposals.items() if p.table.header_rows != TRUTH[n].header}
    assert len(wrong) <= (1 - LEAST) * len(TRUTH), wrong


def test_types_are_right_in_nine_of_ten_columns_and_on_average_of_files(
    proposals: dict[str, Proposal],
) -> None:
    fits = {name: right(proposal, TRUTH[name]) for name, proposal in proposals.items()}
    columns = [fit for file in fits.values() for fit in file]
    shares = {name: sum(file) / len(file) for name, file in fits.items()}
    assert sum(columns) >= LEAST * len(columns), shares
    assert sum(shares.values()) >= LEAST * len(shares), shares


def test_codes_with_leading_zeros_keep_them_in_nine_of_ten_columns(proposals: dict[str, Proposal]) -> None:
    guesses = {(n, p): proposals[n].guesses[p] for n, truth in TRUTH.items() for p in truth.zeros}
    kept = [guess.type == "text" for guess in guesses.values()]
    assert len(kept) == 4
    assert sum(kept) >= LEAST * len(kept), guesses
    columns = {
        (name, place)
        for name, proposal in proposals.items()
        for place, cells in enumerate(proposal.table.columns)
        if any(
            isinstance(cell, str)
            and cell.strip().isdigit()
            and len(cell.strip()) > 1
            and cell.strip()[0] == "0"
            for cell in cells
        )
    }
    assert columns == set(guesses)


def test_encodings_rows_and_what_ends_the_table_are_right(proposals: dict[str, Proposal]) -> None:
    assert {n: p.table.encoding for n, p in proposals.items()} == {n: t.encoding for n, t in TRUTH.items()}
    assert {n: len(p.table.columns[0]) for n, p in proposals.items()} == {n: t.rows for n, t in TRUTH.items()}


def test_a_wrong_type_is_never_proposed_as_sure(proposals: dict[str, Proposal]) -> None:
    for name, proposal in proposals.items():
        for guess, fits in zip(proposal.guesses, right(proposal, TRUTH[name]), strict=False):
            assert fits or guess.doubts, (name, guess)


@pytest.mark.parametrize("name", TRUTH)
def test_the_proposal_is_a_contract_that_reads_its_file(name: str, shared_data: Path, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.yaml").write_text("language: sv\n", encoding="utf-8")
    told = write_draft(tmp_path, "prov", shared_data / name, force=False)
    contract = load_project(tmp_path).sources["prov"]
    extract = open_extract(shared_data / name, contract)
    assert sum(1 for _ in extract.rows()) == TRUTH[name].rows
    text = (tmp_path / "config/sources/prov.yaml").read_text(encoding="utf-8")
    checks = [line for line in text.splitlines() if line.lstrip().startswith("# CHECK ")]
    assert len(checks) == sum(line.startswith("  unsure  ") for line in told)


def test_what_looks_like_persons_is_marked(proposals: dict[str, Proposal]) -> None:
    marked = {
        (name.partition("/")[2], guess.name)
        for name, proposal in proposals.items()
        for guess in proposal.guesses
        if guess.is_personal
    }
    # Names of languages and of states look like names of persons: a person has to say that they are not.
    assert marked == {
        ("deaths.xlsx", "name"),
        ("deaths.xlsx", "date_of_birth"),
        ("latin1.csv", "name"),
        ("vaccinations.xlsx", "names"),
    }
