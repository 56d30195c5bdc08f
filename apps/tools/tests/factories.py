"""Tools for tests."""

import factory

from apps.core.tests.moments import MADE_AT
from apps.tools.models import Tool
from apps.tools.services import create_tool


class ToolFactory(factory.Factory):
    """A saved, available tool, made by the service."""

    class Meta:
        model = Tool

    barcode = factory.Sequence(lambda number: f"T{number:06}")
    name = "Bohrmaschine GSR 18V"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return create_tool(model_class(*args, **kwargs), actor=None, now=MADE_AT)
