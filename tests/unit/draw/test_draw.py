"""Figures: drawn from released facts only, readable without colour, the same bytes for the same facts."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from matplotlib.axes import Axes
from PIL import Image, ImageColor

from sparbar.audit.own_markup import not_our_own
from sparbar.config.project import Scope
from sparbar.config.reports import FigureDef
from sparbar.draw import draw_report, texts_of_svg
from sparbar.draw.charts import (
    DASHES,
    FILLS,
    HATCHES,
    MARKERS,
    MOST_GROUPS,
    STROKES,
    Labels,
    draw_chart,
)
from sparbar.errors import ConfigError
from sparbar.model.document import FigureText, read_figures
from sparbar.model.ledger import Fact
from sparbar.model.ledger_json import read_ledger, write_ledger
from sparbar.render.drawing import inline_drawing
from sparbar.selection import Heading, Series
from sparbar.shown import PLAIN
from tests.conftest import ROOT
from tests.unit.tiny import ledger, write_project
from tests.unit.tiny.ledger import fact
from tests.unit.tiny.project import CONFIG

BAR = "kind: bar, metric: alla, dim: kon"
ARS = ("2021", "2022", "2023")


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., tuple[Scope, Path]]:
    """Write the tiny project with another figure, or other facts."""

    def make(figure: str = BAR, facts: Sequence[Fact] = ()) -> tuple[Scope, Path]:
        found = ledger()
        found = replace(found, facts=(*found.facts, *facts))
        scope, work = write_project(tmp_path, config=CONFIG.replace(BAR, figure), facts=found)
        shutil.copytree(
            ROOT / "templates/styles/fonts", tmp_path / "templates/styles/fonts", dirs_exist_ok=True
        )
        return scope, work

    return make


def by_year(metric: str, *values: Fraction | None) -> list[Fact]:
    return [fact(metric, value, ar=ar) for ar, value in zip(ARS, values, strict=True)]


def texts(drawn: tuple[FigureText, ...]) -> tuple[str, ...]:
    [figure] = drawn
    return figure.texts


def watch(monkeypatch: pytest.MonkeyPatch, name: str) -> list[tuple[list[float], list[float]]]:
    """The two lists of numbers in each call of a method of Axes, from now on."""
    calls: list[tuple[list[float], list[float]]] = []
    original = getattr(Axes, name)

    def watched(self: Axes, first: Sequence[float], second: Sequence[float], **style: Any) -> Any:
        calls.append((list(first), list(second)))
        return original(self, first, second, **style)

    monkeypatch.setattr(Axes, name, watched)
    return calls


# --- what is drawn ---------------------------------------------------------------------------------------


def test_a_figure_has_its_numbers_as_text_beside_its_marks(project: Any) -> None:
    scope, work = project()
    drawn = draw_report(scope, work)
    assert texts(drawn) == ("Kvinna", "Man", "7", "9")
    assert drawn[0].facts == ("alla[kon=kvinna]", "alla[kon=man]")
    assert read_figures(work / "figures" / "figures.json") == drawn


def test_the_pictures_are_those_that_the_list_has_the_digests_of(project: Any) -> None:
    import hashlib

    scope, work = project()
    [drawn] = draw_report(scope, work)
    for suffix, digest in ((".svg", drawn.svg_sha256), (".png", drawn.png_sha256)):
        assert hashlib.sha256((work / "figures" / f"kon{suffix}").read_bytes()).hexdigest() == digest


def test_the_same_facts_give_the_same_bytes(project: Any) -> None:
    scope, work = project()
    files = ("kon.svg", "kon.png", "figures.json")
    draw_report(scope, work)
    first = [(work / "figures" / name).read_bytes() for name in files]
    draw_report(scope, work)
    assert [(work / "figures" / name).read_bytes() for name in files] == first


def test_only_released_facts_are_drawn(project: Any) -> None:
    scope, work = project()
    found = read_ledger(work / "released.json")
    hidden = [
        replace(item, status="suppressed", value=None) if item.id == "alla[kon=man]" else item
        for item in found.facts
    ]
    write_ledger(work / "released.json", replace(found, facts=tuple(hidden)))
    assert texts(draw_report(scope, work)) == ("Kvinna", "Man", "7", "visas inte av sekretesskäl")


def test_a_fact_without_value_has_no_bar_and_a_zero_has_one(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = watch(monkeypatch, "barh")
    scope, work = project("kind: bar, metric: svar, dim: ar, slice: {kon: kvinna}")
    gap = fact("svar", None, ar="2020", kon="kvinna")
    zero = fact("svar", Fraction(0), ar="2023", kon="kvinna")
    write_ledger(work / "released.json", replace(ledger(), facts=(*ledger().facts, gap, zero)))
    drawn = draw_report(scope, work)
    assert bars == [([0.0, 3.0], [7.0, 0.0])]
    assert texts(drawn) == ("2021", "2022", "2020", "2023", "7", "ej tillämpligt", "kan inte beräknas", "0")


def test_a_line_is_broken_where_a_value_is_missing(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = watch(monkeypatch, "plot")
    facts = [
        fact("svar", Fraction(4), ar="2023"),
        fact("svar", None, ar="2024"),
        fact("svar", None, ar="2020"),
    ]
    scope, work = project("kind: line, metric: svar, dim: ar", facts)
    drawn = draw_report(scope, work)
    [(_, [first, second, third, *gaps])] = lines
    assert (first, second, third) == (10.0, 6.0, 4.0)
    assert all(math.isnan(gap) for gap in gaps)
    assert texts(drawn)[-2:] == ("4", "10")


def test_names_below_a_line_do_not_cover_each_other_and_the_last_is_there(project: Any) -> None:
    months = [f"{year}-{month:02}" for year in (2021, 2022) for month in range(1, 13)]
    facts = [fact("svar", Fraction(4), ar=f"september {month}") for month in months]
    scope, work = project("kind: line, metric: svar, dim: ar", facts)
    named = [text for text in texts(draw_report(scope, work)) if text.startswith("september")]
    assert named[-1] == f"september {months[-1]}"
    assert named == [f"september {month}" for month in ("2021-08", "2022-04", "2022-12")]


def test_groups_without_any_value_keep_their_place_in_the_legend(project: Any) -> None:
    facts = [replace(fact("svar", None, ar=ar, kon="annat"), status="missing") for ar in ("2021", "2022")]
    scope, work = project("kind: grouped, metric: svar, dim: ar, group: kon", facts)
    assert texts(draw_report(scope, work)) == (
        *("2021", "2022", "7", "ej tillämpligt", "3", "6", "uppgift saknas", "uppgift saknas"),
        *("Kvinna", "Man", "annat"),
    )


def test_negative_numbers_are_drawn(project: Any) -> None:
    scope, work = project("kind: bar, metric: orter, dim: ort", [fact("orter", Fraction(-3), ort="a")])
    assert texts(draw_report(scope, work)) == ("a", "\u22123")


def test_a_dollar_sign_in_a_label_is_a_dollar_sign(project: Any) -> None:
    facts = [fact("orter", Fraction(3), ort="$x^2$ & <b>"), fact("orter", Fraction(2), ort="b")]
    scope, work = project("kind: bar, metric: orter, dim: ort", facts)
    assert texts(draw_report(scope, work))[0] == "$x^2$ & <b>"


def test_long_labels_are_broken_and_nothing_is_lost(project: Any) -> None:
    name = "Arbetslivsinriktad rehabilitering tillsammans med kommunen"
    scope, work = project("kind: bar, metric: orter, dim: ort", [fact("orter", Fraction(3), ort=name)])
    assert " ".join(texts(draw_report(scope, work))[:-1]) == name


LONG = "Arbetslivsinriktad rehabilitering tillsammans med kommunen"


@pytest.mark.parametrize("kind", ["bar", "grouped", "line"])
def test_long_names_stay_within_a_drawing_and_pass_as_our_own(kind: str) -> None:
    groups = [LONG, "Sociala insatser", f"{LONG} och regionen", "Ja"][: 1 if kind == "bar" else None]
    svg = chart(kind, [LONG, "Ort", f"{LONG} och regionen"], groups)
    drawing, _ = inline_drawing(svg, "prov", "Prov")
    assert not_our_own(html.document_fromstring(f"<html><body>{drawing}</body></html>")) == []


# --- without colour --------------------------------------------------------------------------------------


def lightness(colour: str) -> float:
    """L* of CIELAB, 0 for black and 100 for white."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in ImageColor.getrgb(colour)[:3])
    ]
    luminance = sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("pair", list(combinations(range(MOST_GROUPS), 2)))
