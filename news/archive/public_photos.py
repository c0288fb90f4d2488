"""The photos that visitors can see, for the page of photo credits."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from events.models import Event, EventPhoto
from news.models import Article, GalleryPhoto, PhotoBlock, VideoBlock
from photos.models import Photo, PhotoQuerySet
from resources.models import Resource


def photos_on_public_pages() -> PhotoQuerySet:
    """The photos that public articles, events and resources show in the reader's language.

    Each use is a subquery. In a join with all uses the rows of a photo multiply: ten galleries and
    ten events make a hundred, which kept the database busy for minutes.
    """
    photo, articles, events = OuterRef("pk"), Article.objects, Event.objects
    resources = Resource.objects.published()
    uses = [
        articles.published().filter(lead_photo=photo),
        PhotoBlock.objects.filter(photo=photo, parent__in=articles.published()),
        GalleryPhoto.objects.filter(photo=photo, gallery__parent__in=articles.published()),
        VideoBlock.objects.filter(poster=photo, parent__in=articles.published()),
        events.published().filter(lead_photo=photo),
        EventPhoto.objects.filter(photo=photo, event__in=events.published()),
        resources.filter(cover=photo),
    ]
    is_used = reduce(or_, map(_exists, uses))
    return Photo.objects.displayable().filter(is_used).select_related("photographer")


def _exists(uses: models.QuerySet) -> Q:
    """Like `Exists`, but evaluated per photo: for an EXISTS under an OR, PostgreSQL may read all
    articles first."""
    return Q(IsNull(Subquery(uses.values("pk")[:1]), False))
