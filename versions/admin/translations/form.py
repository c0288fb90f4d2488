"""Mixin of a ModelAdmin: a change of one language asks what it means for the others, an outdated
translation shows what changed in its source until somebody confirms that it is up to date, and a
missing translation can be marked as unneeded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.edits.form_values import PlacedForm
from cms.admin.model_admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.i18n import languages
from cms.i18n.account_names import account_name
from versions.admin.headless_forms import ANSWER_INPUT_NAME, translation_answers_in
from versions.admin.page_rendering import get_viewable_item
from versions.admin.request_state import request_state
from versions.admin.translations.changelist import (
    TranslationFilter,
    preload_translations,
    translation_column,
)
from versions.comparison.form_schemas import field_language
from versions.models import TranslationPair, UnneededTranslation, Version
from versions.recording import FormSnapshot, VersionPair
from versions.translations import unneeded_translations
from versions.translations.item_edits import TranslationAnswers, edit_with_form
from versions.translations.outdated import update_translations, values_of_version
from versions.translations.source_diffs import SourceDiff, find_source_diffs
from versions.translations.translated_fields import title_column
from versions.translations.translation_tasks import TranslationStatus, status_condition

# The button that confirms a language.
CONFIRM = "_confirm_translation"


@dataclass(frozen=True)
class TranslationQuestion:
    """Asked when the text in a language (`source`) has changed."""

    input_name: str
    source: str
    other_languages: list[str]
    is_shown: bool
    chosen_answer: str

    @property
    def legend(self) -> str:
        return _("The {language} text has changed:").format(
            language=languages.language_name(self.source)
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Names the other language where there is one."""
        if len(self.other_languages) != 1:
            return [(str(value), str(label)) for value, label in TranslationPair.Answer.choices]
        labels = {
            TranslationPair.Answer.SMALL: _("a small correction"),
            TranslationPair.Answer.NEEDED: _("the {language} text needs it too"),
            TranslationPair.Answer.DONE: _("the {language} text has it already"),
        }
        name = languages.language_name(self.other_languages[0])
        return [(str(answer), label.format(language=name)) for answer, label in labels.items()]


@dataclass(frozen=True)
class OutdatedLanguage:
    """A language whose text is outdated, and what changed in its sources."""

    language: str
    since: datetime
    changed_words: int
    sources: list[str]
    diffs: list[SourceDiff]

    @property
    def name(self) -> str:
        return languages.language_name(self.language)

    @property
    def source_names(self) -> str:
        return ", ".join(map(languages.language_name, self.sources))

    @property
    def confirm_label(self) -> str:
        return _("The {language} text is up to date again").format(language=self.name)


@dataclass(frozen=True)
class UntranslatedLanguage:
    """A language in which an item has no text; `unneeded` if somebody has marked it as unneeded."""

    language: str
    unneeded: UnneededTranslation | None

    @property
    def name(self) -> str:
        return languages.language_name(self.language)

    @property
    def marked_by(self) -> str:
        return account_name(self.unneeded.marked_by) if self.unneeded else ""