def test_any_two_groups_differ_in_lightness_and_in_pattern(pair: tuple[int, int]) -> None:
    first, second = pair
    assert abs(lightness(FILLS[first]) - lightness(FILLS[second])) > 20
    assert HATCHES[first] != HATCHES[second]
    assert DASHES[first] != DASHES[second]
    assert MARKERS[first] != MARKERS[second]
    assert STROKES[first] != STROKES[second]


def test_two_groups_can_be_told_apart_in_a_grey_picture(project: Any) -> None:
    facts = [fact("svar", Fraction(8), ar="2022", kon="kvinna")]
    scope, work = project("kind: grouped, metric: svar, dim: ar, group: kon", facts)
    draw_report(scope, work)
    grey = Image.open(work / "figures" / "kon.png").convert("L")
    counts = grey.histogram()
    shades = [shade for shade in range(256) if counts[shade] > grey.width * grey.height / 100]
    dark, middle = (Image.new("RGB", (1, 1), fill).convert("L").getpixel((0, 0)) for fill in FILLS[:2])
    assert {dark, middle} <= set(shades)


def test_more_groups_than_can_be_told_apart_are_refused(project: Any) -> None:
    facts = [fact("svar", Fraction(n), ar="2021", kon=f"k{n}") for n in range(3)]
    scope, work = project("kind: grouped, metric: svar, dim: ar, group: kon", facts)
    with pytest.raises(ConfigError) as error:
        draw_report(scope, work)
    assert str(error.value) == (
        "ConfigError: the figure kon has more groups than can be told apart without colour\n"
        "  in        config/reports/prov.yaml, line 26, figures.kon.group\n"
        "  expected  at most 4   found  5: Kvinna, Man, k0, k1, k2\n"
        '  fix       choose some of them with "group_codes", or make a table of it'
    )


