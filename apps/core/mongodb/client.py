"""One MongoClient, which is a pool of connections, per process and server.

However many aliases name the server, they share it. A client must not be used after a fork: the
clients are kept by process id, and a wrapper lets go of its own in the child (see ``base``).
"""

import os
import threading
from typing import Any

from pymongo import MongoClient

_clients: dict[tuple[int, str], MongoClient] = {}
_lock = threading.Lock()
os.register_at_fork(
    before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
)


def server_of(params: dict[str, Any]) -> str:
    """Names a server and how it is talked to: equal for aliases that can share a client."""
    return repr(sorted(params.items()))


def client_for(params: dict[str, Any], **kwargs: Any) -> MongoClient:
    """This process's client for the server."""
    key = (os.getpid(), server_of(params))
    with _lock:
        if key not in _clients:
            _clients[key] = MongoClient(**params, **kwargs)
        return _clients[key]
