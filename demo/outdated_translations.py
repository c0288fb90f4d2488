"""A text that was changed after it was translated, so that a newcomer sees how that is said."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from news.models import Article
from versions import recording
from versions.models import TranslationPair, Version
from versions.translations.item_edits import TranslationAnswers, edit_with_form
from versions.translations.outdated import update_translations

CHANGED_DAYS_AGO = 2


def change_words(article: Article, before: str, now: str, by: User) -> None:
    """Keeps a version with the words that stood there before, and the one of now, in which the
    original has others."""
    language = article.original_language
    request = HttpRequest()
    request.user = by
    present = recording.snapshot_of_stored_item(
        admin.site.get_model_admin(Article), request, article
    )
    former = recording.FormSnapshot(
        dict(present.values), present.field_and_formset_names, present.language_by_path
    )
    for path, code in present.language_by_path.items():
        if code == language:
            former.values[path] = str(present.values[path]).replace(now, before)
    recording.record(article, former, by)
    newest, version_pair = recording.record(article, present, by)
    answers = TranslationAnswers({language: TranslationPair.Answer.NEEDED})
    update_translations(edit_with_form(article, present, newest, version_pair, answers))
    changed_at = timezone.now() - timedelta(days=CHANGED_DAYS_AGO)
    Version.objects.for_item(article).update(saved_at=changed_at)
    TranslationPair.objects.for_item(article).update(outdated_since=changed_at)
