"""From counts and rules to a plan: what is hidden, why, and what an attacker can still find out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from sparbar.disclosure.cells import Interval, Rules, Table, sensitive_cells
from sparbar.disclosure.equal import join_equal

if TYPE_CHECKING:
    from sparbar.disclosure.attacker import Attacker, System
    from sparbar.disclosure.within import AttackerWithin

# Beside rounded numbers, so many cells times hidden ones are looked at for the widest interval of each.
_LOOKED_AT = 50_000


@dataclass(frozen=True)
class Plan:
    """What is hidden, with the proof.

    Attributes:
        hidden: names of the cells that are not shown.
        sensitive: those that are too small to be known; the others are hidden for their sake.
        intervals: for each hidden or sensitive cell, what the attacker finds; in large tables with rounded
            numbers what the proof needed: the attacker's own may be wider.
        unprotected: sensitive cells that no choice protects. Nothing may leave while there are any.
        way: how the cells were chosen.
    """

    hidden: frozenset[str] = frozenset()
    sensitive: frozenset[str] = frozenset()
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    unprotected: tuple[str, ...] = ()
    way: Literal["nothing to hide", "exact", "quick"] = "nothing to hide"


def attack(table: Table, hidden: Iterable[str], of: Iterable[str] | None = None) -> dict[str, Interval]:
    """What can be found out of each cell that is hidden or never shown.

    Args:
        of: names of those to look at; all of them, where left out.
    """
    from sparbar.disclosure.attacker import System

    hidden = set(hidden)
    attacker = _attacker(System.of(table), hidden)
    names = [c.name for c in table.cells if c.exposure == "never" or c.name in hidden]
    wanted = set(names) if of is None else set(of)
    return {name: attacker.interval(name) for name in names if name in wanted}


def protect(table: Table, rules: Rules, sensitive: Iterable[str] | None = None) -> Plan:
    """Choose what to hide so that every sensitive cell is safe, at the least cost, and prove it.

    Where cells are told as rounded numbers, the attacker knows these within their bounds, and the choice is
    a greedy one.

    Args:
        sensitive: names of the cells that must not be known; those that the rules call small, where left out.
    """
    wanted = sensitive_cells(table, rules) if sensitive is None else frozenset(sensitive)
    if not wanted:
        return Plan()
    joined = join_equal(table)
    plan = _protected(joined.table, rules, joined.these(wanted))
    hidden = frozenset(name for name in joined.all_of(plan.hidden) if table.by_name[name].exposure == "open")
    # What no number shows is told once, and not by all of its names.
    told = {name: joined.names[name] for name in sorted(hidden)}
    told |= {name: name for name in sorted(plan.intervals) if name not in told.values()}
    return replace(
        plan,
        hidden=hidden,
        sensitive=joined.all_of(plan.sensitive),
        intervals={name: plan.intervals[own] for name, own in told.items() if own in plan.intervals},
        unprotected=tuple(sorted(joined.all_of(plan.unprotected) & wanted)),
    )


def _protected(table: Table, rules: Rules, wanted: frozenset[str]) -> Plan:
    from sparbar.disclosure.attacker import Attacker, System
    from sparbar.disclosure.choose_within import choose_within
    from sparbar.disclosure.within import AttackerWithin

    system = System.of(table)
    everything = frozenset(cell.name for cell in table.cells if cell.exposure == "open")
    most = _attacker(system, everything)
    lost = tuple(most.weak(sorted(wanted), rules))
    if lost:
        return Plan(everything, wanted, {n: most.interval(n) for n in lost}, lost, "quick")
    if isinstance(most, Attacker):
        hidden, way = _chosen(system, rules, wanted, len(everything))
        attacker: Attacker | AttackerWithin = Attacker(system, hidden)
    else:
        attacker = choose_within(system, rules, wanted)
        hidden, way = attacker.hidden, "quick"
    weak = tuple(attacker.weak(sorted(wanted), rules))
    names = sorted(hidden | wanted)
    if isinstance(attacker, AttackerWithin) and len(names) * len(table.cells) > _LOOKED_AT:
        intervals = {name: attacker.known(name) for name in names}
    else:
        intervals = {name: attacker.interval(name) for name in names}
    return Plan(hidden, wanted, intervals, weak, way)


def _attacker(system: System, hidden: Iterable[str]) -> Attacker | AttackerWithin:
    if any(cell.is_rounded for cell in system.table.cells):
        from sparbar.disclosure.within import AttackerWithin

        return AttackerWithin(system, hidden)
    from sparbar.disclosure.attacker import Attacker

    return Attacker(system, hidden)


def _chosen(
    system: System, rules: Rules, sensitive: frozenset[str], size: int
) -> tuple[frozenset[str], Literal["exact", "quick"]]:
    from sparbar.disclosure.choose import OutOfWork, choose_exactly, choose_quickly

    if size <= rules.largest:
        for strict in (True, False):
            try:
                hidden = choose_exactly(system, rules, sensitive, strict)
            except OutOfWork:
                break
            if hidden is not None:
                return hidden, "exact"
    return choose_quickly(system, rules, sensitive), "quick"
