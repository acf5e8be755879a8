"""Which hosts are asked at all."""

from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request

from crawler.addresses import REFUSED
from crawler.middlewares.base import OfCrawler, host_of
from crawler.outcomes import Outcome, Refused


class RegistryHosts(OfCrawler):
    """Refuses hosts that are not of the registry, redirects too: copies of portals abound."""

    def process_request(self, request: Request) -> None:
        """Raise Refused for a foreign host."""
        if not self.spider.follows(request.url):
            raise Refused(
                Outcome.OFFSITE, f"{host_of(request)} is no host of the registry, nor under one"
            )


class NamedRefusal(OfCrawler):
    """Gives the failure to find a permitted address its own name, before Retry sees it."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise Refused where the address guard left no address of the host."""
        host = host_of(request)
        if isinstance(exception, CannotResolveHostError) and host in REFUSED:
            raise Refused(
                Outcome.ADDRESS_REFUSED,
                f"{host} leads to the private address {REFUSED[host]}; loopback alone can be "
                "permitted, with the setting ALLOW_LOOPBACK",
            ) from exception
