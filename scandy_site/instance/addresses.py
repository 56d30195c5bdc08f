"""Under which names and addresses the web server can be reached."""

import fcntl
import socket
import struct

SIOCGIFADDR = 0x8915
ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognized here, bound only when the operator asks


def names_for(host: str) -> list[str]:
    """Host names a request may carry when the server listens on this address."""
    if host in ANYWHERE:
        return [socket.gethostname().lower(), *own_addresses()]
    return [f"[{host}]" if ":" in host else host]


def reachable(host: str) -> str:
    """An address of this machine for people: the given one, or the first of the network."""
    if host not in ANYWHERE:
        return host
    outside = [address for address in own_addresses() if not address.startswith("127.")]
    return outside[0] if outside else "127.0.0.1"


def local(host: str) -> str:
    """The address under which this machine itself asks."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def url(host: str, port: int, scheme: str = "http") -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine's network interfaces."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)
            except OSError:  # an interface without an address
                continue
            found.append(socket.inet_ntoa(answer[20:24]))
    return found
