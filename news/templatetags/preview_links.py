from django import template

from news.admin.preview_link_views import preview_links_context
from news.models import Article

register = template.Library()


@register.inclusion_tag("news/admin/article/_preview_links.html")
def preview_links(article: Article) -> dict:
    return preview_links_context(article)
