from django.contrib import admin

from cms.admin import TranslatedAdmin
from cms.i18n import languages
from members.models import Milestone


@admin.register(Milestone)
class MilestoneAdmin(TranslatedAdmin):
    show_save_and_add_another = True
    list_display = ["__str__", "link"]
    search_fields = languages.field_names("text")
    fieldsets = [(None, {"fields": [("happened_on", "precision"), "text", "link"]})]
