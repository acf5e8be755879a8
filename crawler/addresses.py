"""Keeps the crawler off private addresses, at the moment a name becomes an address.

A link or a redirect of a portal may point anywhere: to the machine's own services, to a router, to
a cloud's metadata address. Every connection passes the resolver, with a name or with an address
already, so the guard stands there.
"""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.base import ReactorBase
from twisted.internet.interfaces import (
    IAddress,
    IHostResolution,
    IResolutionReceiver,
)

# Hosts that had no other than refused addresses, with one of those; the process has one resolver.
REFUSED: dict[str, str] = {}


def is_allowed(address: str, *, allow_loopback: bool) -> bool:
    """Tell whether the crawler may connect to an address: public ones, and loopback if allowed."""
    ip = ip_address(address.partition("%")[0])  # an IPv6 address may name its interface behind a %
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return allow_loopback
    return ip.is_global and not ip.is_multicast


class _AllowedOnly:
    """Passes on the allowed addresses of one name."""

    def __init__(self, receiver: Any, host: str, *, allow_loopback: bool) -> None:
        self._receiver = receiver
        self._host = host
        self._allow_loopback = allow_loopback
        self._passed = False
        self._refused: str | None = None

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 — Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 — Twisted's name
        number = str(getattr(address, "host", ""))
        if is_allowed(number, allow_loopback=self._allow_loopback):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._refused = number

    def resolutionComplete(self) -> None:  # noqa: N802 — Twisted's name
        if self._refused is not None and not self._passed:
            REFUSED[self._host] = self._refused
        self._receiver.resolutionComplete()


class PublicResolver(CachingHostnameResolver):
    """Scrapy's resolver for IPv4 and IPv6, without the addresses that are refused."""

    def __init__(self, reactor: ReactorBase, cache_size: int, *, allow_loopback: bool) -> None:
        super().__init__(reactor, cache_size)
        self._allow_loopback = allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Read DNSCACHE_ENABLED, DNSCACHE_SIZE and ALLOW_LOOPBACK."""
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, allow_loopback=settings.getbool("ALLOW_LOOPBACK"))

    def resolveHostName(  # noqa: N802 — Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name, or an address given as one."""
        guarded: Any = _AllowedOnly(
            resolutionReceiver, hostName, allow_loopback=self._allow_loopback
        )
        return super().resolveHostName(
            guarded, hostName, portNumber, addressTypes, transportSemantics
        )
