"""What must be true of lendings at any time (I1, I2, I6, I8), read from the collections themselves."""

from collections import Counter
from collections.abc import Iterator

from pymongo.database import Database

BEGINNINGS = {"lending.tool_lent", "lending.passed_on"}
ENDS = {"lending.tool_returned": 1, "lending.lending_undone": 1, "lending.return_undone": -1}


def broken_invariants(database: Database) -> list[str]:
    """A sentence for each tool or lending that contradicts another; empty when all is well."""
    return [*_tools_that_contradict(database), *_lendings_without_their_events(database)]


def _tools_that_contradict(database: Database) -> Iterator[str]:
    lendings = list(database.lendings.find({"is_open": True}))
    open_by_tool = Counter(lending["tool_id"] for lending in lendings)
    lent = {tool["_id"] for tool in database.tools.find({"status": "ausgeliehen"})}
    for tool, count in open_by_tool.items():
        if count > 1:
            yield f"I1: tool {tool} has {count} open lendings"
    for tool in lent ^ open_by_tool.keys():
        yield f"I2: tool {tool} is lent in one collection and not in the other"
    for collection, ids in (
        (database.tools, list(open_by_tool)),
        (database.workers, [lending["worker_id"] for lending in lendings]),
    ):
        for thing in collection.find({"_id": {"$in": ids}, "deleted": True}):
            yield f"I8: {collection.name} {thing['_id']} is deleted and in an open lending"


def _lendings_without_their_events(database: Database) -> Iterator[str]:
    begun, ended = Counter[str](), Counter[str]()
    for event in database.audit_events.find():
        kind, (first, *others) = event["event_type"], event["subjects"]
        begun[first] += kind in BEGINNINGS
        ended[first] += ENDS.get(kind, 0)
        if kind == "lending.passed_on":
            ended.update(others)
    for lending in database.lendings.find():
        subject, is_over = f"lending.lending:{lending['_id']}", not lending["is_open"]
        if (begun[subject], ended[subject]) != (1, is_over):
            yield f"I6: {subject} began {begun[subject]} and ended {ended[subject]} times"
