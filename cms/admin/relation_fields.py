"""Form fields and widgets for relations: values that cannot be primary keys are not looked up, and
the chosen items are loaded at once for all rows of a form."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest

from cms.fields import is_primary_key


def hide_related_links(fields: Iterable[forms.Field]) -> None:
    """Beside a choice, leave the links that add an item and change the chosen one."""
    for field in fields:
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False


class CheckedAutocompleteSelect(AutocompleteSelect):
    """Looks up only values that can be primary keys."""

    def format_value(self, value: Any) -> list[str]:
        return only_primary_keys(super().format_value(value))


class CheckedAutocompleteSelectMultiple(AutocompleteSelectMultiple):
    """Looks up only values that can be primary keys."""

    def format_value(self, value: Any) -> list[str]:
        return only_primary_keys(super().format_value(value))


def only_primary_keys(values: Iterable[str]) -> list[str]:
    return [value for value in values if is_primary_key(value)]


class PrimaryKeysField(forms.ModelMultipleChoiceField):
    """Refuses values that cannot be primary keys before the database is queried."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            if not is_primary_key(str(key)):
                wrong = self.error_messages["invalid_pk_value"]
                raise ValidationError(wrong, code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class PreloadedItems:
    """The items that a form shows as chosen: loaded once, however many fields choose from them."""

    def __init__(self, items: Iterable[Model]) -> None:
        self._items = items

    @cached_property
    def _by_key(self) -> dict[str, Model | None]:
        return {str(item.pk): item for item in self._items}

    def get(self, key: str, others: QuerySet[Any]) -> Model | None:
        """The item with a key as a browser sends it; None for nonsense."""
        if key not in self._by_key and is_primary_key(key):
            self._by_key[key] = others.filter(pk=int(key)).first()
        return self._by_key.get(key)


class PreloadedChoiceField(forms.ModelChoiceField):
    """Finds the chosen item without a query per row."""

    def __init__(
        self, queryset: QuerySet[Any], *, preloaded: PreloadedItems, **kwargs: Any
    ) -> None:
        super().__init__(queryset, **kwargs)
        self.preloaded = preloaded

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        item = self.preloaded.get(str(value), self.queryset) if self.queryset is not None else None
        if item is None:
            wrong = self.error_messages["invalid_choice"]
            raise ValidationError(wrong, code="invalid_choice", params={"value": value})
        return item


class PreloadedAutocompleteSelect(AutocompleteSelect):
    """Shows the chosen item without a query per row."""

    def __init__(
        self, field: ForeignKey[Any, Any], admin_site: AdminSite, preloaded: PreloadedItems
    ) -> None:
        # The width that Select2 would measure, laying out the page anew for every row.
        super().__init__(field, admin_site, attrs={"data-width": "20em"})
        self.preloaded = preloaded

    # Undocumented, but nowhere else do widgets of Django look up what they show as chosen.
    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        chosen = (self.preloaded.get(str(key), self.choices.queryset) for key in value if key)
        options = [
            self.create_option(name, item.pk, str(item), True, number)
            for number, item in enumerate(chosen)
            if item is not None
        ]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class RelationFieldsMixin(ModelAdmin):
    """The hooks of `SiteModelAdmin` for relations in its form."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CheckedAutocompleteSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs.setdefault("form_class", PrimaryKeysField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault(
                "widget", CheckedAutocompleteSelectMultiple(db_field, self.admin_site)
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Leaves out the values of a link for relations that cannot be primary keys."""
        initial = super().get_changeform_initial_data(request)
        relations = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {
            name: value
            for name, value in initial.items()
            if name not in relations
            or all(map(is_primary_key, value if isinstance(value, list) else [value]))
        }
