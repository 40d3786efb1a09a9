"""How long it takes to protect a report: twenty linked tables, and how time grows with what is hidden.

`python -m bench.disclosure` prints two lines per size, with exact and with rounded counts beside the hidden
ones; up to a hundred small counts may take ten seconds.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace

from sparbar.disclosure import Cell, Relation, Rules, Table, behind, protect, show_rounded

TABLES, ROWS, COLUMNS = 20, 16, 5
SMALL = (5, 20, 50, 100)
BASE = 5


def linked_tables(small: int, seed: int = 1) -> Table:
    """Tables about the same people, which share their totals by row, with about so many small counts."""
    chance = random.Random(seed)
    wholes = [chance.randint(60, 200) for _ in range(ROWS)]
    grids = [[_shares(whole, chance) for whole in wholes] for _ in range(TABLES)]
    places = [(t, r, c) for t in range(TABLES) for r in range(ROWS) for c in range(1, COLUMNS)]
    for t, r, c in chance.sample(places, small):
        moved = grids[t][r][c] - chance.randint(1, 4)
        grids[t][r][c] -= moved
        grids[t][r][0] += moved
    values = {f"r{r}": whole for r, whole in enumerate(wholes)} | {"all": sum(wholes)}
    relations = [Relation.of_total("all", [f"r{r}" for r in range(ROWS)])]
    for t, grid in enumerate(grids):
        values |= {f"t{t}r{r}c{c}": grid[r][c] for r in range(ROWS) for c in range(COLUMNS)}
        values |= {f"t{t}c{c}": sum(row[c] for row in grid) for c in range(COLUMNS)}
        relations += [
            Relation.of_total(f"r{r}", [f"t{t}r{r}c{c}" for c in range(COLUMNS)]) for r in range(ROWS)
        ]
        relations += [
            Relation.of_total(f"t{t}c{c}", [f"t{t}r{r}c{c}" for r in range(ROWS)]) for c in range(COLUMNS)
        ]
        relations.append(Relation.of_total("all", [f"t{t}c{c}" for c in range(COLUMNS)]))
    return Table(tuple(Cell(name, value, float(value)) for name, value in values.items()), tuple(relations))


def _shares(whole: int, chance: random.Random) -> list[int]:
    weights = [chance.random() + 0.3 for _ in range(COLUMNS)]
    parts = [max(5, int(whole * weight / sum(weights))) for weight in weights[1:]]
    return (
        [max(0, whole - sum(parts)), *parts]
        if sum(parts) <= whole
        else [whole - 5 * (COLUMNS - 1), *[5] * (COLUMNS - 1)]
    )


def rounded(table: Table) -> Table:
    """The same with every count told to the nearest multiple where it is not hidden."""
    told = (replace(c, shown_as=behind(show_rounded(c.value, BASE), BASE)) for c in table.cells)
    return Table(tuple(told), table.relations)


def main() -> None:
    """Print counts, small ones, hidden ones and seconds."""
    for small in SMALL:
        exact = linked_tables(small)
        for name, table in (("exact", exact), ("rounded", rounded(exact))):
            start = time.process_time()
            plan = protect(table, Rules())
            seconds = time.process_time() - start
            found = f"{len(plan.sensitive)} small, {len(plan.hidden)} hidden, {plan.way}"
            print(f"{len(table.cells)} counts, {name}, {found}: {seconds:.1f} s of CPU")


if __name__ == "__main__":
    main()
