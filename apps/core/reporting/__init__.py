"""What reports are made of, for every app that answers one: periods, filters, columns, rows.

An app registers its reports (``registry.add_report``), apps.reports shows, saves, sends and exports them.
"""

from apps.core.reporting.answers import Answer, Chart, Figure, Kind, ReportColumn, over_time
from apps.core.reporting.forms import ByBarcode, OneOf, PeriodForm, ReportForm
from apps.core.reporting.periods import Period, Preset
from apps.core.reporting.rows import GroupedRows, ListedRows, Part, QueriedRows, Row, Rows

__all__ = [
    "Answer",
    "ByBarcode",
    "Chart",
    "Figure",
    "GroupedRows",
    "Kind",
    "ListedRows",
    "OneOf",
    "Part",
    "Period",
    "PeriodForm",
    "Preset",
    "QueriedRows",
    "ReportColumn",
    "ReportForm",
    "Row",
    "Rows",
    "over_time",
]
