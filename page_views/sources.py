"""Where a reader came from, in five kinds. The address itself is never stored."""

import re
from urllib.parse import urlsplit

from page_views.models import PageView

Source = PageView.Source

SEARCH_ENGINES = re.compile(
    r"(www\.)?google\.((com?\.)?[a-z]{2}|com)"
    r"|(www\.|cn\.)?bing\.com"
    r"|(m\.)?search\.(naver|daum|zum|brave)\.(com|net)"
    r"|([a-z]+\.)?search\.yahoo\.com"
    r"|(html\.)?duckduckgo\.com"
    r"|www\.(ecosia\.org|qwant\.com|baidu\.com|startpage\.com)"
    r"|(www\.)?yandex\.[a-z]{2,3}"
)


def source_of(referrer: str, host: str) -> Source:
    """`host` is that of the request."""
    try:
        parts = urlsplit(referrer)
        name = parts.hostname or ""
    except ValueError:
        return Source.UNKNOWN
    if not name:
        return Source.UNKNOWN
    if parts.netloc == host:
        return Source.SITE_SEARCH if parts.path.endswith("/search/") else Source.SITE
    return Source.SEARCH_ENGINE if SEARCH_ENGINES.fullmatch(name) else Source.OTHER_SITE