# --- what cannot be drawn --------------------------------------------------------------------------------


def test_a_figure_without_facts_is_told_and_nothing_is_written(project: Any) -> None:
    scope, work = project("kind: bar, metric: svar, dim: kon, slice: {ar: '2019'}")
    with pytest.raises(ConfigError) as error:
        draw_report(scope, work)
    assert str(error.value) == (
        "ConfigError: there is no fact svar[ar=2019,kon=kvinna]\n"
        "  in        report prov, figures.kon\n"
        '  fix       did you mean "svar[ar=2021,kon=kvinna]"?\n'
        "ConfigError: there is no fact svar[ar=2019,kon=man]\n"
        "  in        report prov, figures.kon\n"
        '  fix       did you mean "svar[ar=2021,kon=man]"?'
    )
    assert not (work / "figures").exists()


def test_a_figure_none_of_whose_facts_has_a_value_is_told(project: Any) -> None:
    scope, work = project("kind: bar, metric: orter, dim: ort", [fact("orter", None, ort="a")])
    with pytest.raises(ConfigError) as error:
        draw_report(scope, work)
    assert str(error.value) == (
        "ConfigError: the figure kon has no fact with a value\n"
        "  in        report prov, figures.kon\n"
        "  expected  at least one value   found  not defined\n"
        "  fix       choose a metric or slice that is collected, or leave the figure out"
    )


def test_a_figure_that_the_report_no_longer_has_is_taken_away(project: Any) -> None:
    scope, work = project()
    draw_report(scope, work)
    for name in ("gammal.svg", "gammal.png"):
        (work / "figures" / name).write_bytes(b"old")
    draw_report(scope, work)
    assert sorted(path.name for path in (work / "figures").iterdir()) == [
        "figures.json",
        "kon.png",
        "kon.svg",
    ]


# --- reading a drawing -----------------------------------------------------------------------------------


