"""For admins: a change of one language asks what it means for the others, and a translation whose
original has changed shows what changed, until somebody confirms that it says the same again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.admin.base import SiteModelAdmin
from cms.admin.edits.form_values import Row
from cms.i18n import languages
from versions.admin.form_run import form_run
from versions.admin.submissions import ANSWER, answers_in
from versions.admin.translation_lists import TranslationFilter, preload_outdated, translation_column
from versions.comparison.field_values import field_language
from versions.models import Translation, Version
from versions.recording import RecordedChange, RecordedForm
from versions.translations import following
from versions.translations.source_changes import SourceChange, find_source_changes

# The button that confirms a language.
CONFIRMED = "_confirmed_translation"


@dataclass(frozen=True)
class Question:
    """Asked when the text in a language has changed. `chosen` is what was answered before."""

    name: str
    source: str
    languages: list[str]
    is_shown: bool
    chosen: str

    @property
    def legend(self) -> str:
        return _("The {language} text has changed:").format(
            language=languages.language_name(self.source)
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Names the other language where there is one."""
        if len(self.languages) != 1:
            return [(str(value), str(label)) for value, label in Translation.Answer.choices]
        labels = {
            Translation.Answer.SMALL: _("a small correction"),
            Translation.Answer.NEEDED: _("the {language} needs it too"),
            Translation.Answer.DONE: _("the {language} has it already"),
        }
        name = languages.language_name(self.languages[0])
        return [(str(answer), label.format(language=name)) for answer, label in labels.items()]


@dataclass(frozen=True)
class OutdatedLanguage:
    """A language of an item that others have left behind, and what changed in these."""

    language: str
    since: datetime
    words: int
    sources: list[str]
    changes: list[SourceChange]

    @property
    def name(self) -> str:
        return languages.language_name(self.language)

    @property
    def source_names(self) -> str:
        return ", ".join(map(languages.language_name, self.sources))

    @property
    def confirm_label(self) -> str:
        return _("The {language} says the same again").format(language=self.name)


class TranslationsMixin(SiteModelAdmin):
    def get_list_display(self, request: HttpRequest) -> list[Any]:
        shown = list(super().get_list_display(request))
        return [*shown, translation_column] if len(languages.codes()) > 1 else shown

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        filters = list(super().get_list_filter(request))
        return [TranslationFilter, *filters] if len(languages.codes()) > 1 else filters

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changes = super().get_changelist_instance(request)
        preload_outdated(self.model, changes.result_list)
        return changes

    def follow(
        self,
        request: HttpRequest,
        item: models.Model,
        saved: RecordedForm,
        newest: Version,
        change: RecordedChange | None,
    ) -> None:
        edit = following.edit_in_form(item, saved, newest, change, _answers(request))
        newly = following.follow(edit)
        # What is only tried is not so.
        for translation in () if form_run(request).keeps_back else newly:
            note = _(
                "The {language} text is now marked as outdated, because the {source} one changed."
            )
            language, source = map(
                languages.language_name, (translation.language, translation.source)
            )
            messages.info(request, note.format(language=language, source=source))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item is not None and self.has_change_permission(request, item):
            form = context["adminform"].form
            formsets = [one.formset for one in context["inline_admin_formsets"]]
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
        there = _stored_languages(form)
        if len(there) < 2:
            return
        outdated = list(Translation.objects.of(item).outdated())
        context["translation_questions"] = list(
            _questions(request, there, outdated, form, formsets)
        )
        context["outdated_languages"] = [
            _outdated_language(item, code, rows, form, formsets)
            for code in there
            if (rows := [row for row in outdated if row.language == code])
        ]


def _stored_languages(form: ModelForm) -> list[str]:
    """The languages that an item has, whatever was typed since."""
    model = form._meta.model
    names = {code: following.title_name(model, code) for code in languages.codes()}
    return [code for code, name in names.items() if form.initial.get(name)]


def _answers(request: HttpRequest) -> following.Answers:
    answers = {code: Translation.Answer(answer) for code, answer in answers_in(request).items()}
    confirmed = set(request.POST.getlist(CONFIRMED)) & set(languages.codes())
    return following.Answers(answers, frozenset(confirmed))


def _questions(
    request: HttpRequest,
    there: list[str],
    outdated: list[Translation],
    form: ModelForm,
    formsets: list[BaseFormSet],
) -> Iterator[Question]:
    """Not of a language that others have left behind: who changes it brings it up to date."""
    behind = {row.language for row in outdated}
    held = form_run(request).held
    answers = answers_in(request) or (held.answers if held else {})
    changed = _typed_languages(form, formsets) if form.is_bound else set()
    for source in there:
        if source not in behind:
            others = [code for code in there if code != source]
            chosen = answers.get(source, "")
            yield Question(ANSWER.format(source), source, others, source in changed, chosen)


def _typed_languages(form: ModelForm, formsets: list[BaseFormSet]) -> set[str]:
    """The languages in which a form that was sent, or filled in, has another text than stored."""
    forms = [form]
    for formset in formsets:
        for row in formset.forms:
            forms += [row, *(one for _name, inner in Row(row).formsets for one in inner.forms)]
    changed = ((one._meta.model, name) for one in forms for name in one.changed_data)
    return {code for model, name in changed if (code := field_language(model, name))}


def _outdated_language(
    item: models.Model,
    language: str,
    rows: list[Translation],
    form: ModelForm,
    formsets: list[BaseFormSet],
) -> OutdatedLanguage:
    changes: list[SourceChange] = []
    for row in rows:
        if row.followed_id is not None:
            followed = following.state_of(item, row.followed_id)
            changes += find_source_changes(form, formsets, followed, language, row.source)
    for change in changes:
        _show_beside_its_field(change)
    return OutdatedLanguage(
        language,
        min(row.outdated_since for row in rows if row.outdated_since),
        sum(row.words for row in rows),
        [row.source for row in rows],
        changes,
    )


def _show_beside_its_field(change: SourceChange) -> None:
    """As a help text, so that who hears the form hears it with the field."""
    shown = render_to_string("admin/versions/_source_change.html", {"change": change})
    change.target.help_text = format_html("{}{}", shown, change.target.help_text)
