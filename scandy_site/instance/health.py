"""What the running web server says about itself."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit


def ask(url: str, *, seconds: float) -> tuple[int, dict[str, Any]] | None:
    """Status and body of GET /health; None when nobody answers like Scandy."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=seconds)
    try:
        connection.request("GET", "/health", headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return (response.status, body) if isinstance(body, dict) else None
