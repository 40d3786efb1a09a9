"""Write the made-up report into a folder: text, ledger, the document's list and drawings."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from sparbar.model.document import Document, Kind, Occurrence, write_document
from sparbar.model.files import write_json
from sparbar.model.ledger import Claim, Constant, Extract, Fact, Ledger, Metric, Observation, RowSet
from sparbar.model.ledger_json import write_ledger
from sparbar.model.values import Name
from tests.unit.render.sample.drawing import write_drawing

EPOCH = 1686700800  # 2023-06-14, the newest extract
FONTS = Path(__file__).resolve().parents[4] / "templates" / "styles" / "fonts"
HERE = Path(__file__).parent
SHA = "3f1b6f0c5f0f4c5b8a0c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162"
KINDS: dict[str, tuple[Kind, str]] = {
    "f": ("fact", "fact"),
    "a": ("fact", "fact"),
    "c": ("constant", "constant"),
    "b": ("constant", "constant"),
    "d": ("date", "date"),
    "s": ("structure", "structure"),
    "t": ("text", "text"),
    "l": ("label", "label"),
    "x": ("exception", "exception"),
    "k": ("claim", "claim"),
    "o": ("observation", "observation"),
}
METRICS = {
    "genomgangna": ("Personer som gåtts igenom", "Antal olika personer i källan Insikt", "persons", 0),
    "fullfoljda": (
        "Personer som tackat ja och avslutat samtalsserien",
        "Antal olika personer med svaret ja och avslutad serie",
        "persons",
        0,
    ),
    "tackat_nej": (
        "Personer som tackat nej eller inte nåtts",
        "Antal olika personer utan avslutad serie",
        "persons",
        0,
    ),
    "andel_fullfoljda": (
        "Andel som fullföljt",
        "Personer som fullföljt delat med personer som gåtts igenom",
        "percent",
        1,
    ),
    "medel_samtal": ("Samtal per person", "Medelvärdet av antal samtal bland dem som fullföljt", "samtal", 1),
    "malgrupp": ("Personer i målgruppen", "Antal rader i källan Målgrupp", "persons", 0),
    "kvar": (
        "Personer som inte kontaktats",
        "Personer i målgruppen minus personer som gåtts igenom",
        "persons",
        0,
    ),
    "storst": ("Områden med flest kvar", "De områden som har flest personer kvar", "", 0),
    "rek": ("Rekommendationer", "Antal olika personer efter rekommendation", "persons", 0),
    "minuter": ("Minuter i samtal", "Summan av samtalens längd, efter vecka", "minuter", 0),
    "samtal": ("Genomförda samtal", "Summan av antal samtal, efter vecka", "samtal", 0),
}
CONSTANTS = {
    "jug_dagar": ("Dagar i jobb- och utvecklingsgarantin", ("450",), "number"),
    "forsok": ("Telefonsamtal innan ett ärende avslutas", ("3",), "number"),
    "anstallning": ("Anställningens längd i månader", ("12",), "number"),
}
DRAWINGS = {
    "kon": [("Kvinnor", 153), ("Män", 271)],
    "rek": [("Arbete", 4), ("Anställning", 5), ("Utbildning", 3), ("Rehabilitering", 4)],
}
VALUES: dict[str, Fraction | tuple[Name, ...]] = {
    "andel_fullfoljda": Fraction(16, 63),
    "medel_samtal": Fraction(49, 16),
    "storst": (Name("omrade", "centrum"), Name("omrade", "hisingen"), Name("omrade", "nordost")),
}
LABELS = {
    "kon": {"kvinna": "Kvinnor", "man": "Män"},
    "omrade": {"centrum": "Centrum", "hisingen": "Hisingen", "nordost": "Nordost"},
}
SAID = "9 av 16 är mer än hälften"
PARENTS = {"andel_fullfoljda": ("fullfoljda", "genomgangna"), "kvar": ("malgrupp", "genomgangna")}
_TOKEN = re.compile(r"⟦(\w)\|([^|⟧]*)\|([^⟧]*)⟧")
_METRIC = re.compile(r"\w+")
_HEADING = re.compile(r"^(#{1,3}) (.+?) \{(\.unnumbered (?:\.unlisted )?)?#([\w-]+)\}$", re.MULTILINE)


BASIS = {
    "schema": "sparbar.basis/1",
    "inputs": {"config/reports/insikt-halvar.yaml": "report: insikt-halvar\n"},
    "digests": {"config/reports/insikt-halvar.yaml": "0" * 64},
    "tables": {"t-rek": "row,column,fact,status,value,shown\n"},
}


def sample_text() -> str:
    """The report with tokens still in it: headings numbered, contents made, appendix filled."""
    weeks = "\n".join(
        f"* - Vecka ⟦l|vecka.{n}|{n}⟧\n  - ⟦f|samtal[vecka={n}]|{n % 7 + 1}⟧"
        f"\n  - ⟦f|minuter[vecka={n}]|{n * 41 + 1000}⟧"
        for n in range(1, 48)
    )
    sections = _read("sections").replace("WEEKS", f"* - Vecka\n  - Samtal\n  - Minuter\n{weeks}\n")
    entries = "\n".join(_metric_entry(name) for name in METRICS)
    constants = "\n".join(
        f"::: {{#k-{name} .origin}}\n**{label}:** ⟦b|{name}|{values[0]}⟧.\n"
        f"Beslutat av: projektplanen, gäller från ⟦d|constant:{name}#date|2022-09-01⟧.\n:::\n"
        for name, (label, values, _) in CONSTANTS.items()
    )
    appendix = (
        _read("appendix")
        .replace("METRICS", entries)
        .replace("CONSTANTS", constants)
        .replace("SHA_INSIKT", SHA)
    )
    body, contents = _numbered(sections + appendix)
    return _read("title") + contents + body


def _read(name: str) -> str:
    return (HERE / f"{name}.md").read_text(encoding="utf-8")


def _metric_entry(name: str) -> str:
    label, definition, _, _ = METRICS[name]
    lines = [f"**{label}.** {definition}."]
    if name in PARENTS:
        lines.append(
            "Härlett ur: "
            + "; ".join(f"[{METRICS[parent][0]}](#m-{parent})" for parent in PARENTS[name])
            + "."
        )
    else:
        lines.append(f"Uttag ⟦d|extract:insikt|2023-06-14⟧, ⟦a|{name}#rows:insikt|63⟧ rader.")
    return f"::: {{#m-{name} .origin}}\n" + "\n".join(lines) + "\n:::\n"


def _numbered(body: str) -> tuple[str, str]:
    counters, lines = [0, 0, 0], ["", "::: {.toc}", ""]

    def number(match: re.Match[str]) -> str:
        depth, words, plain, anchor = len(match[1]), match[2], match[3], match[4]
        shown = ""
        if not plain:
            counters[depth - 1] += 1
            counters[depth:] = [0] * (3 - depth)
            shown = ".".join(map(str, counters[:depth]))
        if depth < 3 and "unlisted" not in (plain or ""):
            first = f"⟦s|contents|{shown}⟧ " if shown else ""
            lines.append(f"{'  ' * (depth - 1)}- [{first}{words}](#{anchor})")
        return (
            f"{match[1]} "
            + (f"⟦s|heading|{shown}⟧ " if shown else "")
            + f"{words} {{#{anchor}{' .unnumbered .unlisted' if 'unlisted' in (plain or '') else ''}}}"
        )

    numbered = _HEADING.sub(number, body)
    return numbered, "\n".join([*lines, "", ":::", ""])


def _metric_of(ref: str) -> str:
    match = _METRIC.match(ref)
    assert match is not None, ref
    return match[0]


def _settled(source: str) -> tuple[str, list[Occurrence]]:
    occurrences: list[Occurrence] = []

    def span(match: re.Match[str]) -> str:
        letter, ref, shown = match[1], match[2], match[3]
        kind, css = KINDS[letter]
        identifier = f"o{len(occurrences) + 1}"
        occurrences.append(Occurrence(identifier, kind, ref, shown.replace("\\", ""), "paragraph"))
        link = f' data-m="{_metric_of(ref)}"' if letter in "fc" else ""
        style = ' custom-style="Fact"' if kind in ("fact", "constant") else ""
        return f"[{shown}]{{#{identifier} .{css}{link}{style}}}"

    return _TOKEN.sub(span, source), occurrences


def sample_ledger(refs: dict[str, str]) -> Ledger:
    """The ledger of the report: one fact for each reference, with the text shown for its value."""
    extracts = tuple(
        Extract(
            source,
            source,
            date,
            date,
            f"data/raw/{source}/{date}/{source}_{date}.xlsx",
            SHA,
            date,
            "Deltagare",
            kept + 1,
            kept,
            1,
            "Påhittade uppgifter",
            "latest",
            label,
        )
        for source, date, kept, label in (
            ("insikt", "2023-06-14", 63, "Insikt"),
            ("malgrupp", "2023-02-01", 424, "Målgrupp"),
        )
    )
    facts = tuple(_fact(identifier, shown) for identifier, shown in refs.items())
    metrics = tuple(Metric(name, *fields, digest=SHA) for name, fields in METRICS.items())
    constants = tuple(
        Constant(name, kind, values, "", label, "projektplanen", "avsnitt 3", "2022-09-01")
        for name, (label, values, kind) in CONSTANTS.items()
    )
    return Ledger(
        "insikt-halvar", "internal", "sv", extracts, metrics, facts, constants,
        (Claim("c1", "majority", "Majoriteten", ("fullfoljda[kon=kvinna]", "fullfoljda"), SAID),),
        (Observation("n1", "de flesta", "teamets anteckningar efter varje samtal"),),
        dimensions={"kon": "Kön", "rek": "Rekommendation", "omrade": "Område", "vecka": "Vecka"},
        labels=LABELS,
    )  # fmt: skip


def _fact(identifier: str, shown: str) -> Fact:
    metric, _, rest = identifier.partition("[")
    pairs = tuple(
        (name, code)
        for name, _, code in (part.partition("=") for part in rest.rstrip("]").split(",") if part)
    )
    source = "malgrupp" if metric == "malgrupp" else "insikt"
    parents = PARENTS.get(metric, ())
    rows = () if parents else (RowSet(source, 63 if source == "insikt" else 424, SHA),)
    if shown == "*":
        return Fact(identifier, metric, pairs, "", "not_collected", None, rows)
    value = VALUES.get(metric) or Fraction(shown)
    return Fact(identifier, metric, pairs, "", "value", value, rows, parents, 63, 0)


def write_sample(work: Path, change: dict[str, str] | None = None) -> Path:
    """Write the whole report into a folder and return it.

    Args:
        change: pieces of the text to be replaced before it is written, so that a test can break it.
    """
    source = sample_text()
    for old, new in (change or {}).items():
        assert old in source, old
        source = source.replace(old, new)
    body, occurrences = _settled(source)
    refs = {o.ref: o.text for o in reversed(occurrences) if o.kind == "fact" and "#" not in o.ref}
    work.mkdir(parents=True, exist_ok=True)
    (work / "report.qmd").write_text(_read("front") + body, encoding="utf-8", newline="\n")
    write_ledger(work / "facts.json", sample_ledger(refs))
    write_document(
        work / "document.json",
        Document(
            "insikt-halvar",
            "internal",
            "sv",
            "Insikt. Halvårsrapport 2023",
            tuple(occurrences),
            ("kon", "rek"),
        ),
    )
    for name, bars in DRAWINGS.items():
        write_drawing(work / "figures", name, bars, FONTS)
    write_json(work / "figures" / "figures.json", {"figures": []})
    write_json(work / "basis.json", BASIS)
    return work
