"""Scandy's database engine: django-mongodb-backend made fast, and loud where it is wrong.

What differs from the backend, and where:

``pipeline``    filter, sort and cut come before the joins, and ``order_by()`` uses indexes
``compiler``    asks ``guards`` for each query; notes an error that ended the transaction
``guards``      refuses what the backend would answer wrongly in silence
``lookups``     what users type is never taken for a field path; dates keep their day
``operations``  ... and never for a regular expression
``schema``      a migration that failed half-way can be run again
``indexes``     finds can use unique indexes
``client``      one MongoClient per process and server
``counting``    several counts in one command
``tracing``     commands carry the id of their request
``sessions``    one session per thread and server: a transaction spans both databases

Set ``ENGINE = "apps.core.mongodb"``. Transactions are opened by ``apps.core.db``, nowhere else.
"""

from apps.core.mongodb.guards import UnsupportedQuery

__all__ = ["UnsupportedQuery"]
