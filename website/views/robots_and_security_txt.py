from datetime import datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.i18n import languages
from cms.publishing.site_url import absolute_url


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; what search engines must not list says so itself."""
    lines = ["User-agent: *", "Allow: /", f"Sitemap: {absolute_url(reverse('sitemap-index'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where faults of this site are reported (RFC 9116), while somebody stands for it."""
    expires = settings.SECURITY_TXT_EXPIRES
    if not settings.SECURITY_CONTACT or expires is None or expires < timezone.localdate():
        raise Http404
    next_day = datetime.combine(expires + timedelta(days=1), time.min)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.make_aware(next_day).isoformat()}",
        f"Preferred-Languages: {', '.join(languages.codes())}",
        f"Canonical: {absolute_url(reverse('security-txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
