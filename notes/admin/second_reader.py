"""Mixin of a ModelAdmin: nothing becomes public that no second person has read, where the network
wants that. What is refused is kept: a draft is saved as a draft, a public item keeps its changes
back."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.content_admin import PUBLISH_AS_IT_IS
from cms.admin.edits import request_data
from cms.admin.forms import add_form_error
from cms.admin.permissions import authenticated_user
from cms.admin.publication_field import draft_data, unchanged_data
from cms.i18n import languages
from cms.i18n.account_names import account_name
from cms.publishing.publishable import Publishable
from cms.queries.rolled_back import will_be_rolled_back
from erasure_log import erasures
from notes import actions, mentions, second_reader
from notes.admin.notes import NotesMixin
from notes.admin.panel import NotesPanel
from notes.second_reader import NotReadError, Text
from versions import pending_changes
from versions.admin import VersionsMixin
from versions.admin.page_rendering import get_viewable_item
from versions.admin.pending_changes.saving import SAVE, SAVE_BUTTONS
from versions.admin.request_state import request_state
from versions.models import PendingChanges, Version
from versions.recording import FormSnapshot, VersionPair

# In place of a language, for an item that is public or not as a whole.
AS_A_WHOLE = ""


class RequiresSecondReaderMixin(NotesMixin, VersionsMixin):
    """For admins: list it before other base classes."""

    # The field that makes an item public, of a model that has no moments of publication.
    public_switch_field = ""

    def get_urls(self) -> list[URLPattern]:
        admin_view = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/notes/ask/", admin_view(self.ask_view), name=f"{name}_ask_reader"),
            *super().get_urls(),
        ]

    # Where it is asked whether somebody has read the text.

    def obstacles_to_publishing(self, request: HttpRequest, item: Any) -> list[str]:
        found: list[str] = super().obstacles_to_publishing(request, item)
        if second_reader.is_required() and not (text := Text(item)).is_read():
            found.append(self._refusal_with_link(item, text))
        return found

    def obstacles_to_changing(self, request: HttpRequest, item: Any) -> list[str]:
        found: list[str] = super().obstacles_to_changing(request, item)
        if self.visible_in(item) and second_reader.is_required():
            found.append(
                _("It is public: change it in its form, where a second person can read it first.")
            )
        return found

    def publish_pending(
        self, user: User, item: Any, pending: PendingChanges, language: str = ""
    ) -> tuple[Any, list[str]]:
        publish = partial(super().publish_pending, user, item, pending, language)
        if will_be_rolled_back() or not self.visible_in(item) or not second_reader.is_required():
            return publish()
        text = Text(item, with_pending=True)
        if not text.is_read():
            return None, [text.refusal(), _("Under “Notes”, ask a colleague to read it.")]
        saved, reasons = publish()
        if saved:
            text.carry_answers_over(Text(item, with_pending=True))
        return saved, reasons

    def make_draft(self, item: Any) -> bool:
        if self.public_switch_field:
            setattr(item, self.public_switch_field, False)
            item.save(update_fields=[self.public_switch_field])
            return True
        return super().make_draft(item)

    def publication_objections(self, request: HttpRequest, item: Any) -> list[str]:
        found: list[str] = super().publication_objections(request, item)
        is_watched = self.visible_in(item) and second_reader.is_required()
        if is_watched and not (text := Text(item)).is_read():
            found.append(self._refusal_with_link(item, text))
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        state = request_state(request)
        state.public_languages_before = None
        if self._is_watched(request) and second_reader.is_required():
            stored = self.model._base_manager.filter(pk=obj.pk).first()
            state.public_languages_before = self.visible_in(stored) if stored else set()
        super().save_model(request, obj, form, change)

    def update_translations_of(
        self,
        request: HttpRequest,
        item: models.Model,
        snapshot: FormSnapshot,
        newest: Version,
        version_pair: VersionPair | None,
    ) -> None:
        """Raises NotReadError, which undoes the saving, before anything is said about it."""
        before = request_state(request).public_languages_before
        if before is not None:
            visible_in = self.visible_in(item)
            is_unread = bool(visible_in - before) or bool(visible_in and version_pair)
            if is_unread and not Text(item).is_read():
                raise NotReadError(item, is_changed=version_pair is not None)
        super().update_translations_of(request, item, snapshot, newest, version_pair)

    def _is_watched(self, request: HttpRequest) -> bool:
        return not (will_be_rolled_back() or request_state(request).publishes_pending)

    def visible_in(self, item: Any) -> set[str]:
        """The languages in which readers see the item, or will at its moment."""
        if isinstance(item, Publishable):
            return second_reader.visible_languages(item)
        return {AS_A_WHOLE} if getattr(item, self.public_switch_field) else set()

    # What is refused is kept.

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view = partial(super().add_view, request, *args, **kwargs)
        try:
            return view()
        except NotReadError as error:
            return self._save_back(request, view, None, error)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        view = partial(super().change_view, request, object_id, *args, **kwargs)
        try:
            return view()
        except NotReadError as error:
            with transaction.atomic():
                self.lock_item(object_id)
                stored = self.model._base_manager.get(pk=object_id)
                self._take_down(request, stored, error.item)
            return self._save_back(request, view, stored, error)

    def _save_back(
        self,
        request: HttpRequest,
        view: Callable[[], HttpResponse],
        stored: Any,
        error: NotReadError,
    ) -> HttpResponse:
        """Sends the form again without what nobody has read."""
        request_state(request).saved_forms = None
        is_seen = (
            stored is not None and self.visible_in(stored) and pending_changes.is_public(stored)
        )
        keeps = is_seen and error.is_changed
        sent = request.POST.copy()
        for name in (SAVE_BUTTONS | {PUBLISH_AS_IT_IS}) & sent.keys():
            del sent[name]
        sent.update(self._unpublished_data(stored, error) | ({SAVE: "1"} if keeps else {}))
        if self.public_switch_field and not (stored and getattr(stored, self.public_switch_field)):
            sent.pop(self.public_switch_field, None)
        request_data.replace_data(request, "POST", sent)
        try:
            response = view()
        except NotReadError as again:
            add_form_error(request, ValidationError(Text(again.item).refusal()))
            return view()
        if response.status_code == 302:
            self._say_what_is_missing(request, stored)
        return response

    def _take_down(self, request: HttpRequest, stored: Any, wanted: Any) -> None:
        """At once what the form takes down: an emergency does not wait for a reader."""
        if not isinstance(stored, Publishable):
            return
        before = copy(stored)
        if unpublished := wanted.no_longer_public(stored):
            for language_or_field in unpublished:
                stored.unpublish(language_or_field)
            stored.save()
            erasures.record_unpublishing_for_replay(stored, before)
            words = _("Taken down; the other changes are saved without publishing.")
            self.log_change(request, stored, words)

    def _unpublished_data(self, stored: Any, error: NotReadError) -> dict[str, str]:
        """The publication as it is stored; a text that was to be public later and has changed is a
        draft."""
        if not issubclass(self.model, Publishable):
            return {}
        stays = stored is not None and (pending_changes.is_public(stored) or not error.is_changed)
        data: dict[str, str] = {}
        for code in languages.codes():
            name = languages.field_name("published_at", code)
            data |= (
                unchanged_data(name, stored.published_at_in(code)) if stays else draft_data(name)
            )
        return data

    def _say_what_is_missing(self, request: HttpRequest, stored: Any) -> None:
        saved = request_state(request).saved_forms
        item = stored or (saved and saved[0].instance)
        if item is not None:
            words = self._refusal_with_link(item, Text(item, with_pending=True))
            messages.warning(request, format_html("{} {}", _("Not public yet."), words))

    def _refusal_with_link(self, item: Any, text: Text) -> str:
        url, label = self.page_url("notes", item.pk), _("Ask a colleague to read it")
        return format_html('{} <a href="{}#ask">{}</a>', text.refusal(), url, label)

    # To ask somebody.

    def _panel(self, request: HttpRequest, item: Any, *args: Any) -> NotesPanel:
        panel = super()._panel(request, item, *args)
        if second_reader.is_required():
            text = Text(item, with_pending=True)
            panel.refusal = "" if text.is_read() else text.refusal()
            panel.possible_readers = self._possible_readers(request, text)
            # A colleague of the author could be asked by the author.
            may_read_it = text.author not in (None, request.user)
            panel.has_no_reader = not (panel.possible_readers or may_read_it)
        return panel

    def _possible_readers(self, request: HttpRequest, text: Text) -> list[User]:
        left_out = (request.user, text.author)
        return [user for user in mentions.colleagues(self.model) if user not in left_out]

    @method_decorator(require_POST)
    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_viewable_item(self, request, pk)
        readers = self._possible_readers(request, Text(item, with_pending=True))
        reader = next((one for one in readers if str(one.pk) == request.POST.get("reader")), None)
        if reader is None:
            raise Http404
        words = _("@{name} Please read this before it becomes public.")
        text = words.format(name=reader.get_username())
        actions.write(item, authenticated_user(request), text, asks_for_review=True)
        asked = _("Asked to read it: {name}").format(name=account_name(reader))
        messages.success(request, asked)
        return redirect(self.page_url("notes", pk))
