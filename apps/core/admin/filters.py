"""The filters of lists; each is one select in the filter sheet, or one choice between yes and no."""

from unfold.contrib.filters.admin import BooleanRadioFilter as YesNoFilter
from unfold.contrib.filters.admin import ChoicesDropdownFilter as ChoiceFilter
from unfold.contrib.filters.admin import DropdownFilter as QueryFilter
from unfold.contrib.filters.admin import RelatedDropdownFilter as RelatedFilter

__all__ = ["ChoiceFilter", "QueryFilter", "RelatedFilter", "YesNoFilter"]
