from page_views.models import PageView

NEVER_PUBLIC = [PageView]
