"""Charts and tables as Slack's `data_visualization`, `data_table` and `table` blocks take them."""

from typing import Any

from sandbox.checks import Complaints, Kind, boolean, complain, integer, many, number, one_of, string, typed, unique
from sandbox.elements import RAW_NUMBER, RAW_TEXT
from sandbox.rich_text import RICH_TEXT

TABLE_TEXT = 20_000
"""Characters that all cells of a message's tables may hold together."""
POINT = Kind({"label": string(20), "value": number}).check
SERIES = Kind({"name": string(20), "data": many(POINT, 20)}).check
AXES = Kind({"categories": many(string(20), 20)}, {"x_label": string(50, 0), "y_label": string(50, 0)}).check


def _positive(chart: Any, path: str, complaints: Complaints) -> None:
    for index, segment in enumerate(chart.get("segments") or []):
        if isinstance(segment.get("value"), int | float) and segment["value"] <= 0:
            complain(complaints, "must be greater than 0", f"{path}/segments/{index}/value")


def _every_category(chart: Any, path: str, complaints: Complaints) -> None:
    """Every series has exactly one point for every category, and names are unique."""
    categories = (chart.get("axis_config") or {}).get("categories") or []
    series = chart.get("series") or []
    unique(categories, "categories", f"{path}/axis_config/categories", complaints)
    unique([one.get("name") for one in series], "series names", f"{path}/series", complaints)
    for index, one in enumerate(series):
        if sorted(point.get("label") for point in one.get("data") or []) != sorted(categories):
            complain(complaints, "data must have one point for every category", f"{path}/series/{index}/data")


AXIS_CHART = Kind({"series": many(SERIES, 12), "axis_config": AXES}, rule=_every_category)
CHARTS = {
    "pie": Kind({"segments": many(POINT, 12)}, rule=_positive),
    "bar": AXIS_CHART,
    "line": AXIS_CHART,
    "area": AXIS_CHART,
}
CELLS = {"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT}
HEADINGS = {"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER}
COLUMN = Kind({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}).check


def cell_text(value: Any) -> int:
    """Characters that the cells inside `value` show."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(cell_text(part) for part in value.values() if isinstance(part, dict | list))
    return sum(cell_text(part) for part in value) if isinstance(value, list) else 0


def _rectangle(table: Any, path: str, complaints: Complaints) -> None:
    rows = [row for row in table.get("rows") or [] if isinstance(row, list)]
    if rows and any(len(row) != len(rows[0]) for row in rows):
        complain(complaints, "all rows must have the same number of columns", f"{path}/rows")
    if cell_text(rows) > TABLE_TEXT:
        complain(complaints, f"no more than {TABLE_TEXT} characters allowed", f"{path}/rows")
    for index, cell in enumerate(rows[0] if rows else []):
        typed(HEADINGS)(cell, f"{path}/rows/0/{index}", complaints)
    if rows and table.get("row_header_column_index", 0) >= len(rows[0]):
        complain(complaints, "no such column", f"{path}/row_header_column_index")


DATA_TABLE = Kind(
    # 100 data rows and the headings: Slack's own pages disagree on more, so the smaller number is held to.
    {"rows": many(many(typed(CELLS), 20), 101, 2), "caption": string(2000)},
    {"block_id": string(255), "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    frozenset({"message", "home"}),
    _rectangle,
)
DATA_VISUALIZATION = Kind(
    {"title": string(50), "chart": typed(CHARTS)}, {"block_id": string(255)}, frozenset({"message", "home"})
)
TABLE = Kind(
    {"rows": many(many(typed({"raw_text": RAW_TEXT, "rich_text": RICH_TEXT}), 20), 100)},
    {"block_id": string(255), "column_settings": many(COLUMN, 20)},
    frozenset({"message", "home"}),
)
