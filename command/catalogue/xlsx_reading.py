"""Reading workbooks (.xlsx, ECMA-376): the text of every cell, fast, and the merged ranges.

A workbook is a zip of XML. What we need of it are the cells' texts and what is merged; a reader of
all the rest takes several times as long, and does not tell the merged ranges while it streams.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import datetime, timedelta
from posixpath import join, normpath
from typing import IO, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from command.catalogue.faults import Unopenable

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""
Read = tuple[str, list[tuple[int, list[str]]], list[Range]]
"""A sheet: its name, its rows by number, its merged ranges."""

MAX_UNPACKED: Final = 256 * 2**20
MAX_PARTS: Final = 2_000
MAX_CELLS: Final = 5_000_000
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATES: Final = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
"""Built-in number formats that show a day, East Asian ones too (ECMA-376 part 1, 18.8.30)."""
_IN_QUOTES: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read(content: bytes) -> list[Read]:
    """Read the sheets of a workbook in their order.

    :raises Unopenable: when it is none, or would unpack to more than anybody types
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_UNPACKED:
                raise Unopenable("unpacks_too_large", limit=MAX_UNPACKED // 2**20)
            return _Workbook(parts).read()
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
        *(ElementTree.ParseError, KeyError, IndexError, ValueError, OverflowError),
    ) as failure:
        raise Unopenable("not_a_workbook") from failure


class _Workbook:
    """A workbook that is being read: the texts and formats its sheets point to."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        self._names = set(parts.namelist())
        self._left = MAX_CELLS
        self._book = self._tree("xl/workbook.xml")
        about = self._book.find(f"{_MAIN}workbookPr")
        is_1904 = about is not None and about.get("date1904") in {"1", "true"}
        self._epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        self._texts = self._read_texts()
        self._is_day = self._read_formats()

    def read(self) -> list[Read]:
        links = {
            link.get("Id"): link.get("Target", "")
            for link in self._tree("xl/_rels/workbook.xml.rels")
        }
        return [
            (sheet.get("name", ""), *self._read_sheet(_path(links[sheet.get(_LINK)])))
            for sheet in self._book.iter(f"{_MAIN}sheet")
        ]

    def _read_sheet(self, path: str) -> tuple[list[tuple[int, list[str]]], list[Range]]:
        rows: list[tuple[int, list[str]]] = []
        merged: list[Range] = []
        with self._open(path) as part:
            number = 0
            for _, found in ElementTree.iterparse(part):
                if found.tag == f"{_MAIN}row":
                    number = int(found.get("r") or number + 1)
                    rows.append((number, self._read_row(found)))
                    found.clear()
                elif found.tag == f"{_MAIN}mergeCell":
                    merged.append(_range(found.get("ref", "")))
        return rows, merged

    def _read_row(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            place = _PLACE.fullmatch(cell.get("r") or "")
            at = _column(place[1]) if place else len(cells) + 1
            text = self._text(cell)
            if not text:
                continue
            self._left -= at - len(cells)
            if self._left < 0:
                raise Unopenable("unpacks_too_large", limit=MAX_UNPACKED // 2**20)
            cells.extend([""] * (at - len(cells)))
            cells[at - 1] = text
        return cells

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _said(cell.find(f"{_MAIN}is"))
        value = cell.findtext(f"{_MAIN}v") or ""
        if kind == "s":
            return self._texts[int(value)]
        if kind == "b":
            return "true" if value == "1" else "false"
        if kind != "n" or not value:
            return value
        if self._is_day[int(cell.get("s", 0))]:
            return _moment(self._epoch + timedelta(days=float(value)))
        return _number(value)

    def _read_texts(self) -> list[str]:
        path = "xl/sharedStrings.xml"
        if path not in self._names:
            return []
        with self._open(path) as part:
            found = []
            for _, one in ElementTree.iterparse(part):
                if one.tag == f"{_MAIN}si":
                    found.append(_said(one))
                    one.clear()
            return found

    def _read_formats(self) -> list[bool]:
        if "xl/styles.xml" not in self._names:
            return [False]
        styles = self._tree("xl/styles.xml")
        own = {
            int(one.get("numFmtId", 0)): _IN_QUOTES.sub("", one.get("formatCode", "")).lower()
            for one in styles.iter(f"{_MAIN}numFmt")
        }
        cells = styles.find(f"{_MAIN}cellXfs")
        numbers = [int(one.get("numFmtId", 0)) for one in (cells if cells is not None else ())]
        return [n in _DATES or bool({"y", "d"} & set(own.get(n, ""))) for n in numbers] or [False]

    def _tree(self, path: str) -> Element:
        with self._open(path) as part:
            return ElementTree.parse(part).getroot()

    def _open(self, path: str) -> IO[bytes]:
        return self._parts.open(path)


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _said(text: Element | None) -> str:
    """Put a text together: its own, or that of its pieces; how it is pronounced is left out."""
    if text is None:
        return ""
    pieces = (text, *text.findall(f"{_MAIN}r"))
    return "".join(piece.findtext(f"{_MAIN}t") or "" for piece in pieces)


def _number(value: str) -> str:
    if value.isdecimal():
        return value
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


def _moment(moment: datetime) -> str:
    if moment.hour == moment.minute == moment.second == 0:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _range(ref: str) -> Range:
    corners = [_PLACE.fullmatch(corner) for corner in ref.split(":")]
    places = [(int(c[2]), _column(c[1])) for c in corners if c]
    return (*places[0], *places[-1])
