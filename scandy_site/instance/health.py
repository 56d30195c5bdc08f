"""What the running web server says about itself."""

import http.client
import json
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def ask(url: str, authority: Path, *, seconds: float) -> tuple[int, dict[str, Any]] | None:
    """Status and body of GET /health; None when nobody answers like Scandy.

    Over https only a server counts whose certificate comes from this authority.
    """
    try:
        connection = _connection(url, authority, seconds)
    except OSError:  # the authority's file is gone or broken
        return None
    try:
        connection.request("GET", "/health", headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return (response.status, body) if isinstance(body, dict) else None


def _connection(url: str, authority: Path, seconds: float) -> http.client.HTTPConnection:
    address = urlsplit(url)
    host, port = address.hostname or "", address.port
    if address.scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=seconds)
    context = ssl.create_default_context(cafile=authority)
    return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
