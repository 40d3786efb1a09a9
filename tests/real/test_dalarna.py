"""The 14 pulls of Dalarna in order: pull, build, and what was published then."""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest

from tests.conftest import ROOT
from tests.real.dalarna import pull_all, read_headlines, read_workbook

COUNTRY, COUNTY = "00", "20"
# Publications between 2024-03-15 and 2024-10-16, and after it, rest on pulls that are not among the 14.
WITHOUT_PULL = {
    *("2024-05-20", "2024-06-17", "2024-06-18", "2024-08-21", "2024-08-22", "2024-12-12"),
}
# The pulls in which no value differs from the one before.
SAME_BYTES = ("2023-06-12",)
SAME_VALUES = ("2023-06-15", "2023-09-06", "2023-10-10", "2023-11-23", "2024-03-15")


@pytest.fixture(scope="module")
def pulls(shared_data, tmp_path_factory, run):
    """The report after each of the pulls, by day."""
    return dict(pull_all(tmp_path_factory.mktemp("dalarna"), shared_data / "dalarna" / "kommun", run))


@pytest.fixture(scope="module")
def headlines(shared_data):
    found = read_headlines(shared_data / "dalarna" / "published_headlines.csv")
    assert len(found) == 33
    return found


def current(pulls, day):
    """The newest pull on a day."""
    return pulls[max(pull for pull in pulls if pull <= day)]


def month_of(report, fact="manad"):
    return report.day(fact).strftime("%YM%m")


def test_every_published_headline_comes_from_the_pull_that_was_current(pulls, headlines):
    reproduced = 0
    for headline in headlines:
        report = current(pulls, headline.published)
        if month_of(report) != headline.month:
            assert headline.published in WITHOUT_PULL, headline
            continue
        assert headline.published not in WITHOUT_PULL
        county, country = (f"{value} %".replace(".", ",") for value in (headline.county, headline.country))
        said = rf"I \w+ {headline.month[:4]} var arbetslösheten {county} i Dalarna och {country} i riket\."
        assert re.search(said, report.text), headline
        reproduced += 1
    assert reproduced == 22


def test_the_months_whose_own_pull_is_missing_stand_in_a_later_pull_as_they_were_published(pulls, headlines):
    later = pulls["2024-10-16"]
    missing = []
    for headline in headlines:
        if headline.published in WITHOUT_PULL:
            day = f"{headline.month[:4]}-{headline.month[5:]}-01"
            shares = (f"over_aret[kod={code},manad={day}]" for code in (COUNTY, COUNTRY))
            if any(share not in later.facts for share in shares):
                missing.append(headline.published)
                continue
            assert later.number(f"over_aret[kod={COUNTY},manad={day}]") == Fraction(headline.county)
            assert later.number(f"over_aret[kod={COUNTRY},manad={day}]") == Fraction(headline.country)
    assert missing == ["2024-12-12"]


def test_the_municipalities_are_ranked_and_compared_with_the_year_before(pulls, shared_data):
    for day, report in pulls.items():
        (file,) = (shared_data / "dalarna" / "kommun").glob(f"{day}_*")
        rows, now, before = read_workbook(file), month_of(report), month_of(report, "manad_forra_aret")
        assert (int(now[:4]) - 1, now[4:]) == (int(before[:4]), before[4:])
        latest = {code: row for (month, code), row in rows.items() if month == now}
        shares = {code: Fraction(str(row["arbetslöshet"])) for code, row in latest.items()}
        assert len(shares) == 17
        towns = {code: share for code, share in shares.items() if code not in (COUNTRY, COUNTY)}
        for code, share in towns.items():
            rank = 1 + sum(other > share for other in towns.values())
            earlier = Fraction(str(rows[before, code]["arbetslöshet"]))
            assert report.number(f"kommuner[kod={code}]") == share
            assert report.number(f"plats[kod={code}]") == rank
            assert report.number(f"forandring[kod={code}]") == share - earlier


def test_the_published_share_is_that_of_the_counts_in_its_row(pulls):
    for report in pulls.values():
        for name in report.facts:
            if name.startswith("raknad[") and "@" not in name:
                counted = report.number(name) * 100
                assert abs(counted - report.number(name.replace("raknad", "andel"))) <= Fraction(1, 20)


def test_which_pulls_change_no_value_is_told(pulls):
    unchanged = [day for day, report in pulls.items() if "checked, unchanged" in report.said]
    assert unchanged == list(SAME_BYTES)
    same = [
        day
        for day, report in pulls.items()
        if day not in SAME_BYTES and any(extract.get("no_change") for extract in report.changes["extracts"])
    ]
    assert same == list(SAME_VALUES)
    for day in same:
        assert pulls[day].changes["facts"] == []
        assert "ny fil, men inget värde är ändrat" in pulls[day].page


def test_months_that_come_in_are_told_as_months(pulls):
    (extract,) = pulls["2023-09-04"].changes["extracts"]
    assert (extract["added"], extract["removed"], extract["changed"]) == (0, 0, 0)
    assert extract["entering"] == ["Månad: april 2023, maj 2023, juni 2023 kommer in (51 rader)"]


def test_what_moved_is_told_with_its_sentence(pulls):
    changes = pulls["2024-10-16"].changes
    assert pulls["2024-10-16"].diff == changes
    moved = {fact["id"]: (fact["old"], fact["new"]) for fact in changes["facts"]}
    assert moved["lanet"] == ("4,4\u00a0%", "3,9\u00a0%")
    assert "I juli 2024 var arbetslösheten 3,9 % i Dalarna och 5,2 % i riket." in [
        sentence["text"].replace("\xa0", " ") for sentence in changes["sentences"]
    ]


def test_the_documentation_accounts_for_every_headline(shared_data):
    """Which pull was current, and which headlines are skipped because no pull has their month yet."""
    files = sorted((shared_data / "dalarna" / "kommun").iterdir())
    newest = {file.name[:10]: max(month for month, _ in read_workbook(file)) for file in files}
    last = {month for month, _ in read_workbook(files[-1])}
    page = (ROOT / "docs" / "real-input.md").read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if re.match(r"\| 20\d\d-", line)]
    wanted = []
    with (shared_data / "dalarna" / "published_headlines.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            day, month = row["published_on"], row["reference_month"]
            pull = max(pull for pull in newest if pull <= day)
            if newest[pull] == month:
                outcome = "as published"
            elif month in last:
                pull, outcome = "–", f"skipped; stands in the pull of {files[-1].name[:10]} as published"
            else:
                pull, outcome = "–", "skipped; in no pull"
            cells = (day, row["source_commit"], month, row["dalarna_pct"], row["riket_pct"], pull, outcome)
            wanted.append(f"| {' | '.join(cells)} |")
    assert told == wanted
    assert {line[2:12] for line in told if "skipped" in line} == WITHOUT_PULL
