"""Columns computed from others: days between, age, bands, recodes, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import pandas as pd

from sparbar.clean.columns import Array
from sparbar.clean.conditions import evaluate, plain_values, scale_of
from sparbar.config.source_columns import Age, Bands, Derived, Recode
from sparbar.config.sources import Contract


def add_derived(frame: pd.DataFrame, contract: Contract, extract_date: date) -> None:
    """Put the contract's derived columns beside the others, in declared order.

    Missing: where a part is missing, so is what is made from it.
    """
    for name, derived in contract.derived.items():
        frame[name] = pd.Series(_derive(frame, contract, derived, extract_date), index=frame.index)


def _derive(frame: pd.DataFrame, contract: Contract, derived: Derived, extract_date: date) -> Any:
    if derived.days_between is not None:
        first, last = derived.days_between
        known = (frame[first].notna() & frame[last].notna()).to_numpy()
        return pd.arrays.IntegerArray(_days(frame[last]) - _days(frame[first]), ~known)
    if derived.age is not None:
        return _age(frame, contract, derived.age, extract_date)
    if derived.bands is not None:
        return _band(frame, contract, derived.bands)
    if derived.recode is not None:
        return _recode(frame, contract, derived.recode)
    truth = evaluate(derived.condition, frame, contract)
    return pd.arrays.BooleanArray(truth.true, ~truth.known)


def _days(cells: pd.Series[Any]) -> Array:
    return plain_values(cells, "date").astype("datetime64[D]").astype(np.int64)


def _age(frame: pd.DataFrame, contract: Contract, age: Age, extract_date: date) -> Any:
    """Whole years; whole calendar years where either of the two is a column of years."""
    born_year, born_day, known = _year_and_day(frame, contract, age.born)
    if age.at == "extract_date":
        at_year, at_day, is_known = extract_date.year, extract_date.month * 100 + extract_date.day, known
    else:
        at_year, at_day, is_known = _year_and_day(frame, contract, age.at)
    years = at_year - born_year
    if born_day is not None and at_day is not None:
        years = years - (at_day < born_day)
    return pd.arrays.IntegerArray(np.asarray(years, dtype=np.int64), ~(known & is_known))


def _year_and_day(frame: pd.DataFrame, contract: Contract, column: str) -> tuple[Any, Any, Array]:
    """Year, month and day as one number (None for a column of years), and where they are known."""
    cells = frame[column]
    known = cells.notna().to_numpy()
    if contract.type_of(column) != "date":
        return plain_values(cells, "integer"), None, known
    days = pd.DatetimeIndex(plain_values(cells, "date")).where(known, pd.Timestamp(0))
    return days.year.to_numpy(), (days.month * 100 + days.day).to_numpy(), known


def _band(frame: pd.DataFrame, contract: Contract, bands: Bands) -> pd.Categorical:
    values = plain_values(frame[bands.of], "integer")
    factor = 10 ** scale_of(contract, bands.of)
    places = np.full(len(frame), -1, dtype=np.int32)
    is_open = frame[bands.of].notna().to_numpy()
    for place, band in enumerate(bands.into.values()):
        fits = is_open.copy()
        if band.min is not None:
            fits &= values >= ceil(Fraction(str(band.min)) * factor)
        if band.max is not None:
            fits &= values <= floor(Fraction(str(band.max)) * factor)
        places[fits] = place
        is_open = is_open & ~fits
    return pd.Categorical.from_codes(places, categories=pd.Index(list(bands.into), dtype=object))


def _recode(frame: pd.DataFrame, contract: Contract, recode: Recode) -> pd.Categorical:
    cells = frame[recode.of]
    texts = cells.astype(object)
    if contract.type_of(recode.of) == "boolean":
        texts = texts.map({True: "true", False: "false"})
    places = {code: place for place, code in enumerate(recode.values)}
    targets: Mapping[str, int] = {old: places[new] for old, new in recode.into.items()}
    codes = texts.map(lambda text: targets.get(str(text), -1)).to_numpy(dtype=np.int32)
    codes = np.where(cells.notna(), codes, -1)
    return pd.Categorical.from_codes(codes, categories=pd.Index(list(recode.values), dtype=object))
