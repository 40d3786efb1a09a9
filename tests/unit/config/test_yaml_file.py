from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sparbar.config.yaml_file import MAX_BYTES, YamlFile, read_yaml
from sparbar.errors import ConfigError


def read(folder: Path, text: str | bytes) -> YamlFile:
    path = folder / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path, "config/a.yaml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("False", False),
        ("no", "no"),
        ("ja", "ja"),
        ("on", "on"),
        ("y", "y"),
        ("0138", "0138"),
        ("1480", 1480),
        ("-3", -3),
        ("0", 0),
        ("+5", "+5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("01.5", "01.5"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1,5", "1,5"),
        ("10:30", "10:30"),
        ("2023-06-14", date(2023, 6, 14)),
        ("2023-06-14.2", "2023-06-14.2"),
        ("2023-06-14 10:30:00", "2023-06-14 10:30:00"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'true'", "true"),
        ('"1480"', "1480"),
        ("'2023-06-14'", "2023-06-14"),
        ("''", ""),
        ("Ko\u0308n", "Kön"),
        ("1" * 31, "1" * 31),
    ],
)
def test_plain_text_means_what_people_mean(tmp_path: Path, written: str, meant: object) -> None:
    found = read(tmp_path, f"a: {written}\n").data["a"]

    assert found == meant
    assert type(found) is type(meant)


def test_keys_are_texts_as_they_are_written(tmp_path: Path) -> None:
    data = read(tmp_path, "1480: a\n0138: b\ntrue: c\n1.50: d\n2023-06-14: e\n~: f\n").data

    assert data == {"1480": "a", "0138": "b", "true": "c", "1.50": "d", "2023-06-14": "e", "~": "f"}


def test_blocks_of_text_keep_their_lines(tmp_path: Path) -> None:
    assert read(tmp_path, "a: |\n  en\n  två\nb: >\n  en\n  rad\n").data == {
        "a": "en\ntvå\n",
        "b": "en rad\n",
    }


