"""Rows of a form: what belongs to an item, added, ordered and taken out on the item's own form."""

from functools import cached_property

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField

from network import languages, text
from network.admin import is_key, only_adds
from network.forms import INPUTS, RuleForm


class RowForm(RuleForm):
    """A row that was added and left empty is not kept; its place alone says nothing."""

    def has_changed(self) -> bool:
        place = {"order"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - place)

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or int(self.prefix.rpartition("-")[2]) + 1

    def _get_validation_exclusions(self) -> set[str]:
        """Rules about all rows are left to `EachOnce`, which sees what goes and what moves."""
        whole = (n for n, field in self.fields.items() if isinstance(field, InlineForeignKeyField))
        return super()._get_validation_exclusions() | set(whole)


class ItemOfForm(InlineForeignKeyField):
    """A row belongs to the item on whose form it stands, whatever its hidden field says."""

    def clean(self, value):
        return self.parent_instance


class KnownRows(BaseInlineFormSet):
    """Rows that are there already are loaded together, not each again to find it by its key."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        item = form.fields[self.fk.name]
        form.fields[self.fk.name] = ItemOfForm(
            item.parent_instance, to_field=item.to_field, label=item.label
        )
        name = self.model._meta.pk.name
        field = form.fields[name]
        form.fields[name] = KnownChoiceField(
            field.queryset,
            known=self.known,
            initial=field.initial,
            required=field.required,
            widget=field.widget,
        )

    @cached_property
    def known(self) -> "Known":
        return Known(self.get_queryset())


class EachOnce(KnownRows):
    """No two rows have the same in the fields `once`; `said` is told at the first of these."""

    once: tuple[str, ...] = ()
    said = ""

    def validate_unique(self):
        self.refuse_same(self.once, self.said)

    def refuse_same(self, once: tuple[str, ...], said: str) -> None:
        seen = set()
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            same = tuple(cleaned.get(name) for name in once)
            if None in same or self._should_delete_form(form):
                continue
            if same in seen:
                form.add_error(once[0], said)
            seen.add(same)

    def save(self, commit=True):
        """Two rows may swap what each may have once: both let go of it before either takes it."""
        once = self.all_once()
        moved = [form for form in self.initial_forms if once & set(form.changed_data)]
        keys = [form.instance.pk for form in moved if form.instance.pk]
        self.model._default_manager.filter(pk__in=keys).delete()
        return super().save(commit)

    def all_once(self) -> set[str]:
        return set(self.once)


class FoundByTyping:
    """For inlines: what `autocomplete_fields` chose is asked for once, however many rows."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return only_adds(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            known = Known(self.chosen_in_form(request, db_field))
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, known)
            kwargs |= {"form_class": KnownChoiceField, "known": known}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def chosen_in_form(self, request, db_field: models.ForeignKey) -> models.QuerySet:
        """What the rows of the form are sure to have chosen, in one query."""
        items = db_field.related_model._default_manager
        whole = request.resolver_match.kwargs.get("object_id")
        return items.filter(**{self.way_to_whole(db_field): whole}).distinct() if whole else ()

    def way_to_whole(self, db_field: models.ForeignKey) -> str:
        """How a query gets from what is chosen to the item of the form."""
        return f"{db_field.related_query_name()}__{self.parent_model._meta.model_name}"


class Rows(FoundByTyping):
    """For inlines: rows with buttons to add and order them. `desk-rows.js` must be on the form."""

    template = "admin/rows.html"
    form = RowForm
    formset = KnownRows
    extra = 0
    formfield_overrides = INPUTS
    # What the button says that adds a row; whether rows have an order; whether photos are picked.
    adds = ""
    ordered = True
    picks_photos = False

    def get_queryset(self, request):
        chosen, rows = self.get_autocomplete_fields(request), super().get_queryset(request)
        return rows.select_related(*chosen) if chosen else rows

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "order":
            return db_field.formfield(widget=forms.HiddenInput, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Known:
    """What a form shows as chosen: loaded once, however many fields choose from it."""

    def __init__(self, items):
        self._items = items

    @cached_property
    def _by_key(self) -> dict[str, models.Model]:
        return {str(item.pk): item for item in self._items}

    def get(self, key: str, others: models.QuerySet) -> models.Model | None:
        """The item with a key as a browser sends it; None for nonsense."""
        if key not in self._by_key and is_key(key):
            self._by_key[key] = others.filter(pk=int(key)).first()
        return self._by_key.get(key)


class KnownChoiceField(forms.ModelChoiceField):
    """Asks the database no question a row to find what was chosen."""

    def __init__(self, *args, known: Known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known

    def to_python(self, value):
        if value in self.empty_values:
            return None
        item = self.known.get(str(value), self.queryset)
        if item is None:
            wrong = self.error_messages["invalid_choice"]
            raise ValidationError(wrong, code="invalid_choice", params={"value": value})
        return item


class KnownSelect(AutocompleteSelect):
    """Completes what is typed; asks the database no question a row to say what is chosen."""

    def __init__(self, field, admin_site, known: Known, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.known = known

    def build_attrs(self, base_attrs, extra_attrs=None):
        """With the width that Select2 would measure, laying out the page anew for every row."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-width": "20em"}

    def optgroups(self, name, value, attr=None):
        chosen = (self.known.get(str(key), self.choices.queryset) for key in value if key)
        options = [
            self.create_option(name, item.pk, str(item), True, number)
            for number, item in enumerate(chosen)
            if item is not None
        ]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class NamedByTyping:
    """For admins: a new item opened with `?name=…` has it in the language of its letters."""

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        name = text.clean_line(initial.pop("name", ""))
        alike = (
            code
            for code in languages.codes()
            if text.is_latin(languages.own_name(code)) == text.is_latin(name)
        )
        code = next(alike, languages.codes()[0])
        return initial | ({languages.column("name", code): name} if name else {})
