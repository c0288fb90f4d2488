"""A bare article and list, as any Django project begins: three queries, no theme, two templates.

Served by gunicorn as `benchmarks.plain_django:application`; `PLAIN_CACHE=1` adds Django's own cache
middleware. It is the measure of `beside_plain_django.py`.
"""

import os

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width"></head><body><main>%s</main></body></html>"""
ARTICLE = (
    PAGE
    % """<h1>{{ article.title }}</h1><p>{{ article.author.name }}</p>
<p>{{ article.standfirst }}</p>{% for block in blocks %}{{ block.body|safe }}{% endfor %}
<ul>{% for other in newest %}<li><a href="/{{ other.slug }}/">{{ other.title }}</a>{% endfor %}"""
)
LIST = (
    PAGE
    % """<h1>News</h1>{% for article in articles %}<article>
<h2><a href="/{{ article.slug }}/">{{ article.title }}</a></h2><p>{{ article.standfirst }}</p>
<p>{{ article.author.name }}, {{ article.published_at|date }}</p></article>{% endfor %}"""
)

database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
database.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 4}
middleware = ["django.middleware.common.CommonMiddleware"]
if "PLAIN_CACHE" in os.environ:
    cache = "django.middleware.cache"
    middleware = [
        f"{cache}.UpdateCacheMiddleware",
        *middleware,
        f"{cache}.FetchFromCacheMiddleware",
    ]

settings.configure(
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="benchmark",  # noqa: S106 - it signs nothing
    ROOT_URLCONF=__name__,
    DATABASES={"default": database},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"article.html": ARTICLE, "list.html": LIST},
                    )
                ]
            },
        }
    ],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", *middleware],
    USE_TZ=True,
)
django.setup()


class Author(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    standfirst = models.TextField()
    author = models.ForeignKey(Author, on_delete=models.PROTECT)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.title


class Block(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    body = models.TextField()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.body


def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.select_related("author"), slug=slug)
    newest = Article.objects.order_by("-published_at")[:5]
    context = {"article": found, "blocks": found.block_set.all(), "newest": newest}
    return render(request, "article.html", context)


def articles(request: HttpRequest) -> HttpResponse:
    newest = Article.objects.select_related("author").order_by("-published_at")[:12]
    return render(request, "list.html", {"articles": newest})


urlpatterns = [path("", articles), path("<slug:slug>/", article)]
application = get_wsgi_application()
