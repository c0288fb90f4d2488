from django.contrib import admin
from django.http import HttpRequest

from cms.admin import TranslatedAdmin
from cms.i18n import languages
from photos import actions
from photos.models import Photographer


@admin.register(Photographer)
class PhotographerAdmin(TranslatedAdmin):
    """Names are corrected in the list; the files of all photos then carry the new name."""

    show_save_and_add_another = True
    list_display = ["__str__", *languages.field_names("name"), "website"]
    list_editable = languages.field_names("name")
    search_fields = languages.field_names("name")
    fieldsets = [(None, {"fields": ["name", "website"]})]

    def get_changelist_formset(self, request: HttpRequest, **kwargs):
        # Fields in the list have no visible label.
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
            field.help_text = ""
        return formset

    def save_model(self, request: HttpRequest, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            actions.update_photographer_credits(obj)
