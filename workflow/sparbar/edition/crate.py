"""The edition described as a research object (Source: RO-Crate 1.1; Process Run Crate 0.5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sparbar.edition.opened import CHECKSUMS, DOCUMENTS, MANIFEST, SIGNATURE

CRATE = "ro-crate-metadata.json"
SOFTWARE = "urn:sparbar:software"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_NAMES = {
    "report.html": "The report as a page",
    "report.pdf": "The report as PDF/A-3a and PDF/UA-1",
    "report.docx": "The report as a Word document",
    "report.qmd": "The text that the documents were made from",
    "trace.html": "Where every number comes from",
    "facts.json": "The ledger: everything that the report may say",
    "document.json": "Where the report says it",
    "verification.json": "What was checked before it was published",
    "datapackage.json": "The tables, described",
    MANIFEST: "What the edition is and the checksums of its files",
    SIGNATURE: "The signature, where there is one",
    CHECKSUMS: "Checksums of all files",
}
_TYPES = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".qmd": "text/markdown",
    ".json": "application/json",
    ".csv": "text/csv",
    "": "text/plain",
}


def crate(folder: Path, edition: dict[str, Any]) -> dict[str, Any]:
    """The crate's metadata for the files in an edition's folder."""
    files = [_file(name) for name in _listed(folder)]
    extracts = [_extract(item) for item in edition["extracts"]]
    folders = [
        _folder("inputs/", "What the report was built from, but for the extracts"),
        _folder("figures/", "The figures"),
    ]
    graph = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        _root(edition, [*files, *folders]),
        _action(edition, extracts),
        _software(edition),
        {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": "#approved-by", "@type": "Person", "name": edition["edition"]["approved_by"]},
        {"@id": "#owner", "@type": "Organization", "name": edition["owner"]},
        {
            "@id": "#rights",
            "@type": "CreativeWork",
            "name": "Rights",
            "description": "Ask the owner that the report names",
        },
        *files,
        *folders,
        *extracts,
    ]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}


def _listed(folder: Path) -> list[str]:
    """The files that the crate names one by one, those that are made after it too, but for the signature."""
    tables = sorted(path.relative_to(folder).as_posix() for path in (folder / "tables").glob("*.csv"))
    return [*(name for name in _NAMES if name != SIGNATURE), *tables]


def _root(edition: dict[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any]:
    said = edition["edition"]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": edition["title"],
        "description": f"Edition {said['name']} of the report {edition['report']}, "
        f"approved by {said['approved_by']} on {said['date']}",
        "identifier": f"{edition['report']}/{said['name']}",
        "version": said["name"],
        "inLanguage": edition["language"],
        "datePublished": said["date"],
        "license": {"@id": "#rights"},
        "author": {"@id": "#owner"},
        "publisher": {"@id": "#owner"},
        "accountablePerson": {"@id": "#approved-by"},
        "conformsTo": {"@id": PROFILE},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "mentions": {"@id": "#build"},
    }


def _action(edition: dict[str, Any], extracts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@id": "#build",
        "@type": "CreateAction",
        "name": f"Build of {edition['report']}",
        "description": "Every number counted from the extracts, written, and verified in the documents",
        "agent": {"@id": "#approved-by"},
        "instrument": {"@id": SOFTWARE},
        "endTime": f"{edition['edition']['date']}T00:00:00+00:00",
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "object": [*({"@id": item["@id"]} for item in extracts), {"@id": "inputs/"}],
        "result": [{"@id": name} for name in DOCUMENTS],
    }


def _software(edition: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "sparbar",
        "softwareVersion": edition["made_by"]["code"]["version"],
        "description": "Reproducible reports in which every number leads back to its extract",
    }


def _file(name: str) -> dict[str, Any]:
    said = _NAMES.get(name, f"The table {Path(name).stem}")
    return {"@id": name, "@type": "File", "name": said, "encodingFormat": _TYPES[Path(name).suffix]}


def _folder(name: str, said: str) -> dict[str, Any]:
    return {"@id": name, "@type": "Dataset", "name": said}


def _extract(extract: dict[str, Any]) -> dict[str, Any]:
    """An extract, which is not in the edition: named by its checksum."""
    return {
        "@id": f"#extract-{extract['id'].replace('@', '-at-')}",
        "@type": "CreativeWork",
        "name": f"Extract {extract['id']}, {extract['file'].rpartition('/')[2]}",
        "dateCreated": extract["date"],
        "identifier": f"sha256:{extract['sha256']}",
    }
