import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sparbar.demo.__main__ import main
from sparbar.demo.extracts import make_extracts, write_extracts
from sparbar.errors import ContractError

PACKAGES = Path(__file__).parents[3] / "workflow"
DIGESTS = """
import hashlib
from sparbar.demo.extracts import make_extracts
for name, content in make_extracts().items():
    print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.fixture(scope="module")
def extracts():
    return make_extracts()


def digests(environment):
    everything = {**os.environ, "PYTHONPATH": str(PACKAGES), "PYTHONUTF8": "1", **environment}
    run = subprocess.run(
        [sys.executable, "-c", DIGESTS], env=everything, check=True, capture_output=True, encoding="utf-8"
    )
    return dict(line.split(" ") for line in run.stdout.splitlines())


def test_two_runs_in_different_surroundings_make_the_same_bytes(extracts):
    here = {name: hashlib.sha256(content).hexdigest() for name, content in extracts.items()}
    assert digests({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}) == here
    assert digests({"PYTHONHASHSEED": "2", "TZ": "America/Adak", "SOURCE_DATE_EPOCH": "1"}) == here


def test_committed_extracts_are_what_the_generator_makes(extracts, raw_folder):
    differing = [name for name, content in extracts.items() if (raw_folder / name).read_bytes() != content]
    assert differing == []


def test_every_extract_stands_in_the_folder_of_its_source_and_date(extracts):
    for name in extracts:
        source, day, file = name.split("/")
        assert file.rsplit(".", 1)[0] == f"{source}_{day}"


def test_no_archive_tells_of_the_machine_that_made_it(extracts, tmp_path):
    for name, content in extracts.items():
        if name.endswith(".xlsx"):
            path = tmp_path / "book.xlsx"
            path.write_bytes(content)
            for entry in zipfile.ZipFile(path).infolist():
                assert (entry.date_time, entry.create_system, entry.compress_type) == (
                    (1980, 1, 1, 0, 0, 0),
                    0,
                    0,
                )


def test_writing_twice_leaves_the_files_alone(tmp_path):
    first = {path: path.stat().st_mtime_ns for path in write_extracts(tmp_path)}
    assert {path: path.stat().st_mtime_ns for path in write_extracts(tmp_path)} == first


def test_an_extract_with_other_content_is_never_replaced(tmp_path, capsys):
    changed = tmp_path / "kas" / "2024-08-30" / "kas_2024-08-30.csv"
    changed.parent.mkdir(parents=True)
    changed.write_bytes(b"kpi\n")
    message = (
        "ContractError: an extract is already there with other content\n"
        f"  in        {changed.as_posix()}\n"
        "  expected  no file, or the generator's own bytes\n"
        "  fix       keep the file, extracts are never replaced, and choose another folder with --out"
    )
    with pytest.raises(ContractError) as caught:
        write_extracts(tmp_path)
    assert str(caught.value) == message
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [changed]
    assert changed.read_bytes() == b"kpi\n"
    assert main(["--out", str(tmp_path)]) == 3
    assert capsys.readouterr().err == message + "\n"


def test_the_command_writes_and_names_every_extract(tmp_path, capsys, extracts):
    assert main(["--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split() == [(tmp_path / name).as_posix() for name in extracts]
    assert all((tmp_path / name).read_bytes() == content for name, content in extracts.items())
