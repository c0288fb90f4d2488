from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from cms.i18n import languages
from news.models import Article
from photos import completeness
from photos.models import Photo


class TextFormSet(BaseInlineFormSet):
    """A new article starts with one empty text."""

    def __init__(self, *args, instance=None, **kwargs):
        if instance is None or instance.pk is None:
            self.extra = 1
            kwargs["initial"] = [{"region": Article.regions[0].key, "ordering": 10}]
        super().__init__(*args, instance=instance, **kwargs)


class PhotosFormSet(BaseInlineFormSet):
    photo_field = "photo"

    def clean(self):
        super().clean()
        codes = [code for code in languages.codes() if self.instance.published_at_in(code)]
        for form in self.forms:
            if self._should_delete_form(form):
                continue
            for photo in self.photos_of(form):
                for sentence in completeness.publication_blockers_with_links(photo, codes):
                    form.add_error(self.photo_field, sentence)

    def photos_of(self, form) -> list[Photo | None]:
        return [form.cleaned_data.get(self.photo_field)]


class GalleryFormSet(PhotosFormSet):
    photo_field = "photos"

    def photos_of(self, form):
        return form.photos_with_default_credit()


class VideoFormSet(PhotosFormSet):
    photo_field = "poster"


class EventFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        for form in kept if self.instance.event_id is None else []:
            form.add_error(
                "section", _("Choose the event of the article as well: this block shows it.")
            )
