"""What a choice among other things suggests while somebody types."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import QuerySet

from apps.core.admin.display import name_with_barcode
from apps.core.admin.fields import alive


class SuggestionsView(AutocompleteJsonView):
    """Names with barcodes, and nothing from the trash."""

    def get_queryset(self) -> QuerySet:
        return alive(super().get_queryset())

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {**super().serialize_result(obj, to_field_name), "text": name_with_barcode(obj)}
