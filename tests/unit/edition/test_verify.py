"""Verifying an edition: whole, signed by whom, built again; and what is said when it was tampered with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sparbar.audit.levels import Level
from sparbar.edition.means import Means
from sparbar.edition.opened import open_edition
from sparbar.edition.verify import verify_documents, verify_edition
from sparbar.errors import VerificationError
from sparbar.model.files import write_json
from sparbar.proof import html
from sparbar.proof.signature import UNSIGNED, fingerprint, make_keys, read_public, signer
from tests.unit.edition.conftest import REPORT, fit, sparbar

Copy = Callable[[str], Path]


def by_name(levels: list[Level]) -> dict[str, Level]:
    return {level.name: level for level in levels}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def link_away(path: Path) -> None:
    """Put a link in a file's place to the same file elsewhere."""
    elsewhere = path.parent.with_name("elsewhere.json")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def raw_of(root: Path) -> Path:
    return root / "data" / "raw"


# --- what holds ---------------------------------------------------------------------------------------------


def test_an_unsigned_edition_agrees_with_itself(published: Path) -> None:
    levels = by_name(verify_edition(published / "editions" / REPORT / "2023-07-01"))
    assert [(name, level.state) for name, level in levels.items()] == [
        ("whole", "holds"),
        ("said", "holds"),
        ("true", "not checked"),
        ("same", "not checked"),
    ]
    assert UNSIGNED.replace("the file", "the edition") in levels["whole"].lines


def test_a_signed_edition_names_its_key_and_with_the_key_who_signed(published: Path, keys: Path) -> None:
    folder, key = published / "editions" / REPORT / "signerad", read_public(keys.with_name("ek.pub"))
    shown = fingerprint(key)
    without = by_name(verify_edition(folder))["whole"]
    assert f"signed with the key {shown}; whose it is shows only with --key" in without.lines
    whole = by_name(verify_edition(folder, Means(key=key)))["whole"]
    said = f"signed by the holder of the key given, {shown}"
    assert (whole.state, said in whole.lines) == ("holds", True)
    for name in ("report.html", "report.pdf", "report.docx"):
        assert f"{name}: {said}" in whole.lines


def test_a_lone_file_of_an_edition_keeps_its_signature(published: Path, keys: Path, tmp_path: Path) -> None:
    for kind in ("html", "pdf", "docx"):
        file = tmp_path / f"mailed.{kind}"
        shutil.copyfile(published / "editions" / REPORT / "signerad" / f"report.{kind}", file)
        said = sparbar("verify", file, "--key", keys.with_name("ek.pub"))
        assert (said.code, "signed by the holder of the key given" in said.out) == (0, True)


def test_a_built_report_is_verified_as_a_folder_of_documents(published: Path) -> None:
    levels = by_name(verify_documents(published / "results/reports" / REPORT / "internal"))
    assert [level.state for level in levels.values()] == ["holds", "holds", "not checked", "not checked"]


def test_an_edition_is_built_again_with_the_same_bytes(published: Path, keys: Path) -> None:
    folder = published / "editions" / REPORT / "signerad"
    means = Means(raw_of(published), rebuild=True, key=read_public(keys.with_name("ek.pub")))
    levels = by_name(verify_edition(folder, means))
    count = len(open_edition(folder).manifest["files"])
    assert levels["true"].state == "holds"
    assert levels["same"] == Level("same", "holds", (f"built again, all {count} files have the same bytes",))


# --- what does not ------------------------------------------------------------------------------------------

SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file replaced": (
        lambda f: (f / "trace.html").write_text("x"),
        "trace.html is not the file that was published",
    ),
    "a document replaced": (
        lambda f: shutil.copyfile(f / "report.qmd", f / "report.docx"),
        "report.docx is not the file that was published",
    ),
    "a file taken out": (lambda f: (f / "tables/t-kon.csv").unlink(), "tables/t-kon.csv is missing"),
    "a document taken out": (lambda f: (f / "report.pdf").unlink(), "report.pdf is missing"),
    "a file added": (lambda f: (f / "extra.txt").write_text("x"), "extra.txt is no part of the edition"),
    "an input edited": (
        lambda f: change(f / "inputs/config/metrics/folk.yaml", "Personer", "Folk"),
        "inputs/config/metrics/folk.yaml is not the file that was published",
    ),
    "a link in a file's place": (
        lambda f: link_away(f / "facts.json"),
        "facts.json is not the file that was published",
    ),
    "checksums edited": (
        lambda f: change(f / "SHA256SUMS", "report.pdf", "report.pdg"),
        "SHA256SUMS does not list the files as they are",
    ),
    "checksums taken out": (lambda f: (f / "SHA256SUMS").unlink(), "SHA256SUMS is missing"),
    "the signature cut off": (
        lambda f: (f / "signature.json").write_text('{"algorithm": "ed25519"}'),
        "the signature cannot be read",
    ),
    "the signature no JSON": (
        lambda f: (f / "signature.json").write_text("{"),
        "the signature cannot be read",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_was_done_to_an_edition_is_named(what: str, copy_of: Copy) -> None:
    folder = copy_of("signerad")
    spoil, line = SPOILT[what]
    spoil(folder)
    whole = by_name(verify_edition(folder))["whole"]
    assert (whole.state, line in whole.lines) == ("fails", True), whole.lines


def test_a_manifest_edited_and_made_to_fit_falls_before_the_signature(copy_of: Copy, keys: Path) -> None:
    folder = copy_of("signerad")
    change(folder / "edition.json", "Karin Ek", "Karin Alm")
    fit(folder)
    whole = by_name(verify_edition(folder))["whole"]
    shown = fingerprint(read_public(keys.with_name("ek.pub")))
    assert f"the signature is not one of this manifest by the key {shown}" in whole.lines
    assert whole.state == "fails"


def test_a_signature_taken_out_is_seen_with_the_key(copy_of: Copy, keys: Path) -> None:
    folder = copy_of("2023-07-01")
    levels = verify_edition(folder, Means(key=read_public(keys.with_name("ek.pub"))))
    said = "unsigned, though a key was given: the signature was taken out, or there never was one"
    assert (levels[0].state, levels[0].lines[0]) == ("fails", said)


def test_a_signature_by_another_key_is_seen_with_the_key(copy_of: Copy, keys: Path, tmp_path: Path) -> None:
    folder = copy_of("signerad")
    make_keys(tmp_path / "annan")
    manifest = open_edition(folder).manifest
    write_json(folder / "signature.json", signer(tmp_path / "annan")(manifest))
    fit(folder)
    assert by_name(verify_edition(folder))["whole"].state == "holds"  # Nobody said whose key it must be.
    other = fingerprint(read_public(tmp_path / "annan.pub"))
    whole = by_name(verify_edition(folder, Means(key=read_public(keys.with_name("ek.pub")))))["whole"]
    assert (whole.state, whole.lines[0]) == ("fails", f"signed with another key than the one given: {other}")


def test_a_document_of_another_edition_is_seen_though_everything_fits(copy_of: Copy) -> None:
    folder = copy_of("2023-07-01")
    shutil.copyfile(copy_of("signerad") / "report.html", folder / "report.html")
    fit(folder)
    whole = by_name(verify_edition(folder))["whole"]
    assert "report.html: its edition is not the edition's" in whole.lines
    assert whole.state == "fails"


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("datapackage.json", '"hash": "sha256:', '"hash": "sha256:0', "datapackage.json does not describe"),
        ("ro-crate-metadata.json", '"trace.html"', '"spar.html"', "ro-crate-metadata.json names spar.html"),
        ("inputs/config/metrics/folk.yaml", "Personer", "Folk", "report.html: it was made from another"),
        ("facts.json", '"16"', '"17"', "report.html: its ledger is not the edition's"),
    ],
)
def test_files_that_do_not_say_the_same_are_seen_though_checksums_fit(
    name: str, old: str, new: str, line: str, copy_of: Copy
) -> None:
    folder = copy_of("2023-07-01")
    change(folder / name, old, new)
    fit(folder)
    whole = by_name(verify_edition(folder))["whole"]
    assert whole.state == "fails"
    assert any(said.startswith(line) for said in whole.lines), whole.lines


def test_a_folder_without_an_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="this is no edition"):
        verify_edition(tmp_path)


# --- built again --------------------------------------------------------------------------------------------


def refitted(folder: Path, made_by: dict[str, object] | None = None) -> None:
    """Let every file that describes others fit a changed trace page (and other means, if given)."""
    manifest = open_edition(folder).manifest
    write_json(folder / "edition.json", {**manifest, **({"made_by": made_by} if made_by else {})})
    fit(folder)


def test_a_rebuild_names_the_file_that_differs_and_its_first_difference(
    published: Path, copy_of: Copy
) -> None:
    folder = copy_of("2023-07-01")
    change(folder / "report.qmd", "Vi har träffat", "Vi har mött")
    refitted(folder)
    same = by_name(verify_edition(folder, Means(raw_of(published), rebuild=True)))["same"]
    assert same.state == "fails"
    first = next(line for line in same.lines if line.startswith("report.qmd differs: first in line "))
    assert "mött" in first
    assert [line.partition(" ")[0] for line in same.lines] == [
        "SHA256SUMS",
        "edition.json",
        "report.qmd",
    ]


def test_other_packages_make_it_not_checked_and_both_are_named(published: Path, copy_of: Copy) -> None:
    folder = copy_of("2023-07-01")
    made_by = json.loads(json.dumps(open_edition(folder).manifest["made_by"]))
    here = made_by["packages"]["matplotlib"]
    made_by["packages"]["matplotlib"] = "1.0"
    change(folder / "report.qmd", "Vi har träffat", "Vi har mött")
    refitted(folder, made_by)
    same = by_name(verify_edition(folder, Means(raw_of(published), rebuild=True)))["same"]
    assert same.state == "not checked"
    assert same.lines == (
        "made by other means than are here, which may be why it differs",
        f"packages matplotlib: 1.0 then, {here} here",
    )


