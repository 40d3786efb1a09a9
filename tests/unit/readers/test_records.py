"""Files of records, as programs write them: what is said of a damaged one."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import duckdb
import pytest

from sparbar.config.reader import RecordReader
from sparbar.config.sources import Contract
from sparbar.errors import ContractError
from sparbar.readers import open_extract

CONTRACT = Contract.model_validate(
    {
        "source": "kas",
        "title": "KAS",
        "file": "kas.zip",
        "reader": {"kind": "kolada"},
        "columns": {"kpi": {"header": "kpi", "type": "text", "label": "Nyckeltal"}},
    }
)
PAGE = json.dumps(
    {"values": [{"kpi": "U1", "municipality": "1480", "period": 2022, "values": [{"value": 1}]}]}
)


def archive(packing: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as made:
        made.writestr("page-1.json", PAGE * 3)
    return stream.getvalue()


def with_damaged_part() -> bytes:
    """The packed bytes of the page are others."""
    data = bytearray(archive(zipfile.ZIP_DEFLATED))
    start = data.index(b"page-1.json") + len("page-1.json")
    data[start : start + 8] = b"\xff" * 8
    return bytes(data)


def with_unknown_packing() -> bytes:
    """Both headers of the page name a way of packing that no program knows."""
    data = bytearray(archive(zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + offset, 77)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"no archive", "File is not a zip file"),
        (with_damaged_part(), "Error -3 while decompressing data: invalid block type"),
        (with_unknown_packing(), "That compression method is not supported"),
    ],
    ids=["no archive", "a damaged part", "an unknown packing"],
)
def test_a_damaged_archive_is_told_in_four_parts(tmp_path: Path, data: bytes, found: str) -> None:
    path = tmp_path / "kas.zip"
    path.write_bytes(data)
    with pytest.raises(ContractError) as caught:
        open_extract(path, CONTRACT, "data/raw/kas/2024-01-01/kas.zip")
    (fault,) = caught.value.faults
    assert (fault.problem, fault.found) == ("the file is not of the kind that the contract reads", found)
    assert fault.where == "data/raw/kas/2024-01-01/kas.zip"
    assert fault.fix == "pull again, or correct reader.kind in config/sources/kas.yaml"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Stockholm"])
def test_a_moment_is_read_as_text_the_same_wherever_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Which day it is depends on where: that is for whoever asks for the data to say."""
    path = tmp_path / "kas.parquet"
    with duckdb.connect(":memory:") as database:
        moment = "TIMESTAMPTZ '2024-05-01 00:30:00+02'"
        database.execute(f'COPY (SELECT {moment} AS kpi, 1 AS "a""b") TO \'{path}\' (FORMAT parquet)')
    monkeypatch.setenv("TZ", zone)
    contract = CONTRACT.model_copy(update={"reader": RecordReader(kind="parquet")})
    assert list(open_extract(path, contract).rows()) == [(1, ("2024-04-30T22:30:00+00:00",))]
