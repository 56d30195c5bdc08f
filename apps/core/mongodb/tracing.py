"""Commands carry the id of their request as a comment: in MongoDB's log and profiler it leads back to ours."""

from typing import Any

from pymongo.collection import Collection

from apps.core.logs import request_id


class TracedCollection(Collection):
    """A collection whose commands name the request that sends them."""

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        return super().aggregate(*args, **_traced(kwargs))

    def find(self, *args: Any, **kwargs: Any) -> Any:
        return super().find(*args, **_traced(kwargs))

    def find_one_and_update(self, *args: Any, **kwargs: Any) -> Any:
        return super().find_one_and_update(*args, **_traced(kwargs))

    def insert_one(self, *args: Any, **kwargs: Any) -> Any:
        return super().insert_one(*args, **_traced(kwargs))

    def insert_many(self, *args: Any, **kwargs: Any) -> Any:
        return super().insert_many(*args, **_traced(kwargs))

    def update_many(self, *args: Any, **kwargs: Any) -> Any:
        return super().update_many(*args, **_traced(kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return super().delete_many(*args, **_traced(kwargs))


def _traced(kwargs: dict[str, Any]) -> dict[str, Any]:
    request = request_id.get()
    return kwargs if request == "-" else {"comment": request, **kwargs}
