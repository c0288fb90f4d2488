"""For admins: "Keep without publishing". What the form of a public item holds is kept, readers see
the old text, and the form goes on with it until it is published or thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import FileField, ModelForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.admin.edits import concurrent_edits, malformed_requests
from cms.admin.forms import add_form_error
from cms.admin.permissions import authenticated_user
from cms.fields import is_primary_key
from cms.i18n import languages
from cms.queries.advisory_locks import lock_until_commit
from cms.queries.trials import trial
from versions import held_edits, recording, working_copies
from versions.admin import submissions
from versions.admin.filled_forms import filled_form
from versions.admin.form_run import form_run
from versions.admin.working_copies import WorkingCopyMixin, clock_time
from versions.comparison.field_values import RowKind, row_kinds, scope_of
from versions.held_edits import Joined, LanguageOf
from versions.models import HeldEdit
from versions.restoring import FilledForm, FormFiller, Selection

# The buttons: to keep, to keep and look at what would be published, to publish.
KEEP, KEEP_AND_REVIEW, PUBLISH = "_keep", "_keep_and_review", "_publish_held"
# The stamp of the changes that a form was loaded with.
STAMP = "_held"
# The parameter of a form that shows what is public, although changes wait.
PUBLIC = "public"


class HeldEditMixin(WorkingCopyMixin):
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        view = partial(super().change_view, request, object_id, form_url, extra_context)
        if not is_primary_key(object_id):
            return view()
        if {KEEP, KEEP_AND_REVIEW} & request.POST.keys():
            with transaction.atomic():
                self._lock(object_id)
                return self._keep(request, object_id, view)
        if PUBLISH in request.POST:
            return self._publish_on_request(request, object_id)
        if request.method == "GET":
            self._open_held(request, object_id)
        return view()

    # What a form holds that was loaded with changes that wait.

    def _open_held(self, request: HttpRequest, key: str) -> None:
        held = HeldEdit.objects.of_keys(self.model, [int(key)]).select_related("held_by").first()
        run = form_run(request)
        run.is_held_read, run.held = True, held
        if held is None or PUBLIC in request.GET or IS_POPUP_VAR in request.GET:
            return
        item = self.get_object(request, key)
        if item is None or not self.has_change_permission(request, item):
            return
        filled, joined = self.fill_with_held(request, item, held)
        self._say_what_is_in_the_way(request, item, joined)
        if filled.left_out:
            messages.warning(request, left_out_message(filled))
        run.held_data = filled.data

    def fill_with_held(
        self, request: HttpRequest, item: Any, held: HeldEdit, language: str = ""
    ) -> tuple[FilledForm, Joined]:
        stored = recording.stored_form(self, request, item).state
        language_of = self.language_of(request, item)
        changes = held_edits.in_language(held.data, language, language_of)
        joined = held_edits.join_with(stored, changes)
        return FormFiller(joined.state, Selection()).fill(self, request, item), joined

    def language_of(self, request: HttpRequest, item: Any) -> LanguageOf:
        kinds = row_kinds(self, request, item)

        def language(path: str) -> str:
            row, _slash, name = path.rpartition("/")
            kind = kinds.get(scope_of(row))
            return kind.fields[name].language if kind and name in kind.fields else ""

        return language

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        data = form_run(request).held_data
        return filled_form(form, data) if data is not None and change else form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, *args: Any) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, *args)
        data = form_run(request).held_data
        return given if data is None else given | {"data": data, "files": {}}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = context.get("original")
        if item and not context["is_popup"] and self.has_change_permission(request, item):
            context |= self._held_context(request, item)
        return super().render_change_form(request, context, *args, **kwargs)

    def _held_context(self, request: HttpRequest, item: Any) -> dict[str, Any]:
        run = form_run(request)
        held = run.held if run.is_held_read else held_edits.find(item)
        stamp = run.stamp_to_replace
        if stamp is None:
            stamp = request.POST.get(STAMP, "")
        if run.held_data is not None and held:
            stamp = held.stamp
        stored = self.model._base_manager.get(pk=item.pk) if request.method == "POST" else item
        return {
            "held": held,
            "held_stamp": stamp,
            "edits_held": bool(stamp),
            "may_keep": bool(stamp) or (held is None and held_edits.is_public(stored)),
            "held_languages": language_names(held),
            "held_url": self.page_url("held", item.pk) if held else "",
        }

    def _say_what_is_in_the_way(self, request: HttpRequest, item: Any, joined: Joined) -> None:
        """Adds errors to the form where somebody else has changed the same."""
        edit = concurrent_edits.last_edit(item)
        stored = recording.stored_form(self, request, item).state
        kinds = row_kinds(self, request, item)
        for path in sorted(joined.conflicts):
            row, _slash, name = path.rpartition("/")
            message = concurrent_edits.refusal(edit, stored.get(path, ""))
            if row:
                add_form_error(request, ValidationError(f"{label(kinds, path)}: {message}"))
            else:
                add_form_error(request, ValidationError(message), name)
        for row in sorted(joined.deleted_rows):
            text = _("{kind}: somebody has deleted it. Your text of it is in the form again.")
            add_form_error(request, ValidationError(text.format(kind=kind_name(kinds, row))))

    # To keep what was sent.

    def _keep(self, request: HttpRequest, key: str, view: Any) -> HttpResponse:
        item = self.get_object(request, key)
        if item is None or not self.has_change_permission(request, item):
            raise PermissionDenied
        held = held_edits.find(item)
        if request.POST.get(STAMP, "") != (held.stamp if held else ""):
            return self._refuse_to_keep(request, held, view)
        stored = recording.stored_form(self, request, item).state
        language_of = self.language_of(request, item)
        # What could not be saved cannot be kept either: the form says why.
        with trial():
            form_run(request).keeps_back = True
            response = view()
        forms = form_run(request).saved
        if forms is None:
            return response
        if names := unkeepable_changes(*forms):
            text = _(
                "These cannot be kept without publishing: {fields}. Change them in the form of "
                "what is public now, or leave them as they were."
            )
            add_form_error(request, ValidationError(text.format(fields=", ".join(names))))
            with trial():
                return view()
        wanted = recording.saved_form(*forms).with_unseen(stored)
        user, stamp = authenticated_user(request), request.POST.get(STAMP, "")
        answers = submissions.answers_in(request)
        held = held_edits.keep(item, stored, wanted, language_of, user, stamp, answers)
        working_copies.discard(user, self.model, key)
        return self._answer_to_keeping(request, key, held)

    def _refuse_to_keep(
        self, request: HttpRequest, held: HeldEdit | None, view: Any
    ) -> HttpResponse:
        """Once more sent, the form replaces what a colleague has kept meanwhile."""
        if held is None:
            text = _(
                "The changes that waited were published or thrown away meanwhile. Your text is "
                "still here: look at what is public now, then keep or save it."
            )
        else:
            text = _(
                "{who} kept changes here at {time}, too. Yours are still in this form. Take over "
                "what you need from theirs, then keep yours in their place."
            ).format(who=name_of(held.held_by), time=clock_time(held.held_at))
        add_form_error(request, ValidationError(text))
        form_run(request).stamp_to_replace = held.stamp if held else ""
        return view()

    def _answer_to_keeping(
        self, request: HttpRequest, key: str, held: HeldEdit | None
    ) -> HttpResponse:
        if held is None:
            text = _("Nothing differs from what is saved, so nothing was kept.")
            self.message_user(request, text, messages.INFO)
            return redirect(self.page_url("change", key))
        text = _("Kept without publishing. Readers go on seeing the text as it was.")
        self.message_user(request, text, messages.SUCCESS)
        page = "held" if KEEP_AND_REVIEW in request.POST else "change"
        return redirect(self.page_url(page, key))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if form_run(request).keeps_back:
            return HttpResponse(status=204)
        return super().response_change(request, obj)

    # To publish what waits.

    def _publish_on_request(self, request: HttpRequest, key: str) -> HttpResponse:
        language, stamp = request.POST.get("language", ""), request.POST[PUBLISH]
        with transaction.atomic():
            self._lock(key)
            item = self.get_object(request, key)
            if item is None or not self.has_change_permission(request, item):
                raise PermissionDenied
            held = HeldEdit.objects.of(item).select_for_update(of=["self"]).first()
            if held is None or held.stamp != stamp:
                text = _("Somebody has replaced the waiting changes. Look at them again.")
                messages.warning(request, text)
                return redirect(self.page_url("held" if held else "change", key))
            user = authenticated_user(request)
            saved, reasons = self.publish_held(user, item, held, language)
        if saved:
            self.message_user(request, self.saved_message(saved), messages.SUCCESS)
        else:
            text = _(
                "The changes are not published. They are still waiting, and the form shows them."
            )
            messages.error(request, " ".join([text, *reasons]))
        return redirect(self.page_url("change", key))

    def publish_held(
        self, user: User, item: Any, held: HeldEdit, language: str = ""
    ) -> tuple[Any, list[str]]:
        """Saves the changes that wait, through the form and in the name of a user. Returns the
        item, or None and the reasons: nothing is published in part. Call it in a transaction."""
        request = submissions.make_request(user, QueryDict(mutable=True))
        if not (user.is_staff and self.has_change_permission(request, item)):
            return None, [_("The account has no permission to change this any more.")]
        filled, joined = self.fill_with_held(request, item, held, language)
        left_out = [left_out_message(filled)] if filled.left_out else []
        if reasons := [*left_out, *self.conflict_sentences(request, item, joined)]:
            return None, reasons
        language_of = self.language_of(request, item)
        with transaction.atomic():
            submissions.add_answers(filled.data, held.answers)
            malformed_requests.replace_data(request, "POST", filled.data)
            errors = submissions.errors_of(self.change_view(request, str(item.pk)))
            saved = form_run(request).saved
            if saved is None:
                transaction.set_rollback(True)
                return None, errors
        new_keys = {
            filled.added[row.prefix]: row.path
            for row in recording.saved_rows(*saved)
            if row.prefix in filled.added
        }
        held_edits.published(held, language, language_of, new_keys)
        form, _formsets = saved
        return form.instance, []

    def conflict_sentences(self, request: HttpRequest, item: Any, joined: Joined) -> list[str]:
        kinds = row_kinds(self, request, item)
        changed = [label(kinds, path) for path in sorted(joined.conflicts)]
        deleted = [kind_name(kinds, row) for row in sorted(joined.deleted_rows)]
        sentences = []
        if changed:
            text = _("Somebody has changed these fields since: {fields}.")
            sentences.append(text.format(fields=", ".join(dict.fromkeys(changed))))
        if deleted:
            text = _("Somebody has since deleted what they change: {fields}.")
            sentences.append(text.format(fields=", ".join(dict.fromkeys(deleted))))
        return sentences


@contextmanager
def held_shown(user: User, item: models.Model) -> Iterator[list[str]]:
    """Within the block the item is as if a user had published the changes that wait. Yields why it
    is not so, if they cannot be published."""
    model_admin, held = admin.site.get_model_admin(type(item)), held_edits.find(item)
    if held is None or not isinstance(model_admin, HeldEditMixin):
        yield []
        return
    with trial():
        # One after the other: an editor who saves waits for one of many visitors at most.
        lock_until_commit(f"versions.held_shown:{item._meta.label_lower}:{item.pk}")
        yield model_admin.publish_held(user, item, held)[1]


def unkeepable_changes(form: ModelForm, formsets: list) -> list[str]:
    """The labels of changed fields that no version has: files, and what is decided at once, such as
    publication, or about a person."""
    return list(
        dict.fromkeys(
            str(row.form.fields[name].label or row.form[name].label)
            for row in recording.saved_rows(form, formsets)
            for name in row.form.changed_data
            if name in row.form.fields and not is_keepable(row.form, name)
        )
    )


def is_keepable(form: ModelForm, name: str) -> bool:
    is_file = isinstance(form.fields[name], FileField)
    return not is_file and recording.is_recorded(form, name)


def label(kinds: dict[str, RowKind], path: str) -> str:
    row, _slash, name = path.rpartition("/")
    kind = kinds.get(scope_of(row))
    found = kind.fields[name].label if kind and name in kind.fields else name
    return f"{kind.name}: {found}" if kind and row else found


def kind_name(kinds: dict[str, RowKind], row: str) -> str:
    kind = kinds.get(scope_of(row))
    return kind.name if kind else ""


def language_names(held: HeldEdit | None) -> list[str]:
    return [languages.language_name(code) for code in held.language_codes] if held else []


def left_out_message(filled: FilledForm) -> str:
    text = _("Left out, because it must not be shown any more or was deleted: {fields}.")
    return text.format(fields=", ".join(dict.fromkeys(filled.left_out)))


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("Somebody")
