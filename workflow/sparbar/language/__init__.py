"""Numbers, dates and words in the report's language: writing them, and seeing every one in a finished text.

Serves Swedish (sv), Danish (da) and English (en). Light by intent: Babel and YAML are imported when first
needed.
"""

from sparbar.language.beside import Place, Typed, typed_beside
from sparbar.language.lexicon import LANGUAGES, QUANTIFIERS, Lexicon, load_lexicon
from sparbar.language.normalise import normalise_text
from sparbar.language.numbers import (
    format_date,
    format_list,
    format_number,
    is_one,
    number_in_words,
    ordinal_in_words,
    round_exact,
    share_in_words,
)
from sparbar.language.numeral import Numeral, Quantifier
from sparbar.language.scan import (
    compare_key,
    find_dates,
    find_numerals,
    find_quantifiers,
    has_comparison,
    negation_beside,
)
from sparbar.language.years import is_year, reads_as_year

__all__ = [
    "LANGUAGES",
    "QUANTIFIERS",
    "Lexicon",
    "Numeral",
    "Place",
    "Quantifier",
    "Typed",
    "compare_key",
    "find_dates",
    "find_numerals",
    "find_quantifiers",
    "format_date",
    "format_list",
    "format_number",
    "has_comparison",
    "is_one",
    "is_year",
    "load_lexicon",
    "negation_beside",
    "normalise_text",
    "number_in_words",
    "ordinal_in_words",
    "reads_as_year",
    "round_exact",
    "share_in_words",
    "typed_beside",
]
