from cms.declarations.public_pages import publishable_section
from network.models import Page

PAGE_SECTIONS = [publishable_section("pages", Page, short_url_letter="p")]
