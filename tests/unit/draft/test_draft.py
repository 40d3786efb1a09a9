"""A contract proposed from a file: what is guessed, what is not, and that it says so."""

from datetime import date

import pytest
import yaml

from sparbar.draft import propose, write_draft
from sparbar.draft.columns import column_name, guess_column
from sparbar.draft.personal import looks_like_notes, looks_personal
from sparbar.draft.text_form import guess_form
from sparbar.errors import ConfigError
from tests.unit.readers.made import make_book, make_text

ROWS = [
    ["Visits", None, None, None, None],
    ["Pulled: 2024-05-31"],
    [],
    ["No", "First name", "Answer", "Comment", "Code"],
    *(
        [n, f"Name {n}", "-" if n % 3 else "Yes, gladly", "well" if n % 2 else "ill", f"0{n % 4}"]
        for n in range(1, 13)
    ),
    ["Total", 12],
]


def drafted(tmp_path, rows=ROWS):
    path = make_book(tmp_path / "visits_2024-05-31.xlsx", {"Blad": rows})
    told = write_draft(tmp_path, "visits", path, force=False)
    return told, (tmp_path / "config/sources/visits.yaml").read_text(encoding="utf-8")


def test_the_whole_proposal_is_as_it_should_be(tmp_path):
    told, text = drafted(tmp_path)
    assert yaml.safe_load(text) == {
        "source": "visits",
        "title": "Visits",
        "file": "visits_{date}.xlsx",
        "reader": {
            "kind": "excel",
            "sheet": "Blad",
            "header_rows": [4],
            "end_at": ["Total"],
            "date_cell": {"cell": "A2"},
        },
        "key": ["no"],
        "columns": {
            "no": {"header": "No", "type": "integer", "label": "No", "required": True, "unique": True},
            "first_name": {"header": "First name", "type": "text", "label": "First name", "identifier": True},
            "answer": {
                "header": "Answer",
                "type": "category",
                "label": "Answer",
                "values": {"yes_gladly": {"label": "Yes, gladly"}},
                "codes": {"-": "missing"},
            },
            "comment": {"header": "Comment", "type": "text", "label": "Comment", "sensitive": True},
            "code": {"header": "Code", "type": "text", "label": "Code"},
        },
    }
    assert told == [
        "config/sources/visits.yaml: header in row 4, 5 columns, 12 rows, sheet Blad",
        "  unsure  rows stand above the data: see that reader.header_rows is right",
        '  unsure  reading ends at "Total": see that nothing below belongs to the table',
        "  unsure  no is different in every row, and is taken for the key",
        "  unsure  the file seems to be about persons: say with person which column tells them apart",
        "  unsure  first_name: looks like personal data: marked as an identifier; "
        "remove it if no report needs it",
        "  unsure  answer: look for spellings that mean the same, and put them under one code",
        '  unsure  answer: "-": say what each means: missing, not_collected, suppressed …',
        "  unsure  comment: free text: marked as sensitive until somebody has cleared it",
        "  unsure  code: codes with leading zeros are kept as text; "
        "make it a category if reports slice by it",
        "Read it through, correct it, and put the file in data/raw/visits/<extract date>/.",
    ]
    assert text.count("# CHECK ") == 9


def test_a_contract_that_is_there_is_kept(tmp_path):
    drafted(tmp_path)
    with pytest.raises(ConfigError) as caught:
        drafted(tmp_path)
    assert str(caught.value) == (
        "ConfigError: there is a contract already\n"
        "  in        config/sources/visits.yaml\n"
        "  fix       edit it, or replace it with --force"
    )


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path):
    with pytest.raises(ConfigError) as caught:
        write_draft(tmp_path, "../../prov", tmp_path / "prov.csv", force=True)
    assert str(caught.value) == (
        "ConfigError: no source can have this name\n"
        "  in        sparbar draft\n"
        '  expected  kas   found  "../../prov"\n'
        "  fix       choose a name of small letters, digits and _, beginning with a letter"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "header",
    "Name|First name|Last name|Surname|Full name|Namn|Förnamn|Efternamn|Deltagarens namn|Navn"
    "|Fornavn|Etternavn|Efternavn|Nimi|Etunimi|Sukunimi|Personnummer|Person-nr|CPR-nummer"
    "|Fødselsnummer|Henkilötunnus"
    "|E-post|Email|E-mail address|Telefon|Phone|Puhelinnumero"
    "|Mobil|Adress|Address|Osoite|Date of birth|Födelsedatum".split("|"),
)
def test_headers_of_personal_data_are_known_in_five_languages(header):
    assert looks_personal(header, [])


@pytest.mark.parametrize(
    "header",
    ["Enhetsnavn", "Skolenhetsnamn", "månad_namn", "Organisation_name", "Kommun", "Number", "Year of birth"],
)
def test_names_of_schools_and_months_are_no_personal_data(header):
    assert not looks_personal(header, ["Auglend skole", "Vallentuna"])


@pytest.mark.parametrize(
    "text",
    [
        "19800101-1234",
        "8001011234",
        "800161-1234",
        "010180-1234",
        "01018012345",
        "010180-123A",
        "a.b@example.org",
        "+46 70 123 45 67",
        "070-123 45 67",
        "031-12 34 56",
    ],
)
def test_values_of_personal_data_are_known_by_their_form(text):
    assert looks_personal("x", [text])


