"""Claims: whether words may stand, by the rules of config and the facts of a ledger.

Compose asks when it writes, and audit asks again from the ledger alone; both get the same answer.
"""

from sparbar.claims.judging import Verdict, judge
from sparbar.claims.likeness import Likeness, Unlike
from sparbar.claims.series import Statement, facts_of, looks_at_series, resolve, restate
from sparbar.claims.suggestions import words_that_hold
from sparbar.claims.targets import NoTarget, Target, find_target
from sparbar.claims.wording import name_of_code, says, with_target, wordings

__all__ = [
    "Likeness",
    "NoTarget",
    "Statement",
    "Target",
    "Unlike",
    "Verdict",
    "facts_of",
    "find_target",
    "judge",
    "looks_at_series",
    "name_of_code",
    "resolve",
    "restate",
    "says",
    "with_target",
    "wordings",
    "words_that_hold",
]
