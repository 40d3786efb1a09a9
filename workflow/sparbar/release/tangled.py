"""Questions that are not read as codes, and that follow from what other numbers tell by the same columns.

A comparison of two columns, or with the latest day of an extract, the days between two dates, an age: each
is a question of its own. Who knows enough of the columns behind it can work it out, group by group; so it is
not told beside numbers by all of these, nor beside another such question about one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sparbar.config.conditions import Compare, Condition, Missing, leaves
from sparbar.config.metrics import MetricDef
from sparbar.config.project import Scope
from sparbar.model.ledger import Ledger
from sparbar.release.codebook import Codebook, Cuts, Home
from sparbar.release.joined import asked_of_left
from sparbar.release.pieces import compared_columns, is_literal


@dataclass(frozen=True)
class Question:
    """One that is not read as codes: what it is, and the columns behind it."""

    name: str
    behind: frozenset[Home]


@dataclass
class Asked:
    """What a metric asks: columns by their codes, and questions of their own."""

    plain: set[Home] = field(default_factory=set)
    own: set[Question] = field(default_factory=set)

    @classmethod
    def by(cls, metric: MetricDef, book: Codebook) -> Asked:
        """What conditions and slices of a metric ask."""
        asked = cls()
        for condition in (metric.where, metric.share):
            asked.add_condition(condition, book)
        for column in metric.by:
            asked.add_column(column, book)
        return asked

    def add_condition(self, condition: Condition | None, book: Codebook) -> None:
        """Add what a condition asks."""
        for part in leaves(condition):
            if isinstance(part, Compare) and not is_literal(part):
                self._add_own(repr(part), compared_columns(part), book)
            elif not isinstance(part, Missing) or book.codes_by_others(part.column):
                # Who lacks a column, or what is made of it, is held against all else.
                self.add_column(part.column, book)

    def add_column(self, column: str, book: Codebook) -> None:
        """Add what a slice by a column asks, or its comparison with a value."""
        derived = book.derived(column)
        if derived is None:
            self.plain.add(book.home(column))
        elif derived.condition is not None:
            self.add_condition(book.condition_of(column), book)
        elif made := derived.bands or derived.recode:
            self.add_column(book.name_here(made.of, column), book)
        else:
            self._add_own(repr(book.home(column)), book.parts_of(column), book)

    def _add_own(self, name: str, columns: Iterable[str], book: Codebook) -> None:
        behind = Asked()
        for column in columns:
            behind.add_column(column, book)
        self.own.add(Question(name, frozenset(behind.plain.union(*(other.behind for other in behind.own)))))


def tangled_metrics(told: Sequence[tuple[Scope, Ledger]], cuts: Cuts) -> frozenset[str]:
    """Metrics of the first ledger not to be told beside its others, and those of ledgers that are out."""
    by_ledger = [_asked_by(scope, ledger, cuts) for scope, ledger in told]
    every = [asked for metrics in by_ledger for asked in metrics.values()]
    plain = set[Home]().union(*(asked.plain for asked in every))
    own = set[Question]().union(*(asked.own for asked in every))
    tangled = {
        question
        for question in own
        if question.behind <= plain
        or any(other != question and other.behind & question.behind for other in own)
    }
    out = {question for metrics in by_ledger[1:] for asked in metrics.values() for question in asked.own}
    known = set[Home]().union(*(question.behind for question in tangled & out))
    return frozenset(
        name for name, asked in by_ledger[0].items() if asked.own & tangled or asked.plain & known
    )


def crossed_metrics(scope: Scope, ledger: Ledger, cuts: Cuts) -> frozenset[str]:
    """Metrics that are sliced by two columns of several answers and ask for one of them as well.

    Who gives several of the answers that are left is then told in part, and those who give none of the other
    column's may follow.
    """
    found = set()
    for name, asked in _definitions(scope, ledger).items():
        book = cuts.book(scope, str(asked.of))
        crossed = {book.home(column) for column in asked.by if book.type_of(column) == "multi"}
        conditions = Asked()
        for condition in (asked.where, asked.share):
            conditions.add_condition(condition, book)
        if len(crossed) > 1 and conditions.plain & crossed:
            found.add(name)
    return frozenset(found)


def _definitions(scope: Scope, ledger: Ledger) -> dict[str, MetricDef]:
    """What each metric of a ledger asks of rows, where its definition is known."""
    known = {metric.id: scope.metrics[metric.id] for metric in ledger.metrics if metric.id in scope.metrics}
    of_rows = [name for name, own in known.items() if not own.parents and str(own.of) in scope.tables]
    return {name: asked_of_left(scope, name) for name in of_rows}


def _asked_by(scope: Scope, ledger: Ledger, cuts: Cuts) -> dict[str, Asked]:
    """What each metric of a ledger asks of people."""
    return {
        name: Asked.by(asked, cuts.book(scope, str(asked.of)))
        for name, asked in _definitions(scope, ledger).items()
    }
