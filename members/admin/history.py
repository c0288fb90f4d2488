"""What a coordinator sees of the timeline."""

from django.contrib import admin

from members.models import Milestone
from network import languages
from network.admin import TranslatedAdmin


@admin.register(Milestone)
class MilestoneAdmin(TranslatedAdmin):
    adds_many = True
    list_display = ["__str__", "link"]
    search_fields = languages.columns("text")
    fieldsets = [(None, {"fields": [("happened_on", "precision"), "text", "link"]})]
