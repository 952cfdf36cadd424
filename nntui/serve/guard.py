"""Who is let in: the token in the address, and for the socket a page of this very server."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TOKEN_BYTES = 24
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""Headers of every answer: nothing is loaded from elsewhere, and the address with its token is told to nobody."""


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a server at ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether a server at ``host`` listens at every address of this computer."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges requests to a server that listens at ``host``. ``token`` is a secret of this server's life."""

    host: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))

    def knows(self, token: str) -> bool:
        """Whether that is the token, in a time that tells nothing of it."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def names_server(self, host_header: str) -> bool:
        """Whether the Host header may name this server: one that listens on loopback has no other names.

        A page from elsewhere whose name is made to point here (DNS rebinding) has its own name there.
        """
        if not is_loopback(self.host):
            return True
        name = _host_of(f"//{host_header}")
        return name in LOOPBACK_NAMES or name == self.host.lower()

    def is_own_page(self, origin: str | None, host_header: str) -> bool:
        """Whether the Origin header is that of a page of this server."""
        if not origin:
            return False
        parts = urlsplit(origin)
        return parts.scheme in {"http", "https"} and parts.netloc.lower() == host_header.lower()


def _host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
