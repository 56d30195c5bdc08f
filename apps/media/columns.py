"""What lists of things say about their files: a column of the back office, fields of a program's row.

Both show what ``queries.show_on_rows`` put on all rows of a page with one query.
"""

from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class FilesColumnMixin:
    """For an admin whose ``list_display`` names ``files``."""

    @admin.display(description=_("Files"))
    def files(self, obj: Any) -> SafeString | None:
        return (
            render_to_string("media/count.html", {"object": obj}) if obj.attachment_count else None
        )


class FileFields(serializers.Serializer):
    """How many files the thing has, and the address of the small picture that stands for it, or ""."""

    attachment_count = serializers.IntegerField()
    preview_url = serializers.CharField(allow_blank=True)
