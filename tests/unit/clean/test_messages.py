import string

import pytest

from sparbar.clean import chunk, dates, numbers, problems, reading, schema
from sparbar.clean.messages import _catalogue, problem_codes, say
from sparbar.config.base import LANGUAGES

CODES = {
    reading.UNKNOWN_VALUE,
    schema.MISSING,
    schema.OUT_OF_RANGE,
    *chunk._ALWAYS_ERRORS,
    *(
        getattr(module, name)
        for module in (numbers, dates)
        for name in dir(module)
        if name.isupper() and not name.startswith("_")
    ),
    *(
        getattr(problems, name)
        for name in ("AFTER_EXTRACT", "DUPLICATE_VALUE", "DUPLICATE_KEY", "KEY_MISSING", "CHECK")
    ),
}


def texts(item, path=""):
    if isinstance(item, dict) and not set(item) <= set(LANGUAGES):
        for key, inner in item.items():
            yield from texts(inner, f"{path}.{key}")
    else:
        yield path, item


def gaps(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_problem_that_cleaning_finds_has_words_and_no_other_has():
    assert set(problem_codes()) == CODES


def test_every_text_stands_in_every_language_with_the_same_gaps():
    for path, item in texts(_catalogue()):
        assert set(item) == set(LANGUAGES), path
        forms = [text if isinstance(text, list) else [text] for text in item.values()]
        assert {len(form) for form in forms} in ({1}, {2}), path
        for same in zip(*forms, strict=True):
            assert len({frozenset(gaps(text)) for text in same}) == 1, path


@pytest.mark.parametrize(
    ("count", "text"), [(1, "Kön har 1 datum som inte finns"), (2, "Kön har 2 datum som inte finns")]
)
def test_a_text_is_chosen_by_the_count(count, text):
    assert say("problems.impossible_date.problem", "sv", {"column": "Kön", "count": count}, count) == text