def test_texts_are_read_as_a_reader_sees_them() -> None:
    svg = b"""<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><title>1</title><desc>2</desc>
    <g><text>  Ett
    tal </text><text><tspan>1</tspan><tspan>6</tspan></text><text> </text><path d="M 1 2"/></g></svg>"""
    assert texts_of_svg(svg) == ("Ett tal", "16")


def test_a_drawing_cannot_reach_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("47")
    svg = f"""<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>
    <svg xmlns="http://www.w3.org/2000/svg"><text>a&x;</text></svg>"""
    assert texts_of_svg(svg.encode()) == ("a&x;",)


def test_the_list_of_figures_is_plain_json(project: Any) -> None:
    scope, work = project()
    draw_report(scope, work)
    [figure] = json.loads((work / "figures" / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert sorted(figure) == ["facts", "name", "png_sha256", "svg_sha256", "texts"]


# --- how large a drawing is -------------------------------------------------------------------------------


def chart(kind: str, names: Sequence[str], groups: Sequence[str] = ("",)) -> bytes:
    """A chart of these categories and groups as SVG, drawn from made-up numbers."""
    facts = tuple(
        tuple(fact("alla", Fraction(place), kon=f"k{place}", ar=group) for group in groups)
        for place, _ in enumerate(names)
    )
    series = Series(tuple(map(Heading, names)), tuple(map(Heading, groups)), facts)
    of = {"caption": "x", "kind": kind, "metric": "alla", "dim": "kon"}
    definition = FigureDef.model_validate({**of, "group": "ar"} if kind == "grouped" else of)
    return draw_chart("prov", definition, series, Labels(ledger(), ledger().metrics[0], PLAIN))[0]


def inches(kind: str, names: Sequence[str], groups: Sequence[str] = ("",)) -> tuple[float, float]:
    """How wide and high such a chart is."""
    svg = chart(kind, names, groups)
    [sizes] = re.findall(rb'<svg[^>]*? width="([0-9.]+)pt" height="([0-9.]+)pt"', svg)
    width, height = (float(size) / 72 for size in sizes)
    return width, height


def test_many_bars_stand_closer_so_that_text_and_drawing_share_a_page() -> None:
    assert inches("bar", [f"Ort {n}" for n in range(9)])[1] == pytest.approx(0.35 + 9 * 0.29, abs=0.01)
    assert inches("bar", [f"Ort {n}" for n in range(13)])[1] == pytest.approx(0.35 + 13 * 0.215, abs=0.01)


def test_bars_whose_names_take_two_lines_keep_their_distance() -> None:
    long = [f"Ort nummer {n} vid sjön och skogen ovanför ån" for n in range(13)]
    assert inches("bar", long)[1] == pytest.approx(0.35 + 13 * 0.4, abs=0.01)
    longer = [f"{name} och bortom de sju bergen där ingen bor" for name in long]
    assert inches("bar", longer)[1] == pytest.approx(0.35 + 13 * 0.57, abs=0.01)


def test_names_of_groups_above_bars_take_more_lines_where_one_has_no_room() -> None:
    short, long = ["Ja", "Nej"], ["Arbetslivsinriktad rehabilitering"] * 3
    one = 0.35 + 2 * (0.19 * 2 + 0.1) + 0.35
    assert inches("grouped", ["Ort", "Stad"], short)[1] == pytest.approx(one, abs=0.01)
    two = 0.35 + 2 * (0.19 * 3 + 0.1) + 0.35 + 0.2
    assert inches("grouped", ["Ort", "Stad"], long)[1] == pytest.approx(two, abs=0.01)


def test_bars_are_as_wide_as_they_and_their_names_need() -> None:
    short, longer = (inches("bar", [name, "Ort"])[0] for name in ("Stenungsund", "Arbetslivsinriktad hjälp"))
    assert short * 72 < 300 < longer * 72 < 360  # from there on a page lets a drawing scroll on a telephone
    assert inches("bar", ["M" * 45])[0] == pytest.approx(6.3, abs=0.01)


def test_lines_take_all_there_is() -> None:
    assert inches("line", ARS)[0] == pytest.approx(6.3, abs=0.01)