class TranslationsMixin(SiteModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_unneeded_translation"
        view = self.admin_site.admin_view(self.unneeded_translation_view)
        return [path("<int:pk>/unneeded-translation/", view, name=name), *super().get_urls()]

    @method_decorator(require_POST)
    @transaction.atomic
    def unneeded_translation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Marks a translation of an item as unneeded, or unmarks it. Redirects to the form or the
        list of translation tasks, from where it was sent."""
        item = get_viewable_item(self, request, pk)
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        language = request.POST.get("language", "")
        if language not in languages.codes():
            raise Http404
        if request.POST.get("needed") == "yes":
            is_changed = unneeded_translations.unmark(item, [language])
            text = _("To be translated again into {language}: {title}")
        else:
            is_changed = unneeded_translations.mark(item, language, authenticated_user(request))
            text = _("Needs no text in {language}: {title}")
        if is_changed:
            said = text.format(language=languages.language_name(language), title=item)
            self.log_change(request, item, said)
            messages.success(request, said)
        if "list" in request.POST:
            query = QueryDict(request.POST["list"]).urlencode()
            return redirect(f"{reverse('admin:translations')}?{query}")
        return redirect(self.page_url("change", pk))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = list(super().get_list_display(request))
        return [*columns, translation_column] if len(languages.codes()) > 1 else columns

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        filters = list(super().get_list_filter(request))
        return [TranslationFilter, *filters] if len(languages.codes()) > 1 else filters

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changes = super().get_changelist_instance(request)
        preload_translations(self.model, changes.result_list)
        return changes

    def missing_in(self, items: Any, language: str) -> QuerySet:
        """Overrides `ContentAdmin`: without items whose translation is unneeded."""
        condition = status_condition(self.model, language, TranslationStatus.MISSING)
        found: QuerySet = items.filter(condition)
        return found

    def update_translations_of(
        self,
        request: HttpRequest,
        item: models.Model,
        snapshot: FormSnapshot,
        newest: Version,
        version_pair: VersionPair | None,
    ) -> None:
        edit = edit_with_form(item, snapshot, newest, version_pair, _answers(request))
        newly_outdated = update_translations(edit)
        # Changes that are only saved as pending make nothing outdated yet.
        for pair in () if request_state(request).saves_pending else newly_outdated:
            note = _(
                "The {language} text is now marked as outdated, because the {source} one changed."
            )
            language, source = map(languages.language_name, (pair.target, pair.source))
            messages.info(request, note.format(language=language, source=source))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item is not None and self.has_change_permission(request, item):
            form = context["adminform"].form
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            self._add_translations(request, context, item, form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

    def _add_translations(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        item: models.Model,
        form: ModelForm,
        formsets: list[BaseFormSet],
    ) -> None:
        written = _stored_languages(form)
        if written and not context["is_popup"]:
            context["untranslated_languages"] = _untranslated_languages(item, written)
            context["unneeded_translation_url"] = self.page_url("unneeded_translation", item.pk)
        if len(written) < 2:
            return
        outdated = list(TranslationPair.objects.for_item(item).outdated())
        context["translation_questions"] = list(
            _questions(request, written, outdated, form, formsets)
        )
        context["outdated_languages"] = [
            _outdated_language(item, code, of_language, form, formsets)
            for code in written
            if (of_language := [pair for pair in outdated if pair.target == code])
        ]


def _stored_languages(form: ModelForm) -> list[str]:
    """The languages that an item has, whatever was typed since."""
    model = form._meta.model
    names = {code: title_column(model, code) for code in languages.codes()}
    return [code for code, name in names.items() if form.initial.get(name)]


def _untranslated_languages(item: models.Model, written: list[str]) -> list[UntranslatedLanguage]:
    missing = [code for code in languages.codes() if code not in written]
    if not missing:
        return []
    marks = UnneededTranslation.objects.for_item(item).select_related("marked_by")
    by_language = {mark.language: mark for mark in marks}
    return [UntranslatedLanguage(code, by_language.get(code)) for code in missing]


def _answers(request: HttpRequest) -> TranslationAnswers:
    answers = {
        code: TranslationPair.Answer(answer)
        for code, answer in translation_answers_in(request).items()
    }
    confirmed = set(request.POST.getlist(CONFIRM)) & set(languages.codes())
    return TranslationAnswers(answers, frozenset(confirmed))


def _questions(
    request: HttpRequest,
    written: list[str],
    outdated: list[TranslationPair],
    form: ModelForm,
    formsets: list[BaseFormSet],
) -> Iterator[TranslationQuestion]:
    """None about an outdated language: a change of it is taken to bring it up to date."""
    outdated_languages = {pair.target for pair in outdated}
    pending = request_state(request).pending
    answers = translation_answers_in(request) or (pending.translation_answers if pending else {})
    changed = _changed_languages(form, formsets) if form.is_bound else set()
    for source in written:
        if source not in outdated_languages:
            others = [code for code in written if code != source]
            chosen = answers.get(source, "")
            yield TranslationQuestion(
                ANSWER_INPUT_NAME.format(source), source, others, source in changed, chosen
            )


def _changed_languages(form: ModelForm, formsets: list[BaseFormSet]) -> set[str]:
    """The languages in which a form that was sent or prefilled has another text than stored."""
    forms = [form]
    for formset in formsets:
        for row in formset.forms:
            forms += [
                row,
                *(nested for _name, inner in PlacedForm(row).formsets for nested in inner.forms),
            ]
    changed = (
        (changed_form._meta.model, name)
        for changed_form in forms
        for name in changed_form.changed_data
    )
    return {code for model, name in changed if (code := field_language(model, name))}


def _outdated_language(
    item: models.Model,
    language: str,
    outdated: list[TranslationPair],
    form: ModelForm,
    formsets: list[BaseFormSet],
) -> OutdatedLanguage:
    diffs: list[SourceDiff] = []
    for pair in outdated:
        if pair.translated_version_id is not None:
            translated = values_of_version(item, pair.translated_version_id)
            diffs += find_source_diffs(form, formsets, translated, pair.source, language)
    for diff in diffs:
        _show_beside_its_field(diff)
    return OutdatedLanguage(
        language,
        min(pair.outdated_since for pair in outdated if pair.outdated_since),
        sum(pair.changed_words for pair in outdated),
        [pair.source for pair in outdated],
        diffs,
    )


def _show_beside_its_field(diff: SourceDiff) -> None:
    """As a help text, so that a screen reader reads it with the field."""
    diff_html = render_to_string("admin/versions/_source_diff.html", {"diff": diff})
    diff.target_field.help_text = format_html("{}{}", diff_html, diff.target_field.help_text)
