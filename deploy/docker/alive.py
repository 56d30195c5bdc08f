"""The health checks of the containers: ``alive.py web|worker|beat`` ends with 0 while that service is alive.

Without Django, for it runs all the time: the web server is asked for /health, worker and beat are looked for where
they leave their signs of life (apps.core.health).
"""

import os
import sys
import time
from http.client import HTTPConnection

import redis

MAX_AGE = 40  # seconds, as in apps.core.health


def is_alive(service: str) -> bool:
    if service == "web":
        connection = HTTPConnection("127.0.0.1", 5000, timeout=8)
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    with redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5) as client:
        seen = client.get(f"{os.environ['SCANDY_INSTANCE']}:alive:{service}")
    return seen is not None and time.time() - float(seen) <= MAX_AGE


if __name__ == "__main__":
    sys.exit(not is_alive(sys.argv[1]))
