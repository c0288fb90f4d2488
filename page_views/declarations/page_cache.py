from page_views.models import PageView

MODELS_ON_NO_PUBLIC_PAGE = [PageView]
