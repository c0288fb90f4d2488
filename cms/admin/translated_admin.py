"""Forms of models with words in each language: the languages of a field stand side by side."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Field
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin, TranslationBaseModelAdmin

from cms.admin.model_admin import SiteModelAdmin
from cms.admin.widgets import FORMFIELD_OVERRIDES
from cms.i18n import languages


class TranslatedFieldsMixin(TranslationBaseModelAdmin):
    """For admins and inlines of translated models: the languages of a field beside each other."""

    formfield_overrides: ClassVar[Mapping[type[Field], Mapping[str, Any]]] = FORMFIELD_OVERRIDES

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (name, options | {"fields": self._lines(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]

    # Undocumented, but forms and inlines share it, and modeltranslation makes its fields there.
    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        language = getattr(db_field, "language", None)
        if field and language:
            field.label = languages.field_label(db_field)
            field.widget.attrs["lang"] = language
            # Once is enough for a line of fields.
            if language != languages.codes()[0]:
                field.help_text = ""
        return field

    def _lines(self, names: Iterable[Any]) -> list[Any]:
        """Names of fields, those of one translated field as one line: ("title_ko", "title_en")."""
        lines: list[Any] = []
        for name in names:
            field = self._translated(name)
            if field and lines and field == self._translated(lines[-1]):
                lines[-1] = (*lines[-1], name)
            else:
                lines.append((name,) if field else name)
        return lines

    def _translated(self, name: str | tuple) -> str | None:
        """The translated field a column belongs to; None for any other field."""
        columns = {
            column: f for f in self.trans_opts.all_fields for column in languages.field_names(f)
        }
        return columns.get(name[0] if isinstance(name, tuple) else name)


class TranslatedAdmin(TranslatedFieldsMixin, SiteModelAdmin, TranslationAdmin):
    """For models with words in each language that are not published by themselves."""
