"""What a coordinator sees of the timeline."""

from django.contrib import admin
from django.db import models

from members.models import Milestone
from network import languages
from network.admin import TranslatedAdmin
from network.forms import DayInput


@admin.register(Milestone)
class MilestoneAdmin(TranslatedAdmin):
    adds_many = True
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    list_display = ["__str__", "link"]
    search_fields = languages.columns("text")
    fieldsets = [(None, {"fields": [("happened_on", "precision"), "text", "link"]})]
