"""The yardstick: one plain script that makes the Insikt half-year report without tracing anything.

It reads the two workbooks with pandas, counts, draws the three figures with matplotlib, puts the counts into
a text whose other numbers were typed by hand, and writes HTML, PDF and DOCX with pandoc and Typst: as one
would write it for oneself, with no check, no trace and no second look.

    python plain_script.py PROJECT FOLDER
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pandas as pd
import pypandoc
import typst

INSIKT = "data/raw/insikt/2023-06-14/insikt_2023-06-14.xlsx"
TARGET_GROUP = "data/raw/malgrupp/2023-02-01/malgrupp_2023-02-01.xlsx"
TEXT = Path(__file__).with_name("plain_report.md")

YES = {"ja", "j"}
ANSWERS = {"ja": "Tackade ja", "j": "Tackade ja", "nej": "Tackade nej", "tackat nej": "Tackade nej"}
GENDERS = {"k": "Kvinnor", "kv": "Kvinnor", "kvinna": "Kvinnor", "m": "Män", "man": "Män"}
RECOMMENDATIONS = {
    "arbete": "Arbete",
    "arbete via projektet": "Arbete",
    "kommunal anställning": "Kommunal anställning",
    "kommunal anst. 12 mån": "Kommunal anställning",
    "utbildning": "Utbildning",
    "utb.": "Utbildning",
    "arbetslivsinriktad rehabilitering": "Arbetslivsinriktad rehabilitering",
    "rehabilitering": "Arbetslivsinriktad rehabilitering",
    "arb.inr. rehab": "Arbetslivsinriktad rehabilitering",
    "planering med annan part": "Planering med annan part",
    "planering annan part": "Planering med annan part",
    "annat": "Annat",
}
REASONS = {
    "hälsa": "Hälsa",
    "hälsoskäl": "Hälsa",
    "ser ingen nytta": "Ser ingen nytta",
    "lågt förtroende": "Lågt förtroende",
    "litar inte på myndigheter": "Lågt förtroende",
    "har annan planering": "Har annan planering",
    "har redan planering": "Har annan planering",
    "språk": "Språk",
    "annat": "Annat",
}
EXPLANATIONS = {
    "ansvar läggs utanför en själv": "Ansvaret läggs utanför en själv",
    "ansvar utanför": "Ansvaret läggs utanför en själv",
    "hälsa": "Hälsa",
    "bristande kontakt med arbetsgivare": "Bristande kontakt med arbetsgivare",
    "kontakt m arbetsgivare": "Bristande kontakt med arbetsgivare",
    "utbildning": "Saknar utbildning",
    "saknar utbildning": "Saknar utbildning",
    "språk": "Språk",
    "ålder": "Ålder",
}


def read_sheet(path: Path, sheet: str, header: int, until: str) -> pd.DataFrame:
    """One sheet down to its total row, headers and texts without stray spaces."""
    frame = pd.read_excel(path, sheet_name=sheet, header=header, engine="calamine")
    frame.columns = frame.columns.astype(str).str.split().str.join(" ")
    total = frame.index[frame.iloc[:, 0].astype(str) == until][0]
    return frame.loc[: total - 1].dropna(axis="columns", how="all")


def plain(column: pd.Series) -> pd.Series:
    """Texts in lower case without spaces around them."""
    return column.astype("string").str.strip().str.lower()


def several(column: pd.Series, names: dict[str, str]) -> pd.Series:
    """How often each answer was given where several may apply."""
    parts = plain(column).str.split(r"[;,]", regex=True).explode().str.strip()
    return parts.map(names).value_counts().reindex(list(dict.fromkeys(names.values())), fill_value=0)


def draw_bars(counts: pd.DataFrame, name: str, folder: Path) -> None:
    """A horizontal bar for each row and column, as SVG and PNG."""
    figure, axes = plt.subplots(figsize=(6.3, 0.7 + 0.36 * counts.size), layout="constrained")
    counts.iloc[::-1, ::-1].plot.barh(ax=axes, legend=counts.shape[1] > 1, width=0.75)
    for bars in axes.containers:
        axes.bar_label(bars, padding=3)  # type: ignore[arg-type]
    axes.set(xticks=[], ylabel="")
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    for kind in ("svg", "png"):
        figure.savefig(folder / f"{name}.{kind}", dpi=200)
    plt.close(figure)


def pipe_table(frame: pd.DataFrame) -> str:
    """A table in pandoc's Markdown."""
    lines = [["", *map(str, frame.columns)], [":--", *["--:"] * frame.shape[1]]]
    lines += [[str(name), *map(str, row)] for name, row in zip(frame.index, frame.to_numpy(), strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(part: int, whole: int) -> str:
    """A share in whole percent."""
    return f"{100 * part / whole:.0f}\u00a0%"


def with_shares(counts: pd.Series, whole: int) -> str:
    """A table of counts and their shares."""
    return pipe_table(pd.DataFrame({"Antal": counts, "Andel": [percent(count, whole) for count in counts]}))


def make_text(project: Path, folder: Path) -> str:
    """Count, draw and fill the text."""
    people = read_sheet(project / INSIKT, "Deltagare", 4, "Summa")
    target = read_sheet(project / TARGET_GROUP, "Målgrupp", 3, "Totalt antal")
    answer = plain(people["Svar"])
    answer = answer.map(ANSWERS).fillna(
        answer.str.contains("ej nådd").map({True: "Ej nådd", False: "Annat bortfall"})
    )
    answers = answer.value_counts().reindex(["Tackade ja", "Tackade nej", "Ej nådd", "Annat bortfall"])
    finished = people[plain(people["Avslutad samtalsserie"]).isin(YES)]
    gender = plain(finished["Kön"]).map(GENDERS)
    recommended = plain(finished["Rekommendation"]).map(RECOMMENDATIONS)
    names = list(dict.fromkeys(RECOMMENDATIONS.values()))
    recommendations = pd.crosstab(recommended, gender).reindex(names)
    draw_bars(answers.to_frame("Antal"), "answers", folder)
    draw_bars(gender.value_counts().reindex(["Kvinnor", "Män"]).to_frame("Antal"), "gender", folder)
    draw_bars(recommendations, "recommendations", folder)
    said_no = int(answers["Tackade nej"])
    men = int((plain(target["Kön"]).map(GENDERS) == "Män").sum())
    with_totals = recommendations.assign(Totalt=recommendations.sum(axis="columns"))
    with_totals.loc["Totalt"] = with_totals.sum()
    return TEXT.read_text(encoding="utf-8").format(
        gone_through=len(people),
        finished=len(finished),
        share_finished=percent(len(finished), len(people)),
        others=len(people) - len(finished),
        yes=answers["Tackade ja"],
        no=said_no,
        not_reached=answers["Ej nådd"],
        fell_away=answers["Annat bortfall"],
        target_group=len(target),
        share_men=percent(men, len(target)),
        share_women=percent(len(target) - men, len(target)),
        table_reasons=with_shares(
            several(people.loc[answer == "Tackade nej", "Skäl till att tacka nej (flera)"], REASONS), said_no
        ),
        table_explanations=with_shares(
            several(finished["Förklaring till arbetslösheten"], EXPLANATIONS), len(finished)
        ),
        table_recommendations=pipe_table(with_totals),
    )


def write_documents(text: str, project: Path, folder: Path) -> None:
    """HTML and DOCX with pandoc, PDF with Typst, in the organisation's look."""
    styles = project / "templates" / "styles"
    common = ["--standalone", "--number-sections", "--toc", f"--resource-path={folder}"]
    formats = {
        "html": ["--embed-resources", f"--css={styles / 'report.css'}", "--default-image-extension=svg"],
        "docx": [f"--reference-doc={styles / 'reference.docx'}", "--default-image-extension=png"],
        "typst": ["--default-image-extension=svg", "--variable=mainfont:Source Serif 4"],
    }
    for kind, more in formats.items():
        name = "report.typ" if kind == "typst" else f"report.{kind}"
        pypandoc.convert_text(text, kind, "markdown", outputfile=folder / name, extra_args=[*common, *more])
    typst.compile(
        folder / "report.typ", output=folder / "report.pdf", root=folder, font_paths=[styles / "fonts"]
    )


if __name__ == "__main__":
    project, folder = map(Path, sys.argv[1:])
    (folder / "figures").mkdir(parents=True)
    write_documents(make_text(project, folder / "figures"), project, folder)