@pytest.mark.parametrize(
    "text", ["2024-05-31", "0114", "12345678", "1234567890123", "9999999999", "556677-8899", "1 234 567"]
)
def test_dates_codes_and_sums_are_no_personal_data(text):
    assert not looks_personal("x", [text])


@pytest.mark.parametrize(
    "header", ["Kommentar", "Comment", "Notes", "Anteckningar", "Merknader", "Bemærkning", "Huomautuksia"]
)
def test_columns_for_notes_are_never_categories(header):
    assert looks_like_notes(header)
    guess = guess_column(header, ["ja", "ill", "well"] * 10)
    assert (guess.type, guess.extra) == ("text", {"sensitive": True})


@pytest.mark.parametrize(
    ("cells", "kind", "extra"),
    [
        (["1,158", "12", "3"], "integer", {"group_sign": ","}),
        (["229,932.50", "361.6"], "decimal", {"scale": 2, "group_sign": ","}),
        (["1.613", "379"], "integer", {"decimal_sign": ",", "group_sign": "."}),
        (["1,5", "12"], "decimal", {"scale": 1, "decimal_sign": ","}),
        (["1.613", "2.5"], "decimal", {"scale": 3}),
        ([22.2222, 72.0], "decimal", {"scale": 4}),
        ([1.0, 2.0], "integer", {}),
        (["12", ".", ".", "."], "integer", {"codes": {".": "missing"}}),
        (["1 234", "5"], "integer", {}),
        (["Ja", "Nej", "nej"], "boolean", {"is_true": ["Ja"], "is_false": ["Nej", "nej"]}),
        (["Ja", "Nej", "-"], "boolean", {"is_true": ["Ja"], "is_false": ["Nej"], "codes": {"-": "missing"}}),
        (["Ja", "Ja"], "boolean", {"is_true": ["Ja"], "is_false": ["Nej"]}),
        ([date(2024, 1, 1), "2/3 2024"], "date", {"formats": ["%Y-%m-%d", "%d/%m %Y"]}),
        (["0114", "1440"], "text", {}),
    ],
)
def test_types_are_told_by_the_cells(cells, kind, extra):
    guess = guess_column("x", cells)
    assert (guess.type, guess.extra) == (kind, extra)


def test_signs_and_empty_headers_get_a_name_of_their_own():
    assert [column_name(text) for text in ("-", "..", "Ålder (år)", "2001")] == [
        "column",
        "column",
        "alder_ar",
        "k_2001",
    ]
    assert column_name("..", "code") == "code"


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter", "doubts"),
    [
        ("å;b\n1;2\n".encode(), "utf-8", ";", 0),
        ("å;b\n1;2\n".encode("cp1252"), "cp1252", ";", 1),
        ("å\tb\n1\t2\n".encode("utf-16"), "utf-16", "\t", 0),
        ("a\n1\n".encode("utf-8-sig"), "utf-8-sig", ",", 1),
    ],
)
def test_letters_and_delimiters_are_told_by_the_bytes(content, encoding, delimiter, doubts):
    form = guess_form(content)
    assert (form.encoding, form.delimiter, len(form.doubts)) == (encoding, delimiter, doubts)


@pytest.mark.parametrize(
    "texts",
    [
        ["Sweden"] * 5 + ["SE", "SE"] + ["Other"] * 6 + ["oth.", "EU", "The North"],
        ["Work", "Work", "work", "Study", "Study", "Other", "Other", "Rehab"],
        ["yes", "no", "n"] * 3 + ["do not know"] * 2,
    ],
    ids=["countries", "results", "answers"],
)
def test_a_short_column_of_a_few_texts_is_a_category(texts):
    assert guess_column("Outcome", texts).type == "category"


@pytest.mark.parametrize(
    "texts",
    [
        ["Came late", "Came late", "Ill", "Wants to move", "Has a new job", "Called twice"],
        [f"Note {number}" for number in range(13)] * 2,
    ],
    ids=["most stand once", "too many"],
)
def test_texts_of_which_most_are_their_own_are_free(texts):
    assert guess_column("Outcome", texts).extra == {"sensitive": True}


def test_several_answers_in_one_cell_are_proposed_with_their_signs():
    cells = ["Health; Language", "health", "Language;Age", "Age, Health", "Health", "Language; ..", "Age"]
    guess = guess_column("Reasons", cells)
    assert guess.type == "multi"
    assert guess.extra == {
        "values": {
            "health": {"label": "Health", "spellings": ["health"]},
            "language": {"label": "Language"},
            "age": {"label": "Age"},
        },
        "codes": {"..": "missing"},
        "separators": [";", ","],
    }
    assert guess.doubts[0] == ('several answers in one cell, parted by ";" and ",": see that this is right')


def test_answers_with_commas_of_their_own_are_parted_by_semicolons_alone():
    cells = ["No, thanks; Ill", "No, thanks", "Ill", "Ill; No, thanks", "Ill"]
    assert guess_column("Reasons", cells).extra["separators"] == [";"]


def test_sentences_with_semicolons_are_free_text():
    cells = [f"came on day {number}; left after {number + 40} minutes" for number in range(20)]
    assert guess_column("What happened", cells).extra == {"sensitive": True}


def test_a_name_without_a_date_is_a_doubt(tmp_path):
    for name, is_unsure in (("visits.csv", True), ("visits_2024-05-31.csv", False)):
        doubts = propose(make_text(tmp_path / name, "nr;area\n1;North\n2;South\n")).doubts
        assert any("the file's name holds no date" in doubt for doubt in doubts) == is_unsure
