"""A survey that somebody hands in is read and reviewed by a process of its own, and nothing of it is kept.

What reads such files is large, written in C and slow to import. Whatever breaks or hangs in it must not
take along a process that everybody's requests share: the other one gets the file, what is in force, none
of our secrets, and so much time. `python -m grid.surveyor` is that process: JSON in, JSON out.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import resource
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import shapely

from grid.errors import BadSurvey, Flaw
from grid.snapshot import CitySnapshot
from grid.values import Crs

PATIENCE_S: Final = 120.0
"""A city of two hundred townships takes three seconds, most of them to import what reads files."""
UNPACKED_BYTES: Final = 256 * 2**20
"""What a zipped Shapefile may unpack to."""
MEMORY_BYTES: Final = 8 * 2**30
"""What the reading may map, its libraries among it."""
SHAPEFILE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ROOT: Final = Path(__file__).parent.parent
KEPT_ENV: Final = ("PATH", "LANG", "LD_LIBRARY_PATH", "HOME", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A survey that was read, as it is kept, and what `grid.review` found, in plain values."""

    wkb: Mapping[str, bytes]
    new: Mapping[str, tuple[str, str, str]]
    """Code -> name, kind, district."""
    found: Mapping[str, Any]


async def examine(
    content: bytes, *, name: str, city: CitySnapshot, day: date, crs: Crs | None
) -> Examined:
    """Read a file's content and hold it against the boundaries in force on a day.

    :raises BadSurvey: when it cannot be read, cannot be true, or is not read in time
    """
    with tempfile.TemporaryDirectory(prefix="onedoor-survey-") as folder:
        path = await asyncio.to_thread(_lay_out, content, Path(folder), name)
        asked = {
            "path": str(path),
            "name": name,
            "crs": crs,
            "townships": sorted(city.townships),
            "districts": sorted(city.districts),
            "centre": [city.city.lon, city.city.lat],
            "force": {
                code: shapely.to_wkb(ground, hex=True)
                for code, ground in city.ground_on(day).items()
            },
        }
        told = await _ask(asked, name)
    if flaws := told.get("flaws"):
        raise BadSurvey(name, [Flaw(**flaw) for flaw in flaws])
    return Examined(
        wkb={code: bytes.fromhex(ground) for code, ground in told["wkb"].items()},
        new={code: (said[0], said[1], said[2]) for code, said in told["new"].items()},
        found=told["found"],
    )


async def _ask(asked: Mapping[str, Any], name: str) -> Any:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "grid.surveyor"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env={key: os.environ[key] for key in KEPT_ENV if key in os.environ},
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            answer, _ = await process.communicate(json.dumps(asked).encode())
    except TimeoutError:
        raise BadSurvey(name, [Flaw(rule="too_long", facts={"s": f"{PATIENCE_S:g}"})]) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        why = f"the reader ended with {process.returncode}"
        raise BadSurvey(name, [Flaw(rule="unreadable", facts={"why": why})])
    return json.loads(answer)


def _lay_out(content: bytes, folder: Path, name: str) -> Path:
    """Write a file under the name its first bytes ask for: a reader must not guess what it opens.

    :raises BadSurvey: when it is of no form that is read here
    """
    if content.startswith(b"PK"):
        return _unpack(content, folder, name)
    if content.startswith(b"SQLite format 3\x00"):
        path = folder / "survey.gpkg"
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        path = folder / "survey.geojson"
    else:
        raise BadSurvey(name, [Flaw(rule="no_form")])
    path.write_bytes(content)
    return path


def _unpack(content: bytes, folder: Path, name: str) -> Path:
    """Unpack the parts of the one Shapefile in a zip, under names of our own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [
                one
                for one in packed.infolist()
                if Path(one.filename).suffix.lower() in SHAPEFILE
                # What a Mac adds to a zip.
                and not one.filename.startswith("__MACOSX/")
            ]
            if sum(one.file_size for one in parts) > UNPACKED_BYTES:
                most = UNPACKED_BYTES // 2**20
                raise BadSurvey(name, [Flaw(rule="too_large", facts={"most": most})])
            drawings = [one.filename for one in parts if one.filename.lower().endswith(".shp")]
            if len(drawings) != 1:
                raise BadSurvey(name, [Flaw(rule="no_shapefile", facts={"n": len(drawings)})])
            stem = drawings[0][: -len(".shp")]
            for one in parts:
                part = Path(one.filename)
                if one.filename[: -len(part.suffix)] == stem:
                    (folder / f"survey{part.suffix.lower()}").write_bytes(packed.read(one))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as failure:
        raise BadSurvey(name, [Flaw(rule="unreadable", facts={"why": str(failure)})]) from failure
    return folder / "survey.shp"


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Read and review, in the process that does nothing else."""
    from grid import surveys
    from grid.review import review, tell

    try:
        survey = surveys.read(
            Path(asked["path"]),
            townships=frozenset(asked["townships"]),
            districts=frozenset(asked["districts"]),
            centre=(asked["centre"][0], asked["centre"][1]),
            crs=None if asked["crs"] is None else Crs(asked["crs"]),
            name=asked["name"],
        )
    except BadSurvey as bad:
        return {
            "flaws": [
                {"rule": f.rule, "feature": f.feature, "code": f.code, "facts": dict(f.facts)}
                for f in bad.flaws
            ]
        }
    force = {code: shapely.from_wkb(ground) for code, ground in asked["force"].items()}
    return {
        "wkb": {code: ground.hex() for code, ground in survey.wkb.items()},
        "new": dict(survey.new),
        "found": tell(review(survey.boundaries, force=force)),
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Should nobody be left to end it.
    resource.setrlimit(resource.RLIMIT_CPU, (int(PATIENCE_S), int(PATIENCE_S)))
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)
