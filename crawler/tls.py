"""How the crawler speaks TLS: certificates are checked, except where the registry says otherwise.

Many portals have expired certificates or know old protocols only. Each such host gets a profile of
its own, the column `tls` of portals.csv; the rest stays as strict as a browser.
"""

from enum import StrEnum
from ipaddress import ip_address
from typing import Any, Self, cast

from OpenSSL.SSL import Connection, Context
from scrapy.crawler import Crawler
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import (
    AcceptableCiphers,
    CertificateOptions,
    TLSVersion,
    optionsForClientTLS,
)
from twisted.web.client import BrowserLikePolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # zope states no types

_LEGACY_SERVER_CONNECT = 0x4  # OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT: no secure renegotiation


class Profile(StrEnum):
    """A departure from the rule, for one host."""

    UNVERIFIED = "unverified"  # its certificate is not checked
    OLD = "old"  # nor that, and protocols, ciphers and renegotiation of before 2010 are taken


class ProfiledTls(BrowserLikePolicyForHTTPS):
    """Scrapy's context factory (DOWNLOADER_CLIENTCONTEXTFACTORY), by the profile of the host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Twisted's
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler, **_: object) -> Self:
        """Scrapy's way to make it; its own wishes (method) are those of the rule, and left out."""
        return cls(crawler)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ARG002, N802 — Twisted's
        """Give what makes connections to a host."""
        host = hostname.decode("ascii")
        profiles: dict[str, Profile] = cast("Any", self._crawler.spider).tls_profiles
        profile = profiles.get(host)
        return optionsForClientTLS(host) if profile is None else _Unchecked(host, profile)


@implementer(IOpenSSLClientConnectionCreator)
class _Unchecked:
    """Makes connections whose other end proves nothing."""

    def __init__(self, host: str, profile: Profile) -> None:
        self._host = host
        self._context = _context(profile)

    def clientConnectionForTLS(self, protocol: object) -> Connection:  # noqa: ARG002, N802 — Twisted's
        """Give a connection that has not begun to speak."""
        connection = Connection(self._context, None)
        if not _is_address(self._host):  # RFC 6066 §3: names only
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        return connection


def _context(profile: Profile) -> Context:
    if profile is Profile.UNVERIFIED:
        return CertificateOptions().getContext()
    ciphers = AcceptableCiphers.fromOpenSSLCipherString("ALL:@SECLEVEL=0")  # type: ignore[no-untyped-call]  # Twisted's
    options = CertificateOptions(
        insecurelyLowerMinimumTo=TLSVersion.TLSv1_0, acceptableCiphers=ciphers
    )
    context = options.getContext()
    context.set_options(_LEGACY_SERVER_CONNECT)
    return context


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
