from cms.declarations.sitemaps import publishable_section
from network.models import Page

SITEMAPS = [publishable_section("pages", Page, short_address_letter="p")]
