"""Scrapy settings: every departure from Scrapy's defaults, with its reason.

Three defaults are written out where a reader of this file would look for them.
"""

from importlib.metadata import version

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]

# --- The project's own -----------------------------------------------------------------------

GONGKAI_REGISTRY = "data/reference"  # folder with portals.csv and columns.csv
GONGKAI_DATA = "data"  # archive/ and state/ are made in it
GONGKAI_REGIONS = ""  # codes with commas between; none means every portal of the registry
GONGKAI_MAX_PICTURES = 40  # asked for of one article; scanned reports have 5 to 20 pages
GONGKAI_CONTACT = "see README"  # goes into the User-Agent, so that a portal can reach us
GONGKAI_MAX_PAGES = 200  # pages of one list; a list that never ends is a fault of the portal
RECHECK_DAYS = 30  # how long a document that is held is not asked for again
RECHECK = False  # ask for every document again, with the conditions the portal gave
GONGKAI_FULL_DAYS = 30  # how long a full walk of a portal holds good; nightly walks lie between
GONGKAI_NIGHTLY_SHARE = 0.03  # of a full walk's requests: what a nightly walk may ask at most
GONGKAI_FULL = False  # walk every portal in full tonight
GONGKAI_LISTS_ONLY = False  # ask for the first pages of lists, and for no report
GONGKAI_HOURS = ""  # of the day in China, 22-6 or 22:30-6: outside them no request begins
ALLOW_LOOPBACK = False  # lets the demo portal be crawled; other private addresses stay refused

# --- Honest and slow -------------------------------------------------------------------------

# The spider puts GONGKAI_CONTACT in the place of {contact}.
USER_AGENT = (
    f"gongkai/{version('gongkai')} (research archive of government information disclosure "
    "reports; contact: {contact})"
)
ROBOTSTXT_OBEY = True
# County portals are small machines: one request at a time a host, and a pause between two.
# Public crawlers ran unblocked at 0.3 to 3 seconds. The delay must be above 0 (see the spider).
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 64  # hosts do not wait for one another
# Scrapy starts this many tasks for each response; ours gives one item, or none, and requests, which
# need not wait for what becomes of the item.
CONCURRENT_ITEMS = 2
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # the delay is a promise; Scrapy's jitter would go below it
AUTOTHROTTLE_ENABLED = False  # the default: it would go below the delay on a fast portal
RETRY_TIMES = 2
# 429 and firewall codes are not tried again: the host is left alone (see LeaveAlone).
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]

# Scrapy checks no certificate unless told to.
DOWNLOADER_CLIENTCONTEXTFACTORY = "crawler.tls.ProfiledTls"
DUPEFILTER_CLASS = "crawler.duplicates.AllButRedirects"

# --- Bounds ----------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60  # seconds; Scrapy's 180 holds up a whole portal
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # bytes; packages of scanned reports stay well below
REDIRECT_MAX_TIMES = 8
GONGKAI_MAX_REQUESTS = 20_000  # to one host in one run; the next run goes on
CLOSESPIDER_TIMEOUT = 10 * 3600  # seconds, a night; the next run goes on

# --- What goes over the wire is what the archive can undo ------------------------------------

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",  # some firewalls refuse a request without it
    "Accept-Encoding": "gzip, deflate",  # the archive undoes these two
}
COOKIES_ENABLED = (
    True  # the default: openresty portals redirect without end to a client without cookies
)
HTTPCACHE_ENABLED = False  # the default: the archive is the cache
# The address guard judges the address connected to; behind a proxy that would be the proxy's.
HTTPPROXY_ENABLED = False
TWISTED_DNS_RESOLVER = "crawler.addresses.PublicResolver"

DOWNLOADER_MIDDLEWARES = {
    # Engine side. Scrapy's own two drop requests without a word or without a name.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.hosts.RegistryHosts": 50,
    "crawler.middlewares.robots.Robots": 100,
    # Before Retry (550), so that a refusal is never tried again, and above HttpCompression (590)
    # on the way back, so that bodies are decoded.
    "crawler.middlewares.leave_alone.LeaveAlone": 585,
    "crawler.middlewares.hosts.NamedRefusal": 586,
    # Below Redirect (600) and Cookies (700): sees every answer as it was sent, redirects too.
    "crawler.middlewares.archiving.Archiving": 800,
    # Sees only what really goes to a portal.
    "crawler.middlewares.ceilings.Ceilings": 850,
    "crawler.middlewares.night.Night": 860,
    # Downloader side
}

# What the spider gives passes through each of these, a request at a time. Left out are those that
# drop or mark what nobody asks about: the spider counts levels itself, a request dropped for a
# long address would be gone without a name, and each request is given a meta of its own.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
}

# --- What becomes of a finding: a file of pipelines/ each ---------------------------------------

ITEM_PIPELINES = {"pipelines.keep.KeepFinding": 100, "pipelines.read.ReadFinding": 200}
EXTENSIONS = {"pipelines.publish.PublishWarehouse": 900}

# --- Housekeeping ----------------------------------------------------------------------------

TELNETCONSOLE_ENABLED = False  # opens a port, and nobody uses it
REMOTE_CONTROL_ENABLED = False  # the same
LOG_LEVEL = "INFO"
WARN_ON_GENERATOR_RETURN_VALUE = (
    False  # reads the callback's source again for each answer; mypy does
)
