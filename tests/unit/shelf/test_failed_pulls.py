"""A pull that failed, as the shelf tells it: to the reports that wait for it, until one goes well."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sparbar.errors import EnvironmentFault, Fault
from sparbar.model.notes import write_note
from tests.unit.shelf.made import BUILT, FAULT, Made, write

TITLE = "En nyare hämtning misslyckades"
PULL = "pull: {kind: folder, folder: share, files: x}\n"
NOTE = {"verb": ["pull", "folk"], "exit_code": 3, "message": "x", "faults": [FAULT]}


def fail(
    made: Made, *, hours: int = 1, code: int = 3, source: str = "folk", days: tuple[str, ...] = ()
) -> None:
    """The word that a failed pull left, some hours after the documents were built."""
    path = made.root / "results/rebuild/pulls" / f"{source}.json"
    note = {**NOTE, "verb": ["pull", source], "exit_code": code, "days": days}
    write(path, note, BUILT + timedelta(hours=hours))


@pytest.fixture
def made(made: Made) -> Made:
    """The project, whose source can be pulled."""
    made.change("config/sources/folk.yaml", "person: nr", f"person: nr\n{PULL}")
    return made


def ask(made: Made, which: str) -> None:
    """Have the report mean another extract."""
    made.change("config/reports/prov.yaml", "folk: 2023-06-14", f"folk: {which}")


def test_a_report_that_wants_the_latest_says_that_a_newer_pull_failed_and_why(made: Made) -> None:
    ask(made, "latest")
    fail(made)
    said = made.said()
    at = said.index(TITLE)
    assert said[at : at + 4] == [
        TITLE,
        "Försök gjort 20 juni 2023 kl. 15:30. Hämtningen från folk prövades. "
        "Det som kom är inte som kontraktet säger, och ligger i karantän. "
        "Dokumenten här bygger på de senaste uppgifter som höll. "
        "Vad som står i cellerna, och hur det rättas, står i message.txt och issues.xlsx i data/quarantine.",
        "kön has 1 value outside the contract",
        "Var",
    ]
    assert said[3:5] == [
        "1 rapport har ett bygge eller en hämtning som misslyckades:",
        "Prov under 2023, Intern",
    ]
    assert "HEMLIGT" not in made.page()


def test_a_newer_build_takes_nothing_back(made: Made) -> None:
    ask(made, "latest")
    fail(made, hours=-5)
    assert TITLE in made.said()


@pytest.mark.parametrize(
    ("which", "is_told"),
    [
        ("latest", True),
        ("latest on or before 2023-06-20", True),
        ("latest on or before 2023-06-19", False),
        ("2023-06-14", False),
    ],
)
def test_it_is_told_where_a_newer_extract_would_be_used(made: Made, which: str, is_told: bool) -> None:
    if which != "2023-06-14":
        ask(made, which)
    fail(made)
    assert (TITLE in made.said()) is is_told


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        (("2023-06-16",), False),
        (("2023-06-15",), True),
        (("2023-06-16", "2023-06-15"), True),
    ],
)
def test_a_late_delivery_is_told_where_its_own_date_is_one_that_is_asked_for(
    made: Made, days: tuple[str, ...], is_told: bool
) -> None:
    """It is the 20th, and the report means the latest until the 15th."""
    ask(made, "latest on or before 2023-06-15")
    fail(made, days=days)
    assert (TITLE in made.said()) is is_told


def test_a_source_that_is_no_longer_pulled_holds_nothing_back(made: Made) -> None:
    ask(made, "latest")
    fail(made)
    made.change("config/sources/folk.yaml", PULL, "")
    assert TITLE not in made.said()


def test_a_contract_that_cannot_be_read_may_have_a_pull(made: Made) -> None:
    ask(made, "latest")
    fail(made, code=2)
    made.change("config/sources/folk.yaml", "person: nr", "persons: nr")
    assert "En nyare hämtning misslyckades" in made.said()


def test_the_pull_of_another_source_does_not_concern_a_report(made: Made) -> None:
    ask(made, "latest")
    other = (made.root / "config/sources/folk.yaml").read_text(encoding="utf-8")
    other = other.replace("source: folk", "source: annat")
    (made.root / "config/sources/annat.yaml").write_text(other, encoding="utf-8")
    fail(made, source="annat")
    assert TITLE not in made.said()


def test_readers_outside_are_told_that_and_not_what(made: Made) -> None:
    ask(made, "latest")
    made.change("config/reports/prov.yaml", "metrics: [folk]", "metrics: [folk]\naudiences: [public]")
    fail(made)
    said = made.said()
    assert TITLE in said
    assert FAULT["problem"] not in said
    assert FAULT["where"] not in said


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, "Något som är skrivet i kontraktet kan inte stämma, eller så saknas ett lösenord."),
        (3, "Det som kom är inte som kontraktet säger, och ligger i karantän."),
        (6, "Källan gav inget, eller så stod datorn i vägen."),
        (1, "Det är ett fel i programmet."),
    ],
)
def test_each_kind_of_failed_pull_has_its_words(made: Made, code: int, words: str) -> None:
    ask(made, "latest")
    fail(made, code=code)
    assert words in " ".join(made.said())


def test_failures_are_told_where_the_documents_are_of_the_future(made: Made) -> None:
    """The clock was set back: times no longer tell what came before what."""
    write(made.reports / "internal/verification.json", {"passed": True}, BUILT + timedelta(days=900))
    made.fail("measure prov", 3, FAULT)
    assert "Ett nyare bygge misslyckades" in made.said()


def test_the_last_run_is_the_last_rebuild_also_where_it_built_nothing(made: Made) -> None:
    write(made.root / "results/rebuild/done.txt", "", BUILT + timedelta(days=3))
    assert made.said()[2].endswith("Senaste körning: 23 juni 2023 kl. 14:30.")


def test_a_note_is_read_as_it_was_written(made: Made) -> None:
    ask(made, "latest")
    error = EnvironmentFault(
        Fault("the folder is not there", "config/sources/folk.yaml, pull", fix="connect it")
    )
    write_note(made.root / "results/rebuild/pulls/folk.json", ("pull", "folk"), error)
    assert {"the folder is not there", "connect it"} <= set(made.said())
