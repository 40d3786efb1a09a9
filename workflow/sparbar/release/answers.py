"""What is known of columns with several answers: who has none is counted, and all others have one or more."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from sparbar.release.lattice import Sum
from sparbar.release.populations import HOLDS, NONE, Population, answer

# Columns of what is counted here that is no people: answers, and those beyond each one's first.
_GIVEN, _FURTHER = "answers:", "further answers:"

# Columns with several answers of a population's source, each with all its codes.
Columns = Callable[[Population], Iterable[tuple[str, tuple[str, ...]]]]


def counts_answers(population: Population) -> bool:
    """Whether this is a number of answers: no people, so that a small one tells of nobody."""
    return any(column.startswith((_GIVEN, _FURTHER)) for column, _ in population.parts)


def answer_sums(populations: Iterable[Population], columns: Columns) -> Iterator[Sum]:
    """Sums that follow for all populations that are shown by every code of such a column.

    Answers are people and further answers, so they are no fewer than the people.
    """
    known = dict.fromkeys(populations)
    for population in known:
        for column, codes in columns(population):
            if not any(name.startswith(answer(column, "")) for name, _ in population.parts):
                yield from _sums(population, column, codes, known)


def _sums(
    population: Population, column: str, codes: tuple[str, ...], known: Container[Population]
) -> Iterator[Sum]:
    by_code = {code: population.and_(answer(column, code), [HOLDS]) for code in codes}
    none = population.and_(answer(column, NONE), [HOLDS])
    if codes and all(part in known for part in by_code.values()):
        given, further = (population.and_(f"{what}{column}", [HOLDS]) for what in (_GIVEN, _FURTHER))
        yield given, (*by_code.values(), none)
        yield given, (population, further)