def test_without_the_extracts_it_is_not_built_again(copy_of: Copy, tmp_path: Path) -> None:
    folder = copy_of("2023-07-01")
    said = by_name(verify_edition(folder, Means(rebuild=True)))["same"]
    assert said == Level("same", "not checked", ("no extracts at hand: give their folder with --extracts",))
    (tmp_path / "none").mkdir()
    assert by_name(verify_edition(folder, Means(tmp_path / "none", True)))["same"].state == "not checked"


def test_an_edition_that_is_not_whole_is_not_built_again(published: Path, copy_of: Copy) -> None:
    folder = copy_of("2023-07-01")
    (folder / "inputs/templates/prov.qmd.j2").write_text("x", encoding="utf-8")
    same = by_name(verify_edition(folder, Means(raw_of(published), rebuild=True)))["same"]
    assert same == Level("same", "not checked", ("the edition is not whole, so it is not built again",))


# --- at the command line ------------------------------------------------------------------------------------


def test_the_command_takes_a_folder_and_finds_its_projects_extracts(published: Path, tmp_path: Path) -> None:
    folder = published / "editions" / REPORT / "2023-07-01"
    out = tmp_path / "answers.json"
    said = sparbar("verify", folder, "--rebuild", "--json", out)
    assert said.code == 0, said.err
    answers = json.loads(out.read_text(encoding="utf-8"))
    assert (answers["file"], [level["state"] for level in answers["levels"]]) == ("2023-07-01", ["holds"] * 4)


def test_without_a_rebuild_the_rows_are_found_beside_the_edition_too(published: Path, tmp_path: Path) -> None:
    folder = published / "editions" / REPORT / "2023-07-01"
    out = tmp_path / "answers.json"
    assert sparbar("verify", folder, "--json", out).code == 0
    answers = json.loads(out.read_text(encoding="utf-8"))["levels"]
    assert [level["state"] for level in answers] == ["holds"] * 3 + ["not checked"]


def test_the_name_of_a_report_is_answered_level_by_level(published: Path) -> None:
    said = sparbar("verify", REPORT, "--project", published)
    assert (said.code, said.err) == (0, "")
    levels = [line for line in said.out.splitlines() if line[:1].isalpha()]
    assert levels == ["whole  not checked", "said   holds", "true   holds", "same   not checked"]
    assert f"results/reports/{REPORT}/internal" in said.out
    assert "       all 4 facts were counted again and agree" in said.out


def test_a_report_is_held_to_what_is_asked_of_it_by_name(published: Path, keys: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.json"
    said = sparbar("verify", REPORT, "--extracts", raw_of(published), "--json", out, "--project", published)
    assert said.code == 0, said.err
    answers = json.loads(out.read_text(encoding="utf-8"))["levels"]
    assert [level["state"] for level in answers] == ["holds"] * 3 + ["not checked"]
    unsigned = sparbar("verify", REPORT, "--key", keys.with_name("ek.pub"), "--project", published)
    assert (unsigned.code, "unsigned" in unsigned.out) == (5, True)


def test_a_report_without_finished_documents_cannot_be_held_to_anything(placed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(placed, tmp_path / "project", symlinks=True))
    shutil.rmtree(root / "results" / "reports")
    said = sparbar("verify", REPORT, "--json", tmp_path / "answers.json", "--project", root)
    assert (said.code, "there are no finished documents of this report" in said.err) == (2, True)


def test_a_file_cannot_be_built_again(published: Path) -> None:
    said = sparbar("verify", published / "editions" / REPORT / "2023-07-01/report.pdf", "--rebuild")
    assert (said.code, "only an edition can be built again" in said.err) == (2, True)


def test_a_spoilt_edition_ends_with_five(copy_of: Copy) -> None:
    folder = copy_of("2023-07-01")
    (folder / "trace.html").unlink()
    said = sparbar("verify", folder)
    assert (said.code, "2023-07-01 does not hold: whole" in said.err) == (5, True)


def test_the_list_shows_the_editions(published: Path) -> None:
    said = sparbar("list", "--project", published)
    assert (
        "editions/prov/2023-07-01  internal, approved by Karin Ek on 2023-07-01, unsigned\n"
        "  >         intern, godkänd av Karin Ek den 2023-07-01, inte signerad\n"
        "editions/prov/signerad  internal, approved by Karin Ek on 2023-07-01, signed\n"
        "  >         intern, godkänd av Karin Ek den 2023-07-01, signerad\n"
    ) in said.out


def test_a_document_without_a_signature_in_a_signed_edition_is_seen(copy_of: Copy, keys: Path) -> None:
    folder = copy_of("signerad")
    page = (folder / "report.html").read_bytes()
    proof = html.extract(page)
    assert proof is not None
    bare = page.replace(json.dumps(proof["signature"]["value"]).encode(), b'"AAAA"')
    (folder / "report.html").write_bytes(bare)
    said = sparbar("verify", folder / "report.html", "--key", keys.with_name("ek.pub"))
    assert (said.code, "the signature cannot be read" in said.out) == (5, True)
