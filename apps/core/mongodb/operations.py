"""How values are prepared for MongoDB."""

import re
from typing import Any

from django_mongodb_backend.operations import DatabaseOperations as MongoOperations


class DatabaseOperations(MongoOperations):
    compiler_module = "apps.core.mongodb.compiler"

    def prep_for_like_query(self, x: Any) -> str:
        """Escape what was typed; a NUL, which MongoDB refuses in patterns, by its number."""
        return re.escape(str(x)).replace("\0", r"\x00")

    # The backend escapes this one for LIKE only, so that "a.c" would find "abc".
    prep_for_iexact_query = prep_for_like_query
