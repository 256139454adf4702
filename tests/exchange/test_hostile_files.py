"""Files made to hurt: each is read, row by row with a fate, or refused in one sentence; in little
memory and little time, whatever they unpack to."""

from __future__ import annotations

import gzip
import io
import os
import resource
import time
import zipfile
from collections.abc import Callable

import pytest

from habitue.exchange.reading import UnreadableFile
from tests.exchange.reads import fates, table
from tests.exchange.test_reading_spreadsheets import workbook

MORE_MEMORY = 500 << 20
SECONDS = 60  # of the processor; a machine that is busy with other tests is slow
HEAD = "First name;Last name;Phone;Notes\n"
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "koi8-r", "cp866",
    "cp850", "cp932", "gb18030", "mac-roman", "cp1256",
)  # fmt: skip


def rows(*lines: str) -> Callable[[], bytes]:
    return (HEAD + "\n".join(lines) + "\n").encode


def sheet(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """A workbook whose sheet was rewritten by hand."""

    def make() -> bytes:
        made, out = zipfile.ZipFile(io.BytesIO(workbook(["First name"], ["Anna"]))), io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for entry in made.infolist():
                text = made.read(entry)
                is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
                packed.writestr(entry.filename, change(text) if is_sheet else text)
        return out.getvalue()

    return make


def added(more: bytes) -> Callable[[], bytes]:
    return sheet(lambda text: text.replace(b"</sheetData>", more + b"</sheetData>"))


def packed(name: str, size: int) -> Callable[[], bytes]:
    """Zeros: nothing on the disk, everything in memory."""

    def make() -> bytes:
        out = io.BytesIO()
        with (
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(name, "w", force_zip64=True) as entry,
        ):
            for _piece in range(size >> 20):
                entry.write(b"\0" * (1 << 20))
        return out.getvalue()

    return make


def nested() -> bytes:
    inner = packed("a.csv", 50 << 20)()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.zip", inner)
    return out.getvalue()


def opendocument() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    text = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="a">{row}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return out.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><worksheet><sheetData><row><c t='str'><v>&j;</v></c></row></sheetData></worksheet>"
)
CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR = b'<row r="9"><c r="XFD9"><v>1</v></c></row>'
FILES: dict[str, Callable[[], bytes]] = {
    "a workbook of a gigabyte of zeros": packed("xl/worksheets/sheet1.xml", 1 << 30),
    "a workbook of 300 MB of zeros": packed("xl/worksheets/sheet1.xml", 300 << 20),
    "a document of a gigabyte": packed("content.xml", 1 << 30),
    "archives in an archive": nested,
    "a hundred megabytes behind gzip": lambda: gzip.compress(b"a," * (50 << 20)),
    "a workbook with one cell in the last corner": added(CORNER),
    "a workbook that says it is huge": sheet(
        lambda text: text.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    ),
    "a workbook with a cell in the last column": added(FAR),
    "a workbook of five million cells": added(
        b"<row>" + b"<c><v>1</v></c>" * 5_000_000 + b"</row>"
    ),
    "a workbook that laughs a thousand million times": sheet(lambda _text: LAUGHS),
    "a document whose cell stands for all": opendocument,
    "a workbook cut off": lambda: workbook(["First name"], ["Anna"])[:-200],
    "a million columns": lambda: b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1,2\n",
    "a million delimiters": lambda: HEAD.encode() + b";" * 1_000_000 + b"\n",
    "one line of 50 MB": lambda: b"First name\n" + b"x" * (50 << 20),
    "one cell of 5 MB": rows('"' + "x" * (5 << 20) + '";b;c;d', "Anna;;;"),
    "a quote that is never closed": rows('"Anna;b;c', *["Bob;;;"] * 5_000),
    "ten thousand quotes that are never closed": rows(*['"Anna;b;c'] * 10_000),
    "nothing but quotes": lambda: b'"' * (1 << 20),
    "ragged": rows("Anna", "Bob;b", "Cleo;c;0612345678;n;too;many", ";;;", "Dan;;;"),
    "NUL between the letters": lambda: b"First name;Phone\nAn\0na;06\0 12\nBob\0\0;\n",
    "nothing but NUL": lambda: b"\0" * (1 << 20),
    "every control sign": lambda: b"First name\n" + bytes(range(1, 32)) + b"\n\x7f\x80\n",
    "lines that end in each way": lambda: b"First name\rAnna\r\nBob\nCleo\n\rDan\x0bEve\x0cFay\n",
    "formulas": rows(
        "=cmd|'/c calc'!A0;@SUM(A1);+1;-1", "'=1;''=1;\t=1;\r", "＝1;＋1;－1;＠1",
        '=HYPERLINK("http://x");;;',
    ),
    "right to left, and turned round": rows(
        "محمد;الأحمد;٠٦١٢٣٤٥٦٧٨;\u202eabc", "שרה;כהן;\u200f06;\u2067x\u2069", "\u202d;\u202c;;",
    ),
    "letters that are heaped up": rows("Z" + "\u0301" * 20_000 + ";b;c;d",
        "👨‍👩‍👧‍👦" * 500 + ";;;"),
    "lone halves of signs": lambda: HEAD.encode() + "Anna\ud800;\udfff;;\n".encode(
        "utf-8", "surrogatepass"
    ),
    "one name for every column": lambda: (
        b";".join([b"Phone"] * 200) + b"\n" + b"06;" * 199 + b"\n"
    ),
    "dates and sums of no calendar": lambda: (
        b"First name;Birthday;Deposit\nA;99/99/9999;1e999\nB;0000-00-00;--5\nC;-1;"
        + b"9" * 400 + b"\nD;29/02/1900;\xe2\x88\x9e\n"
    ),
    "an address book without an end": lambda: b"BEGIN:VCARD\nFN:A\n" * 20_000,
    "an address book of one line": lambda: b"BEGIN:VCARD\nFN:" + b"A" * (20 << 20),
    "JSON of one line of 50 MB": lambda: b'{"first_name":"' + b"x" * (50 << 20) + b'"}\n',
    "JSON nested without an end": lambda: b'{"first_name":"Ann"}\n{"a":' + b"[" * (5 << 20),
    "a list of JSON that is nested": lambda: b'[{"a":' + b'[{"a":' * (1 << 20),
    "a list of JSON without an end": lambda: b'[{"first_name":"A"}' + b',{"a":"b"}' * 200_000,
    "a list of JSON of one text": lambda: b'[{"a":"' + b"x" * (50 << 20),
    "JSON with a million names": lambda: (
        b'{"a":"b"}\n{' + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}\n"
    ),
    "JSON whose lines each have another name": lambda: (
        b"".join(b'{"k%d":1}\n' % n for n in range(100_000))
    ),
    "JSON of numbers of no end": lambda: (
        b'{"first_name":"A","opening_points":' + b"9" * 500_000 + b"}\n"
        b'{"first_name":"A","opening_points":1e999999999}\n{"first_name":NaN}\n'
    ),
    "JSON of one name twice": lambda: b'{"first_name":"A","first_name":"B"}\n{"a":1}\n' * 1_000,
    "JSON with NUL and half signs": lambda: (
        b'{"first_name":"A\0nn\\u0000\\ud800"}\n{"\\u0000":"\xff\xfe"}\n'
    ),
    **{f"JSON in {name}": lambda name=name: (  # type: ignore[misc]
        '{"first_name":"Zoé","last_name":"Łódź Владимир 田中"}\n' * 3
    ).encode(name, "replace") for name in ENCODINGS},
    **{f"in {name}": lambda name=name: (  # type: ignore[misc]
        HEAD + "Zoé;Łódź;06;Владимир 田中 مرحبا\n"
    ).encode(name, "replace") for name in ENCODINGS},
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_it_is_read_or_refused_in_a_sentence(what: str) -> None:
    content = FILES[what]()

    said = apart(lambda: outcome(content))

    assert said.startswith(("rows ", "refused ")), said
    assert said.endswith(".")


def outcome(content: bytes) -> str:
    try:
        found = table(content, "fr")
        count = sum(1 for _row in found.rows())
        told = fates(found)
    except UnreadableFile as refusal:
        return f"refused {refusal.sentence}"
    assert [one.row for one in told] == list(range(1, count + 1)), "a row without a fate"
    return f"rows {count}."


def apart(work: Callable[[], str]) -> str:
    """What `work` says, done by a child that gets little memory and little time."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = _bounded(work)
        except BaseException as problem:
            said = f"{type(problem).__name__}: {problem}"
        os.write(writes, said.encode()[:4_000])
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        said = pipe.read().decode()
    _pid, status = os.waitpid(child, 0)
    return said or f"the process died: {status}"


def _bounded(work: Callable[[], str]) -> str:
    with open("/proc/self/statm") as figures:
        now = int(figures.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MORE_MEMORY, now + MORE_MEMORY))
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
    return work()
