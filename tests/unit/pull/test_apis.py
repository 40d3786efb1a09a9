"""Kolada and PxWeb, from a server that replays their documented shapes with published values."""

from __future__ import annotations

import csv
import datetime
import json
import zipfile
from typing import Any

import pytest

from sparbar.readers import open_extract
from tests.unit.pull.case import NOON
from tests.unit.pull.server import Answer, serving

LATER = NOON + datetime.timedelta(days=1)
KOLADA = """\
source: visits
title: Visits
file: "visits_{{date}}.zip"
reader: {{kind: kolada}}
key: [kpi, place, year, sex]
columns:
  kpi: {{header: kpi, type: text, label: Kpi, required: true}}
  place: {{header: municipality, type: text, label: Place, required: true}}
  year: {{header: period, type: integer, label: Year, required: true}}
  sex:
    header: gender
    type: category
    label: Sex
    required: true
    values: {{T: {{label: All}}, K: {{label: Women}}, M: {{label: Men}}}}
  value: {{header: value, type: decimal, scale: 10, label: Value}}
pull:
  kind: kolada
  url: {url}
  kpis: [U40455]
  municipalities: ["1480", "1384"]
  years: [2021, 2022]
"""
PXWEB = """\
source: visits
title: Visits
file: "visits_{{date}}.json"
reader: {{kind: jsonstat}}
key: [region, age, sex, month]
columns:
  region: {{header: Region, type: text, label: Region, required: true}}
  age: {{header: Alder, type: text, label: Age, required: true}}
  sex: {{header: Kon, type: text, label: Sex, required: true}}
  month: {{header: Tid, type: text, label: Month, required: true}}
  people: {{header: value, type: integer, label: People}}
pull:
  kind: pxweb
  url: {url}
  table: TAB6471
  selection: {{Region: ["*"], Tid: ["top(12)"]}}
"""


def write(case, text: str):
    (case.root / "config/sources/visits.yaml").write_text(text, encoding="utf-8")
    return case


def read(case, delivery: str):
    """The rows of an extract as its contract reads them."""
    contract = case.project.sources["visits"]
    (path,) = case.project.layout.extract("visits", delivery).iterdir()
    return path, [cells for _, cells in open_extract(path, contract).rows()]


@pytest.fixture
def entries(shared_data):
    """Published values in the shape of Kolada's answers: one entry for key figure, municipality and year."""
    found: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    with (shared_data / "gr_kas" / "gr13_labour_kpis_long.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["kpi"] == "U40455" and row["geo"] in ("1480", "1384") and row["year"] in ("2021", "2022"):
                value = {"gender": row["gender"], "count": 1, "status": "", "value": float(row["value"])}
                found.setdefault((row["kpi"], row["geo"], int(row["year"])), []).append(value)
    return [
        {"kpi": kpi, "municipality": place, "period": year, "values": values}
        for (kpi, place, year), values in sorted(found.items())
    ]


@pytest.mark.parametrize("following", ["next_url", "next_page"])
def test_all_pages_of_kolada_are_kept_as_they_came_and_read_as_one(case, quick, entries, following):
    bodies: list[bytes] = []

    def answer(asked):
        number = int(asked.path.partition("page=")[2] or 1)
        if len(server.asked) == 2:
            return Answer(500)
        page = {"count": 1, "values": [entries[number - 1]]}
        if number < len(entries):
            page[following] = f"{server.url}{asked.path.partition('?')[0]}?page={number + 1}"
        body = json.dumps(page, indent=number).encode()
        bodies.append(body)
        return Answer(body=body)

    with serving(by=answer) as server:
        outcome = write(case, KOLADA.format(url=server.url)).pull()
        assert outcome.state == "new", outcome.refused or outcome.failed
        assert server.asked[0].path == "/data/kpi/U40455/municipality/1480,1384/year/2021,2022"
        bodies_once = list(bodies)
        server.asked.append(server.asked[0])  # the failure comes once
        assert case.pull(at=LATER).state == "unchanged"
    path, rows = read(case, "2024-06-01")
    with zipfile.ZipFile(path) as archive:
        kept = [archive.read(name) for name in archive.namelist() if name.startswith("page-")]
    assert kept == bodies_once
    wanted = [
        (entry["kpi"], entry["municipality"], entry["period"], value["gender"], value["value"])
        for entry in entries
        for value in entry["values"]
    ]
    assert rows == wanted
    assert len(rows) > 6


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "the server answered with no page of values"),
        (b'{"values": [], "next_url": "http://example.org/x"}', "a page points to another server"),
        (b'{"values": [], "next_url": "?again"}', "the pages have no end"),
    ],
)
def test_what_is_no_page_is_refused(case, quick, body, said):
    with serving(Answer(body=body)) as server:
        outcome = write(case, KOLADA.format(url=server.url)).pull()
    assert str(outcome.failed).splitlines()[0] == f"EnvironmentFault: {said}"
    assert case.deliveries == []


