"""Who the made-up participants of Insikt are: answers, codes, corrections and withdrawals, decided by hand.

Decided and not drawn, so that the published totals hold exactly and no impossible person arises (an
interpreter for someone born in Sweden, income support without contact with the municipality).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

Code = str | int | date | tuple[str, ...] | None
"""One coded cell; None is an empty cell, a tuple a cell with several answers."""

HALF_YEAR_DATE: Final = date(2023, 6, 14)
FINAL_DATE: Final = date(2023, 12, 15)

JUNE_NUMBERS: Final = range(1, 64)
LATER_NUMBERS: Final = range(64, 121)

# Running numbers by answer; every number not named here said no.
YES_NUMBERS: Final = (
    *(2, 4, 7, 9, 12, 14, 17, 19, 22, 25, 27, 30, 33, 36, 39, 42),
    *(65, 67, 70, 72, 75, 78, 80, 83, 85, 88, 90, 92, 95, 97, 99, 101, 103, 105, 107),
)
NOT_REACHED_NUMBERS: Final = (
    *(3, 10, 16, 21, 28, 32, 38, 45, 50, 55, 60),
    *(66, 71, 77, 82, 87, 93, 98, 104, 110, 116),
)
FELL_AWAY_NUMBERS: Final = (*(6, 15, 24, 35, 44, 53, 61), *(69, 81, 91, 112, 118))

# One line for each who finished, in the order of YES_NUMBERS: gender, year of birth, country group,
# interpreter, unemployment fund, income support, conversations, missed meetings, recommendation,
# explanations, health named, health registered, contact wished for, contact with city, with health care.
# A dot is an empty cell.
FINISHED: Final = """
M 1968 S N N N 3 0 R ha  J N F N J
K 1974 O J N J 4 1 U sk  N . F J N
M 1972 S N J N 2 0 A ka  N . T N N
M 1979 O N N J 3 1 K ak  J N F J N
K 1965 S N N N 5 2 R hå  J J F N J
M 1981 O J N J 4 0 U us  N . F J N
M 1970 E N N N 3 1 P ha  J N T N J
K 1977 S N J N 2 0 A k   N . D N N
K 1969 O N N J 4 1 K ha  J N F J J
M 1966 N N . N 3 0 R håa J V F N J
M 1983 S N N J 3 2 P ha  J J F J J
K 1971 O N N N 3 0 K a   J N T N N
M 1967 S N J N 4 1 U u   J N F N J
K 1964 O J N J 5 1 P hsa J V F J J
M 1985 S N N N 2 0 U uk  N . T N N
K 1973 O N J N 3 1 X ha  J J B J J
M 1975 S N N J 3 0 K ka  J N F J N
K 1970 O N N N 4 1 R ha  J N F N J
M 1967 S N J N 2 0 A k   N . T N N
M 1982 O J N J 5 2 U su  N . F J N
K 1978 S N N N 3 0 P ha  J J F J J
M 1973 O N N J 4 1 K a   J N F J N
M 1963 S N N N 3 1 R håa J N T N J
K 1984 O N N J 3 0 U ua  N . D J N
M 1971 E N J N 2 0 A ka  N . F N N
K 1966 S N N N 4 1 R ha  J J F N J
M 1980 O J N J 5 1 K sk  J N F J N
M 1969 S N N J 3 2 X ha  J V F J J
K 1976 N N J N 3 0 U ua  J N D N J
M 1974 S N N N 4 0 R ha  J J F N J
M 1986 O N N J 3 1 U uk  N . T J N
K 1972 S N J N 2 0 A ka  J N F N J
M 1961 O N N N 4 1 P ha  J N T N J
K 1979 S N N J 3 0 K a   J N D J N
K 1968 O N N N 3 1 X hs  J J B N J
"""

# Why people said no, in the order of their running numbers; a dot is a person who gave no reason.
REASONS: Final = """
h n hp t ht p n h . hs n tn h p hn s x h nt hp n . ht p h tn h x h
h n hp t h n ht . p hn s h tn h p n hs h x ht n hp h
"""

LETTERS: Final[dict[str, dict[str, str]]] = {
    "kon": {"K": "kvinna", "M": "man"},
    "landgrupp": {"S": "sverige", "N": "norden", "E": "eu_ees", "O": "ovriga_varlden"},
    "ja_nej": {"J": "ja", "N": "nej", "V": "vet_ej"},
    "rekommendation": {
        "A": "arbete",
        "K": "kommunal_anstallning",
        "U": "utbildning",
        "R": "rehabilitering",
        "P": "planering_annan_part",
        "X": "annat",
    },
    "forklaring": {
        "h": "halsa",
        "u": "utbildning",
        "s": "sprak",
        "k": "kontakt_arbetsgivare",
        "a": "ansvar_utanfor",
        "å": "alder",
    },
    "kontaktform": {"F": "fysiskt_mote", "T": "telefon", "D": "digitalt", "B": "brev"},
    "skal": {
        "h": "halsa",
        "n": "ingen_nytta",
        "p": "annan_planering",
        "t": "lagt_fortroende",
        "s": "sprak",
        "x": "annat",
    },
}


@dataclass(frozen=True)
class Correction:
    """A cell that was changed between the two extracts: the value changed, not only its spelling."""

    lopnr: int
    column: str
    half_year: Code
    final: Code


@dataclass(frozen=True)
class Respelling:
    """A cell that was written anew between the two extracts and still says the same."""

    lopnr: int
    column: str
    half_year: str
    final: str


CORRECTIONS: Final = (
    Correction(2, "halsa_registrerad", "nej", "ja"),
    Correction(17, "rekommendation", "planering_annan_part", "rehabilitering"),
    Correction(22, "kon", "kvinna", "man"),
    Correction(25, "akassa", None, "ja"),
    Correction(28, "svar", "ej_nadd", "nej"),
    Correction(28, "skal", None, ("halsa", "ingen_nytta")),
    Correction(30, "antal_samtal", 3, 4),
    Correction(33, "fodelsear", 1967, 1976),
)
RESPELLINGS: Final = (Respelling(4, "kon", "kv", "Kvinna"),)
WITHDRAWN: Final = (18, 42)
"""Running numbers that are in the half-year extract and no longer in the final one."""
