"""One file a CMS family: how its list and detail pages are recognised and read."""

from crawler.cms.epoint import Epoint
from crawler.cms.generic import Generic
from crawler.cms.gkmlpt import Nfcms
from crawler.cms.hanweb_jpaas import HanwebJpaas
from crawler.cms.hanweb_jpage import HanwebJpage
from crawler.cms.hanweb_xxgk import HanwebXxgk
from crawler.cms.lonsun import Lonsun
from crawler.cms.page import Page
from crawler.cms.pclist import PcList
from crawler.cms.small import small_families
from crawler.cms.trs import Trs
from crawler.cms.truecms import TrueCms
from crawler.cms.ucap import Ucap
from crawler.cms.vsb import Vsb

# The first that recognises a page reads it; the last takes every page.
FAMILIES: tuple[Generic, ...] = (
    Nfcms(),
    HanwebJpage(),
    HanwebJpaas(),
    PcList(),
    HanwebXxgk(),
    TrueCms(),
    Lonsun(),
    Ucap(),
    Epoint(),
    Vsb(),
    Trs(),
    *small_families(),
    Generic(),
)


def family_of(page: Page) -> Generic:
    """Give the family that reads a page."""
    return next(family for family in FAMILIES if family.recognises(page))


def named(name: str) -> Generic:
    """Give a family by its name: the one that asked reads the answer."""
    return next(family for family in FAMILIES if family.name == name)
