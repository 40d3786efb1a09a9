"""Tables of counts do not alarm: a check that stops good reports is turned off."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from sparbar.personal.places import places_of
from sparbar.personal.scan import Look

LayOut = Callable[[list[list[str]]], tuple[str, str]]
CHANCE = random.Random(20231114)
COUNTS: dict[str, Callable[[], int]] = {
    "of few people": lambda: CHANCE.randint(0, 20),
    "up to a hundred": lambda: CHANCE.randint(0, 99),
    "of all sizes": lambda: int(10 ** CHANCE.uniform(0, 3.3)),
    "of many people": lambda: int(10 ** CHANCE.uniform(0, 6)),
}
LABELS: tuple[Callable[[int], str], ...] = (
    lambda row: "Norr",
    lambda row: f"{row % 12 + 1:02d}",
    lambda row: str(1990 + row),
    lambda row: f"2023-{row % 12 + 1:02d}-{row % 28 + 1:02d}",
    lambda row: CHANCE.choice(("0114", "0180", "0305", "0509", "0512", "0604", "0120", "0880")),
    lambda row: f"{row * 5:02d}\N{EN DASH}{row * 5 + 4:02d}",
)


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def as_page(rows: list[list[str]]) -> tuple[str, str]:
    lines = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return "t.html", f"<!doctype html><table>{lines}</table>"


def as_list(rows: list[list[str]]) -> tuple[str, str]:
    return "t.csv", "\n".join(",".join(row) for row in rows)


def as_lines(rows: list[list[str]]) -> tuple[str, str]:
    """As the text of a PDF reads, in which nothing tells cells apart."""
    return "t.txt", "\n".join(" ".join(row) for row in rows)


def alarms(count: Callable[[], int], write: Callable[[int], str], lay_out: LayOut, tables: int) -> float:
    """The share of tables of 20 rows, with 3 to 10 columns, that alarm."""
    CHANCE.seed(20231114)
    found = 0
    for number in range(tables):
        label, columns = LABELS[number % len(LABELS)], CHANCE.randint(3, 10)
        rows = [[label(row), *(write(count()) for _ in range(columns))] for row in range(20)]
        name, text = lay_out(rows)
        look = Look()
        found += any(
            True
            for place in places_of(name, text.encode())
            for _ in look.hits(place.text, is_row=place.is_row)
        )
    return found / tables


@pytest.mark.parametrize("kind", COUNTS)
@pytest.mark.parametrize("lay_out", [as_page, as_lines])
def test_a_table_of_counts_alarms_less_than_once_in_fifty(kind, lay_out):
    assert alarms(COUNTS[kind], grouped, lay_out, 120) < 0.02


@pytest.mark.parametrize("kind", COUNTS)
def test_a_list_of_counts_without_groups_alarms_less_than_once_in_twenty(kind):
    assert alarms(COUNTS[kind], str, as_list, 120) < 0.05
    assert alarms(COUNTS[kind], str, as_lines, 120) < 0.05
