from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from website.health import checks


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    results = checks.run_checks()
    status = 503 if any(result.problem for result in results) else 200
    lines = "".join(f"{result}\n" for result in results)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", status=status)