def test_a_json_stat_answer_is_kept_as_it_came_and_read_cell_by_cell(case, shared_data):
    body = (shared_data / "pxweb" / "SCB_TAB6471_data.json").read_bytes()
    with serving(Answer(429), Answer(body=body)) as server:
        from sparbar.pull import web

        web_wait, web.FIRST_WAIT = web.FIRST_WAIT, 0.0
        try:
            outcome = write(case, PXWEB.format(url=server.url)).pull()
        finally:
            web.FIRST_WAIT = web_wait
    assert outcome.state == "new", outcome.refused or outcome.failed
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", "/tables/TAB6471/data?lang=sv&outputFormat=json-stat2")
    assert json.loads(asked.body) == {
        "selection": [
            {"variableCode": "Region", "valueCodes": ["*"]},
            {"variableCode": "Tid", "valueCodes": ["top(12)"]},
        ]
    }
    path, rows = read(case, "2024-06-01")
    assert path.read_bytes() == body
    data = json.loads(body)
    assert [row[-1] for row in rows] == data["value"]
    first = {name: next(iter(data["dimension"][name]["category"]["index"])) for name in data["id"]}
    assert rows[0][:4] == tuple(first[name] for name in ("Region", "Alder", "Kon", "Tid"))


PROBLEM = {
    "type": "https://example.org/problems/7",
    "title": "Parameter error",
    "status": 400,
    "detail": "Value 'top(900)' is not valid\n for variable Tid",
}


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (
            "application/problem+json; charset=utf-8",
            json.dumps(PROBLEM).encode(),
            ": Parameter error. Value 'top(900)' is not valid for variable Tid",
        ),
        ("application/json", b'{"error": ["Table not found"]}', ": Table not found"),
        ("application/json", b'{"error": "half', ': {"error": "half'),
        ("application/json", b"[" * 9000, ": " + "[" * 283),
        ("text/plain", "För många celler\r\n".encode(), ": För många celler"),
        ("text/plain", b"the key hemlig nyckel1 is of no use", ": the key … is of no use"),
        ("text/plain", b"x" * 200_000, ": " + "x" * 283),
        ("text/html", b"<html><body>400</body></html>", ""),
        ("application/json", b"{}", ""),
    ],
)
def test_what_a_server_says_of_its_refusal_is_told_in_one_line(case, monkeypatch, kind, body, said):
    monkeypatch.setenv("PX_KEY", "hemlig nyckel1")
    with serving(Answer(400, body, {"Content-Type": kind})) as server:
        text = PXWEB.format(url=server.url) + '  headers: {X-Api-Key: "${PX_KEY}"}\n'
        outcome = write(case, text).pull()
    assert len(server.asked) == 1
    assert str(outcome.failed).splitlines()[:4] == [
        "EnvironmentFault: the server refused",
        "  in        config/sources/visits.yaml, pull",
        f"  found     400 Bad Request{said}",
        "  fix       check the address, the rights and what is asked for in the contract's pull",
    ]


def test_words_that_are_cut_off_are_told_as_far_as_they_came(case):
    with serving(Answer(400, b"Too many", {"Content-Type": "text/plain"}, cut=True)) as server:
        outcome = write(case, PXWEB.format(url=server.url)).pull()
    assert "  found     400 Bad Request: Too many" in str(outcome.failed).splitlines()


def test_a_table_of_another_kind_is_kept_aside(case):
    with serving(Answer(body=b'{"class": "collection"}')) as server:
        outcome = write(case, PXWEB.format(url=server.url)).pull()
    assert outcome.refused[0].message.splitlines()[0] == (
        "ContractError: the file is not of the kind that the contract reads"
    )
