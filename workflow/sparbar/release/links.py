"""Which populations a fact gives the size of, and so what else it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sparbar.disclosure import Interval
from sparbar.model.ledger import Fact, Ledger
from sparbar.release.bounded import AtMost
from sparbar.release.populations import Cuts, Parts, Population
from sparbar.release.summed import Units

Same = Mapping[str, list[tuple[Parts, Parts]]]


@dataclass(frozen=True)
class Link:
    """What one fact tells.

    Attributes:
        shows: the populations whose size its value tells, or rests on.
        base, missing: those that its two counts are.
        refused: why it cannot be released whatever else is, or "".
    """

    shows: tuple[Population, ...] = ()
    base: Population | None = None
    missing: Population | None = None
    refused: str = ""

    @property
    def populations(self) -> tuple[Population, ...]:
        """All of them, each once."""
        both = (*self.shows, *filter(None, (self.base, self.missing)))
        return tuple(dict.fromkeys(both))


@dataclass
class Links:
    """The links of a ledger, with the sizes that its facts give.

    Attributes:
        sums: sums that hold by the facts' own kind: those of a share and the others.
        free: facts that say nothing of people: published statistics, and what is made from them.
        hidden: those whose size the ledger does not tell, so that others may tell it.
        units: what sums, means, medians and extremes tell beside the numbers of people.
        same: by world, conditions that pick the same rows: whoever meets the lesser meets the greater.
        within: between what the sizes lie that a ledger tells as rounded numbers.
        lacking: those who would lack a column, of whom the ledger tells in whatever way that there are none.
        cuts: at which values numbers and days are cut.
    """

    cuts: Cuts
    by_fact: dict[str, Link] = field(default_factory=dict)
    values: dict[Population, int] = field(default_factory=dict)
    within: dict[Population, Interval] = field(default_factory=dict)
    sums: list[tuple[Population, tuple[Population, ...]]] = field(default_factory=list)
    hidden: dict[Population, None] = field(default_factory=dict)
    units: list[Units | AtMost] = field(default_factory=list)
    lacking: set[Population] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    same: Same = field(default_factory=dict)

    def asked(self) -> set[Population]:
        """Those of whom a fact tells more than that nobody lacks its column."""
        links = self.by_fact.values()
        some = {link.missing for link in links if link.missing and self.values.get(link.missing) != 0}
        return some.union(*(link.shows for link in links), (link.base for link in links if link.base))

    def refuse(self, metrics: Iterable[str], ledger: Ledger, why: str) -> None:
        """Let no number of these metrics be told."""
        names = set(metrics)
        for fact in ledger.facts:
            if fact.metric in names and fact.id in self.by_fact:
                self.by_fact[fact.id] = Link(refused=why)

    def told_by(self, fact: Fact) -> set[Population]:
        """The populations whose size a fact of a public ledger tells."""
        link = self.by_fact.get(fact.id, Link())
        found = set(link.shows) if fact.status == "value" else set()
        found |= {link.base} if link.base and fact.base is not None else set()
        return found | ({link.missing} if link.missing and fact.missing is not None else set())
