"""What to say of a fact that a ledger does not have: which part of its name is wrong, and what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sparbar.errors import nearest
from sparbar.model.ledger import Fact, Ledger, fact_id

# More codes than these are not listed but counted.
_MOST_LISTED = 15


@dataclass(frozen=True)
class Unknown:
    """Why there is no such fact: the problem, what is known in its place, and what to do."""

    problem: str
    expected: str
    fix: str


def explain_unknown(ledger: Ledger, metric: str, slice_: Mapping[str, str | None], at: str) -> Unknown:
    """The part of a fact's name that is wrong: metric, alias, dimension, code, or how they are combined."""
    name = fact_id(metric, slice_.items(), at)
    problem = f"there is no fact {name}"
    own = [fact for fact in ledger.facts if fact.metric == metric]
    if not own:
        known = [item.id for item in ledger.metrics]
        fix = nearest(metric, known) or "define the metric under config/metrics, or correct its name"
        return Unknown(problem, "", fix)
    here = [fact for fact in own if fact.at == at]
    if not here:
        known = sorted({fact.at for fact in own if fact.at})
        return Unknown(
            problem, f"at: {_listed(known)}", nearest(at, known) or "leave at out, or name one of these"
        )
    return _explain_slice(ledger, here, slice_, problem)


def _explain_slice(
    ledger: Ledger, here: list[Fact], slice_: Mapping[str, str | None], problem: str
) -> Unknown:
    metric = here[0].metric
    dims = list(dict.fromkeys(dim for fact in here for dim, _ in fact.slice))
    for dim, code in slice_.items():
        if dim not in dims:
            fix = nearest(dim, dims) or f'add {dim} to the "by" of {metric}, or leave it out'
            return Unknown(f"{problem}: it is not sliced by {dim}", f"slices by {_listed(dims)}", fix)
        codes = [c for fact in here for d, c in fact.slice if d == dim and c is not None]
        codes += list(ledger.labels.get(dim, {}))
        known = list(dict.fromkeys(codes))
        if code is not None and code not in known:
            return Unknown(
                f'{problem}: {dim} has no code "{code}"',
                f"{dim}: {_listed(known)}",
                _near_code(ledger, dim, code, known) or "write one of the codes, as the contract has them",
            )
    combined = list(dict.fromkeys("+".join(dim for dim, _ in fact.slice) or "no slice" for fact in here))
    return Unknown(problem, f"slices: {_listed(combined)}", f'add the combination to the "by" of {metric}')


def _near_code(ledger: Ledger, dim: str, code: str, known: list[str]) -> str:
    """The nearest code, by its spelling or by its label ("Kvinna")."""
    labels = {label.casefold(): c for c, label in ledger.labels.get(dim, {}).items() if c in known}
    by_label = labels.get(code.casefold())
    if by_label is None:
        folded = {c.casefold(): c for c in known}
        by_label = folded.get(code.casefold())
    if by_label is not None:
        return f'did you mean "{by_label}"?'
    found = nearest(code, known)
    if found:
        return found
    label = nearest(code.casefold(), list(labels)).removeprefix('did you mean "').removesuffix('"?')
    return f'did you mean "{labels[label]}"?' if label else ""


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_LISTED])
    more = len(names) - _MOST_LISTED
    return (f"{shown} and {more} more" if more > 0 else shown) or "none"
