"""How the devices of a house learn to trust it: the address of its authority, as text and as a QR code."""

from io import StringIO

import segno

from scandy_site.instance.config import Config
from scandy_site.instance.ports import is_loopback
from scandy_site.instance.terminal import say
from scandy_site.instance.tls import Certificates, fingerprint, load


def explain(config: Config, *, with_code: bool) -> None:
    """Tell what has to happen once on each device, with the code when the operator asked for TLS."""
    address = f"{config.url}/ca"
    files = Certificates(config.instance)
    authority, server = load(files.authority), load(files.server)
    if authority is None or server is None:
        return
    if with_code:
        say(_code(address))
    say(
        f"Jedes Gerät braucht einmal die Zertifikatsstelle dieses Hauses: {address}\n"
        "  Beim ersten Aufruf warnt der Browser noch; danach nicht mehr. Ihr Fingerabdruck (SHA-256):\n"
        f"  {fingerprint(authority)}\n"
        f"  Das Zertifikat gilt bis {server.not_valid_after_utc:%d.%m.%Y}; ein Start davor erneuert es."
    )
    if is_loopback(config.host):
        say("  Telefone erreichen diese Instanz nur mit --host 0.0.0.0.")


def _code(address: str) -> str:
    """Drawn with half blocks, so that a phone can read it from the terminal."""
    out = StringIO()
    segno.make(address, micro=False).terminal(out, compact=True, border=2)
    return out.getvalue().rstrip("\n")
