"""Run every verb of a build once more, in a process that may be denied rights, space or large files.

    python -m tests.workflow.all_verbs PROJECT [bytes=N] [room=N]

`bytes` is the most that a file may grow to, `room` what the disk that results/ lies on has left. Prints for
each verb how it ended, what it said, which files are other ones than before, and which are gone.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

from tests.workflow.project import REPORT, TinyProject, Told

VERBS = (
    "ingest besok 2023-06-14",
    f"measure {REPORT}",
    f"recompute {REPORT}",
    *(f"{verb} {REPORT}" for verb in ("release", "draw", "causes", "compose", "render", "verify", "swap")),
)


def fill_disk(folder: Path, room: int) -> None:
    """Leave this much room on the disk that the folder lies on."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        try:
            while stream.write(b"\0" * (1 << 16)):
                pass
        except OSError:
            stream.truncate(max(0, stream.tell() - room))


def limit_files(most_bytes: int) -> None:
    """Let no file of this process grow beyond a size; the system's word for that is EFBIG."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def run_all(project: TinyProject) -> list[dict[str, object]]:
    """Run the verbs one after the other, whatever becomes of those before."""
    found = []
    for verb in VERBS:
        before = project.tree()
        try:
            told = project.sparbar(*verb.split())
        except Exception:  # our bug: Python itself would end with 1
            told = Told(1, traceback.format_exc())
        after = project.tree()
        other = sorted(name for name in after if before.get(name) != after[name])
        gone = sorted(before.keys() - after.keys())
        found.append({"verb": verb, "code": told.code, "message": told.message, "other": other, "gone": gone})
    return found


if __name__ == "__main__":
    asked = dict(word.split("=") for word in sys.argv[2:])
    tiny = TinyProject(Path(sys.argv[1]))
    if "room" in asked:
        fill_disk(tiny.root / "results", int(asked["room"]))
    if "bytes" in asked:
        limit_files(int(asked["bytes"]))
    print(json.dumps(run_all(tiny), ensure_ascii=False))
