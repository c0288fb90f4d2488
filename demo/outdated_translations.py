"""A text that was changed after it was translated, so that a newcomer sees how that is said."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from news.models import Article
from versions import recording
from versions.models import TranslationPair, Version
from versions.translations.outdated import update_translations
from versions.translations.text_edits import TranslationAnswers, text_edit_by_form

CHANGED_DAYS_AGO = 2


def change_words(article: Article, before: str, now: str, by: User) -> None:
    """Keeps a version with the words that stood there before, and the one of now, in which the
    original has others."""
    language = article.original_language
    request = HttpRequest()
    request.user = by
    present = recording.values_of_stored_item(admin.site.get_model_admin(Article), request, article)
    former = recording.RecordedValues(dict(present.values), present.names, present.languages)
    for path, code in present.languages.items():
        if code == language:
            former.values[path] = str(present.values[path]).replace(now, before)
    recording.record(article, former, by)
    newest, change = recording.record(article, present, by)
    answers = TranslationAnswers({language: TranslationPair.Answer.NEEDED})
    update_translations(text_edit_by_form(article, present, newest, change, answers))
    changed_at = timezone.now() - timedelta(days=CHANGED_DAYS_AGO)
    Version.objects.for_item(article).update(saved_at=changed_at)
    TranslationPair.objects.for_item(article).update(outdated_since=changed_at)
