"""Writing: rows of field and value, as a stream, into files that we and others read.

CSV is RFC 4180 with a reversible guard against formulas, XLSX holds nothing but text cells, JSON
lines has the shape of the API. What one writes, `reading` reads back unchanged.
"""

from habitue.exchange.writing.delimited import csv_chunks
from habitue.exchange.writing.lines import jsonl_chunks
from habitue.exchange.writing.values import KEYS, Value, Values, labels
from habitue.exchange.writing.workbooks import write_xlsx

__all__ = ["KEYS", "Value", "Values", "csv_chunks", "jsonl_chunks", "labels", "write_xlsx"]
