"""Accounts and groups as superusers see them; nobody else opens this door.

Whoever may change accounts can make themselves anything. No group has these permissions, and a
group somebody made by hand gains nothing by them here.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as django_auth
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import safety, second_factor
from accounts.models import Entry, Passkey
from network.admin import DeskAdmin, ReadOnly
from network.fields import EmailFormField

User = get_user_model()

# What an account may do hangs on these.
RIGHTS = {"is_active", "is_staff", "is_superuser", "groups"}

# Rooms in which a permission opens nothing.
USELESS = ("auth", "contenttypes")

# Django writes the names of these into the database, in English.
VERBS = {
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view": pgettext_lazy("permission", "view"),
}

admin.site.unregister(User)
admin.site.unregister(Group)


class ForSuperusers:
    """For admins that nobody else may open, whatever their permissions say."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return is_superuser(request)

    def has_add_permission(self, request) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return is_superuser(request)


def is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


def session_of(request: HttpRequest, user):
    """The session at hand, if it is the account's own: it stays."""
    return request.session if request.user == user else None


class NewAccountForm(AdminUserCreationForm):
    """An account of the desk: made here, it enters, and gets letters about its safety."""

    usable_password = None
    email = EmailFormField(
        label=_("E-mail address"),
        help_text=_("Letters about the safety of the account go here."),
    )


class AccountForm(UserChangeForm):
    password = None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_staff") and not cleaned.get("email") and "email" not in self.errors:
            words = _("Type an e-mail address: letters about the safety of the account go there.")
            self.add_error("email", words)
        return cleaned


@admin.register(User)
class AccountAdmin(ForSuperusers, DeskAdmin, django_auth.UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    list_display = ["username", "email", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "is_superuser", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    actions = ["remove_second_factor"]
    fieldsets = [
        (None, {"fields": ["username", ("first_name", "last_name"), "email", "password_link"]}),
        (
            _("What the account may do"),
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": _("After a change here, the owner has to log in again."),
            },
        ),
        (_("Login"), {"fields": ["has_second_factor", ("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "password1", "password2"], "classes": ["wide"]})
    ]
    readonly_fields = ["password_link", "has_second_factor", "last_login", "date_joined"]
    filter_horizontal = []

    def get_queryset(self, request):
        has_passkey = Exists(Passkey.objects.filter(account=OuterRef("pk")))
        accounts = super().get_queryset(request).select_related("second_factor")
        return accounts.annotate(has_passkey=has_passkey)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Groups are few: all of them are seen, and ticked."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.help_text = _("Its groups alone decide what an account may do.")
        return field

    @admin.display(description=_("password"))
    def password_link(self, user) -> str:
        """How it is kept is nobody's business on this page."""
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set another password"))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user) -> bool:
        return hasattr(user, "second_factor") or user.has_passkey

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        user = form.instance
        if change and RIGHTS & set(form.changed_data):
            safety.rights_changed(user, by=request.user, session=session_of(request, user))

    def user_change_password(self, request, id, form_url=""):
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before and before.password != after.password:
            session = session_of(request, after)
            safety.password_changed(after, by=request.user, session=session)
        return response

    @admin.action(description=_("Take off the second factor of somebody who lost their phone"))
    def remove_second_factor(self, request, users):
        done = [user for user in users if second_factor.is_on(user)]
        for user in done:
            session = session_of(request, user)
            safety.take_off_second_factor(user, by=request.user, session=session)
            self.log_change(request, user, _("Took the second factor off."))
        said = ngettext(
            "{n} account sets up a new second factor at the next login.",
            "{n} accounts set up a new second factor at the next login.",
            len(done),
        )
        self.message_user(request, said.format(n=len(done)), messages.SUCCESS)


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission: Permission) -> str:
        """As "article: change", in the reader's language."""
        kind = permission.content_type
        verb = permission.codename.removesuffix(f"_{kind.model}")
        return f"{kind.name}: {VERBS.get(verb) or gettext(permission.name)}"


@admin.register(Group)
class GroupAdmin(ForSuperusers, DeskAdmin, django_auth.GroupAdmin):
    """Groups of `network.roles` are put right by each new version; others are one's own."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Without what only superusers do, whatever a group says."""
        useful = Permission.objects.exclude(content_type__app_label__in=USELESS)
        kwargs |= {
            "queryset": useful.select_related("content_type"),
            "form_class": PermissionsField,
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "permissions" in form.changed_data:
            for user in form.instance.user_set.all():
                session = session_of(request, user)
                safety.rights_changed(user, by=request.user, session=session)


@admin.register(Entry)
class EntryAdmin(ReadOnly, ForSuperusers, DeskAdmin):
    """The record of sign-ins: nobody writes in it."""

    list_display = ["at", "name", "what", "by"]
    list_display_links = None
    list_filter = ["what"]
    search_fields = ["name"]
