"""People for tests."""

import factory

from apps.core.tests.moments import MADE_AT
from apps.workers.models import Worker
from apps.workers.services import create_worker


class WorkerFactory(factory.Factory):
    """A saved, active person, made by the service."""

    class Meta:
        model = Worker

    barcode = factory.Sequence(lambda number: f"M{number:04}")
    first_name = "Anna"
    last_name = "Beispiel"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return create_worker(model_class(*args, **kwargs), actor=None, now=MADE_AT)
