"""Spreadsheets from people and back to them: CSV and XLSX, read with bounds, written inert."""

from service.tabular.append import append_columns
from service.tabular.columns import ColumnMap, match_columns
from service.tabular.csv_writer import write_csv
from service.tabular.limits import Limits
from service.tabular.opening import open_table
from service.tabular.problems import LimitExceeded, UnreadableFile
from service.tabular.table import Kind, Note, Row, Table
from service.tabular.xlsx_writer import write_xlsx

__all__ = [
    "ColumnMap",
    "Kind",
    "LimitExceeded",
    "Limits",
    "Note",
    "Row",
    "Table",
    "UnreadableFile",
    "append_columns",
    "match_columns",
    "open_table",
    "write_csv",
    "write_xlsx",
]
