"""What became of a request or a document: the closed list of outcomes that problems name."""

from enum import StrEnum

from OpenSSL.SSL import Error as TlsError
from scrapy import exceptions
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error
from twisted.web.client import ResponseFailed


class Outcome(StrEnum):
    """One outcome a request. All but the first three are problems."""

    OK = "ok"  # answered with a body
    UNCHANGED = "unchanged"  # the portal said 304: the body held is still the right one
    ARCHIVED = "archived"  # answered from the archive, the portal was not asked

    DNS_FAILURE = "dns_failure"  # the host name has no address
    CONNECT_REFUSED = "connect_refused"  # nothing listens, or the connection was cut
    CONNECT_TIMEOUT = "connect_timeout"  # no answer in time
    TLS_FAILURE = "tls_failure"  # no common cipher, or a certificate that does not hold
    ADDRESS_REFUSED = "address_refused"  # a private or loopback address: we do not go there
    HTTP_4XX = "http_4xx"  # the portal says that the page is not there or not for us
    HTTP_5XX = "http_5xx"  # the portal failed
    CHALLENGE_PAGE = "challenge_page"  # a firewall asks for a browser; the host is left alone
    RATE_LIMITED = "rate_limited"  # the portal says that we ask too often; the host is left alone
    HOST_LEFT_ALONE = "host_left_alone"  # not asked, since its host refused or did not answer
    CEILING = "ceiling"  # not asked, since this run may ask its host no more
    ROBOTS_DISALLOWED = "robots_disallowed"  # robots.txt forbids it
    OFFSITE = "offsite"  # a host that is not of the registry
    TRUNCATED_BODY = "truncated_body"  # fewer bytes came than were announced
    TOO_LARGE = "too_large"  # above the size ceiling
    REDIRECT_LOOP = "redirect_loop"  # redirected without end
    NO_MATCHING_LINK = "no_matching_link"  # the portal was read, no annual-report column was found
    SOFT_404 = "soft_404"  # a page that says it is none, with the status 200
    REDIRECT_HOME = "redirect_home"  # the home page came in the place of another
    VANISHED = "vanished"  # the archive holds it, the portal no longer does
    EMPTY_PAGE = "empty_page"  # hardly a word and no link: a firewall's stub, or scripts fill it
    LIST_STUB = "list_stub"  # a column without any entry
    LIST_CHANGED = "list_changed"  # a list that had entries the last time has none
    LIST_INCOMPLETE = "list_incomplete"  # a list shows fewer entries than it says it has
    BELOW_FLOOR = "below_floor"  # fewer reports are known of a portal than its floor says
    LIST_TOO_LONG = "list_too_long"  # GONGKAI_MAX_PAGES pages read, and still new entries
    TOO_MANY_PICTURES = "too_many_pictures"  # an article with more than GONGKAI_MAX_PICTURES
    TYPE_MISMATCH = "type_mismatch"  # a document was asked for, a web page came
    UNREADABLE = "unreadable"  # a document came that cannot be read; the detail says why
    NOT_A_REPORT = "not_a_report"  # listed as a report; neither it nor what it carries reads as one
    WRONG_YEAR = "wrong_year"  # the portal lists a report for another year than it is of
    WRONG_ISSUER = "wrong_issuer"  # the agency of a report is of another region than its portal
    IDENTITY_FAILED = "identity_failed"  # a report of which nothing names the agency, or the year
    CRAWLER_ERROR = "crawler_error"  # our own fault; the log has the traceback


# What may be had another time; a walk in which one of these happened is walked again.
MAY_PASS = frozenset(
    {
        Outcome.DNS_FAILURE,
        Outcome.CONNECT_REFUSED,
        Outcome.CONNECT_TIMEOUT,
        Outcome.HTTP_5XX,
        Outcome.CHALLENGE_PAGE,
        Outcome.RATE_LIMITED,
        Outcome.HOST_LEFT_ALONE,
        Outcome.CEILING,
        Outcome.EMPTY_PAGE,
        Outcome.TRUNCATED_BODY,
        Outcome.TYPE_MISMATCH,  # a captcha in the place of a document
        Outcome.REDIRECT_HOME,  # some portals send their home page while one asks too often
        Outcome.CRAWLER_ERROR,
    }
)


class Refused(exceptions.IgnoreRequest):
    """We do not ask, or do not take the answer; carries the outcome."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail


# The first that fits speaks. What Twisted raises besides is raised by Scrapy under its own names.
_OF_EXCEPTION: list[tuple[type[BaseException], Outcome]] = [
    (exceptions.CannotResolveHostError, Outcome.DNS_FAILURE),
    (exceptions.DownloadConnectionRefusedError, Outcome.CONNECT_REFUSED),
    (exceptions.DownloadTimeoutError, Outcome.CONNECT_TIMEOUT),
    (exceptions.ResponseDataLossError, Outcome.TRUNCATED_BODY),
    (exceptions.DownloadCancelledError, Outcome.TOO_LARGE),
    (TlsError, Outcome.TLS_FAILURE),
    (error.TimeoutError, Outcome.CONNECT_TIMEOUT),
    (error.ConnectError, Outcome.CONNECT_REFUSED),
    (error.ConnectionClosed, Outcome.CONNECT_REFUSED),
    (exceptions.DownloadFailedError, Outcome.CONNECT_REFUSED),
    (exceptions.UnsupportedURLSchemeError, Outcome.OFFSITE),
]


def outcome_of(failure: BaseException) -> Outcome:
    """Name what made a request fail."""
    if isinstance(failure, Refused):
        return failure.outcome
    if isinstance(failure, HttpError):
        return Outcome.HTTP_4XX if failure.response.status < 500 else Outcome.HTTP_5XX
    if isinstance(failure, exceptions.IgnoreRequest):
        # Scrapy's own two: Redirect gives up, HttpCompression meets a body that unpacks too far.
        return Outcome.REDIRECT_LOOP if "redirections" in str(failure) else Outcome.TOO_LARGE
    causes = [failure, *_reasons(failure.__cause__)]
    if any(isinstance(cause, TlsError) for cause in causes):
        return Outcome.TLS_FAILURE
    return next(
        (o for kind, o in _OF_EXCEPTION if isinstance(failure, kind)), Outcome.CRAWLER_ERROR
    )


def _reasons(cause: BaseException | None) -> list[BaseException]:
    """Give what Twisted packed into a failed response."""
    if isinstance(cause, ResponseFailed):
        return [reason.value for reason in cause.reasons]
    return [] if cause is None else [cause]
