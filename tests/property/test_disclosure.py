"""No hidden count can be recovered: random linked tables and editions against an attacker of our own.

The attacker here shares no code with the protector: it tries every table of whole numbers that fits what is
shown (small tables), or asks another solver call for each cell (larger ones).
"""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sparbar.disclosure import Cell, Relation, Rules, Table, protect, sensitive_cells
from sparbar.disclosure.cells import Exposure
from tests.unit.disclosure.extremes import extremes

counts = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def linked_tables(draw):
    """People by region and by two other things: two tables that share their regions."""
    regions, first, second = draw(st.integers(2, 3)), draw(st.integers(2, 3)), draw(st.integers(2, 3))
    people = [[[draw(counts) for _ in range(second)] for _ in range(first)] for _ in range(regions)]
    values, relations = {}, []
    for r in range(regions):
        values[f"r{r}"] = sum(map(sum, people[r]))
        values |= {f"r{r}a{a}": sum(people[r][a]) for a in range(first)}
        values |= {f"r{r}b{b}": sum(row[b] for row in people[r]) for b in range(second)}
        relations.append(Relation.of_total(f"r{r}", [f"r{r}a{a}" for a in range(first)]))
        relations.append(Relation.of_total(f"r{r}", [f"r{r}b{b}" for b in range(second)]))
    for name, size in (("a", first), ("b", second)):
        for place in range(size):
            parts = [f"r{r}{name}{place}" for r in range(regions)]
            values[f"{name}{place}"] = sum(values[part] for part in parts)
            relations.append(Relation.of_total(f"{name}{place}", parts))
    values["all"] = sum(values[f"r{r}"] for r in range(regions))
    relations.append(Relation.of_total("all", [f"r{r}" for r in range(regions)]))
    return Table(tuple(Cell(name, value) for name, value in values.items()), tuple(relations))


@st.composite
def editions(draw):
    """A first edition that is out, a final one to come, and the difference between them."""
    size = draw(st.integers(2, 4))
    before, new = ([draw(st.integers(0, 30)) for _ in range(size)] for _ in range(2))
    cells, relations = [], []
    layers: tuple[tuple[str, list[int], Exposure], ...] = (
        ("before", before, "shown"),
        ("new", new, "never"),
        ("now", [b + n for b, n in zip(before, new, strict=True)], "open"),
    )
    for name, values, exposure in layers:
        cells += [Cell(f"{name}{place}", value, exposure=exposure) for place, value in enumerate(values)]
        cells.append(Cell(name, sum(values), exposure=exposure))
        relations.append(Relation.of_total(name, [f"{name}{place}" for place in range(size)]))
    for place in ("", *range(size)):
        relations.append(Relation.of_total(f"now{place}", [f"before{place}", f"new{place}"]))
    return Table(tuple(cells), tuple(relations))


def with_totals(cells):
    """Four cells "a" to "d" of two rows and two columns, and what they add up to."""
    totals = {total: sum(cells[part] for part in total) for total in ("ab", "cd", "ac", "bd")}
    return {**cells, **totals, "all": sum(cells[part] for part in "abcd")}


def two_by_two(values):
    """The table of four counts with its totals."""
    cells = with_totals(dict(zip("abcd", values, strict=True)))
    relations = [Relation.of_total(total, total) for total in ("ab", "cd", "ac", "bd")]
    relations += [Relation.of_total("all", ["ab", "cd"]), Relation.of_total("all", ["ac", "bd"])]
    return Table(tuple(Cell(name, value) for name, value in cells.items()), tuple(relations))


def attack_by_solver(table, hidden, name):
    """Least and greatest whole value of a cell, over all cells at once."""
    known = {cell.name for cell in table.cells if cell.exposure != "never"} - set(hidden)
    low = np.array([float(c.value) if c.name in known else 0.0 for c in table.cells])
    high = np.array([float(c.value) if c.name in known else 1e4 for c in table.cells])
    return extremes(table, name, low, high)


def assert_safe(table, rules):
    plan = protect(table, rules)
    small = sensitive_cells(table, rules)
    assert plan.sensitive == small
    for name in sorted(small):
        low, high = attack_by_solver(table, plan.hidden, name)
        is_safe = high - low >= rules.width and high >= rules.reach
        assert is_safe != (name in plan.unprotected), (name, low, high, sorted(plan.hidden))


@settings(max_examples=25)
@given(table=linked_tables(), zeros=st.sampled_from(["show", "hide"]), largest=st.sampled_from([0, 4000]))
def test_no_small_count_of_linked_tables_can_be_recovered(table, zeros, largest):
    assert_safe(table, Rules(zeros=zeros, largest=largest))


@settings(max_examples=25)
@given(table=editions())
def test_no_small_count_follows_from_two_editions(table):
    assert_safe(table, Rules())


@settings(max_examples=25)
@given(values=st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_no_small_count_is_left_when_every_table_is_tried(values):
    table, rules = two_by_two(values), Rules()
    plan = protect(table, rules)
    shown = {cell.name: cell.value for cell in table.cells if cell.name not in plan.hidden}
    fitting = []
    for tried in itertools.product(range(25), repeat=4):
        guess = with_totals(dict(zip("abcd", tried, strict=True)))
        if all(guess[name] == value for name, value in shown.items()):
            fitting.append(guess)
    for name in plan.hidden & plan.sensitive:
        found = {guess[name] for guess in fitting}
        assert max(found) - min(found) >= rules.width
        assert max(found) >= rules.reach
