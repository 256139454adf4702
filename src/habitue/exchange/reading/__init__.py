"""Reading: from the bytes of a file to drafts of customers, without touching the book.

`open_file` makes a `Table` of any CSV, spreadsheet, address book or JSON, or refuses in one
sentence; `mapping.guess` says which column is which field; `evidence.weigh` how the file writes
its dates and amounts; `drafts.Reader` turns each row into a `Draft`, or says why not.
"""

from typing import BinaryIO

from habitue.exchange.reading import delimited, kinds, objects, vcards, workbooks
from habitue.exchange.reading.table import AS_IT_IS, Asked, Row, Table, UnreadableFile

__all__ = ["Row", "Table", "UnreadableFile", "open_file"]


def open_file(
    file: BinaryIO, *, language: str, encoding: str | None = None, asked: Asked = AS_IT_IS
) -> Table:
    """Understand a file; `language` decides what its bytes leave open, `encoding` overrules it.

    `asked` is what a person said of its layout.
    """
    kind = kinds.recognise(file)
    if kind == "xlsx":
        return workbooks.read(file, asked)
    if kind == "json":
        return objects.read(file, language=language, encoding=encoding)
    if kind == "vcard":
        return vcards.read(file, language=language, encoding=encoding)
    return delimited.read(file, language=language, encoding=encoding, asked=asked)