def test_lines_are_known_for_every_key_and_item(tmp_path: Path) -> None:
    file = read(tmp_path, "a:\n  b:\n    - x\n    - c: 1\n\nd: {e: [1,\n  2]}\n")

    paths: list[Any] = [("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 1), ("a", "b", 1, "c"), ("d", "e", 1)]
    assert [file.line_of(path) for path in paths] == [1, 2, 3, 4, 4, 7]


def test_a_path_that_is_not_there_has_the_line_of_what_is(tmp_path: Path) -> None:
    file = read(tmp_path, "x: 1\na:\n  b: 1\n")

    assert file.line_of(("a", "c", 2)) == 2
    assert file.line_of(("z",)) == 1
    assert file.place(("a", "b")) == "config/a.yaml, line 3, a.b"
    assert file.place(("a", "b", 0, "c")) == "config/a.yaml, line 3, a.b[1].c"
    assert file.place() == "config/a.yaml, line 1"


def test_an_empty_file_has_no_data(tmp_path: Path) -> None:
    assert read(tmp_path, "").data is None
    assert read(tmp_path, "# bara en kommentar\n").data is None


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n").data == {"a": 1}


def test_an_alias_stands_for_what_its_anchor_names(tmp_path: Path) -> None:
    file = read(tmp_path, "a: &ja [Ja, J]\nb: *ja\nc: &ett {d: 1}\ne: [*ett, *ja]\n")

    assert file.data == {"a": ["Ja", "J"], "b": ["Ja", "J"], "c": {"d": 1}, "e": [{"d": 1}, ["Ja", "J"]]}
    assert file.line_of(("e", 0, "d")) == 4


def test_merge_keys_are_keys_like_others(tmp_path: Path) -> None:
    assert read(tmp_path, "<<: {a: 1}\n").data == {"<<": {"a": 1}}


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "a tab": (
        "a:\n\tb: 1\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 2
  found     "b: 1"
  fix       indent with spaces; tabs are not allowed""",
    ),
    "a colon in a text": (
        "a: b: c\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 1
  found     "a: b: c"
  fix       a text with a colon in it needs quotes; or the indentation is off""",
    ),
    "a bracket that is not closed": (
        "a: [1, 2\nb: 3\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 2
  found     "b: 3"
  fix       a bracket is not closed, or a comma is missing""",
    ),
    "keys that do not begin in one column": (
        "a:\n   b: 1\n  c: 2\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 3
  found     "c: 2"
  fix       keys on one level begin in the same column; is a quotation mark missing?""",
    ),
    "a quotation mark that is not closed": (
        "a: 'x\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 1
  found     "a: 'x"
  fix       a quotation mark or bracket is not closed""",
    ),
    "a text that begins with a sign": (
        "a: @x\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 1
  found     "a: @x"
  fix       put the text in quotes if it begins with one of @ ` % * & ! | > " '""",
    ),
    "a key twice": (
        "a: 1\nb: {c: 1, c: 2}\na: 2\n",
        """\
ConfigError: the key "c" stands twice
  in        config/a.yaml, line 2, b.c
  found     the first on line 2
  fix       keep one of them, or rename the other
ConfigError: the key "a" stands twice
  in        config/a.yaml, line 3, a
  found     the first on line 1
  fix       keep one of them, or rename the other""",
    ),
    "a code twice, once in quotes": (
        "1480: a\n'1480': b\n",
        """\
ConfigError: the key "1480" stands twice
  in        config/a.yaml, line 2, 1480
  found     the first on line 1
  fix       keep one of them, or rename the other""",
    ),
    "signs that nobody sees": (
        'a: "\\u202eTXT"\n"b\\x1b": 1\nc: l\u200bd\n',
        """\
ConfigError: the text has a sign that nobody sees, \\u202e
  in        config/a.yaml, line 1, a
  fix       write the text anew, without what was copied with it
ConfigError: the text has a sign that nobody sees, \\x1b
  in        config/a.yaml, line 2, b\\x1b
  fix       write the text anew, without what was copied with it
ConfigError: the text has a sign that nobody sees, \\u200b
  in        config/a.yaml, line 3, c
  fix       write the text anew, without what was copied with it""",
    ),
    "tags": (
        "a: !!python/object/apply:os.system [x]\nb: !!str 1\n",
        """\
ConfigError: a tag (a word that begins with !) is not allowed
  in        config/a.yaml, line 1, a
  fix       leave it out
ConfigError: a tag (a word that begins with !) is not allowed
  in        config/a.yaml, line 2, b
  fix       leave it out""",
    ),
    "a date that does not exist": (
        "a: 2023-02-30\n",
        """\
ConfigError: there is no date 2023-02-30
  in        config/a.yaml, line 1, a
  fix       correct it, or put it in quotes if it is a text""",
    ),
    "an alias without anchor": (
        "a: *ja\n",
        """\
ConfigError: nothing before this place is named &ja
  in        config/a.yaml, line 1, a
  fix       put a text that begins with * in quotes""",
    ),
    "a sign that begins an alias": (
        "a: *två\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 1
  found     "a: *två"
  fix       a name after & or * has a-z and digits only; a text that begins so needs quotes""",
    ),
    "an anchor inside itself": (
        "a: &a [*a]\n",
        """\
ConfigError: nothing before this place is named &a
  in        config/a.yaml, line 1, a[1]
  fix       put a text that begins with * in quotes""",
    ),
    "a second document": (
        "a: 1\n---\nb: 2\n",
        """\
ConfigError: a second document begins in the file
  in        config/a.yaml, line 2
  fix       leave out the line ---""",
    ),
    "a list as a key": (
        "? [a, b]\n: 1\n",
        """\
ConfigError: a key is a list, an alias or has keys itself
  in        config/a.yaml, line 1
  fix       write one word as the key, in quotes if it begins with [ { or *""",
    ),
    "another encoding": (
        "a: 1\nb: Kön\n".encode("latin-1"),
        """\
ConfigError: the file is not in UTF-8
  in        config/a.yaml, line 2
  expected  text in UTF-8   found  the byte 0xf6
  fix       save it again with the encoding UTF-8""",
    ),
    "a zero byte": (
        b"a: x\x00y\n",
        """\
ConfigError: this is not YAML
  in        config/a.yaml, line 1
  fix       look at this line and the one above it""",
    ),
    "more bytes than people write": (
        b"#" * (MAX_BYTES + 1),
        """\
ConfigError: the file is too large for a file that people write
  in        config/a.yaml
  expected  at most 1048576 bytes   found  1048577 bytes
  fix       split it, or move data to data/raw""",
    ),
    "lists inside each other without end": (
        "[" * 100_000,
        """\
ConfigError: more than 40 levels stand inside each other
  in        config/a.yaml, line 1, [1][1][1]
  fix       write it flatter""",
    ),
    "keys inside each other without end": (
        "{" * 100_000,
        """\
ConfigError: more than 40 levels stand inside each other
  in        config/a.yaml, line 1, ?.?.?
  fix       write it flatter""",
    ),
    "a bomb of aliases": (
        "x0: &x0 [a, a, a, a, a, a, a, a, a]\n"
        + "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]\n" for i in range(1, 12)),
        """\
ConfigError: there are too many aliases (words that begin with *)
  in        config/a.yaml, line 5, x4[1]
  fix       write the values out where they are needed""",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, case: str) -> None:
    text, message = FAULTS[case]

    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)

    assert str(caught.value) == message


def test_a_hundred_faults_are_enough(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, "a: 1\n" * 1000)

    assert len(caught.value.faults) == 100


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_yaml(tmp_path / "b.yaml", "config/b.yaml")

    assert str(caught.value) == (
        "ConfigError: the file cannot be read: No such file or directory\n"
        "  in        config/b.yaml\n"
        "  fix       see that it exists and that you may read it"
    )
