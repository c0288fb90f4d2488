"""Accounts and groups, for superusers only.

Anybody who may change accounts can give themselves every permission. So permissions for these
models have no effect here, whatever group has them.
"""

from typing import Any, Protocol

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as django_auth
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    UserChangeForm,
    UserCreationForm,
)
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, ManyToManyField, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import account_security
from accounts.credentials import second_factor
from accounts.models import Passkey, SecurityEvent
from cms.admin import ReadOnlyAdmin, SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.admin.requires_reauthentication import requires_reauthentication, when_posted
from cms.fields import EmailFormField

# Changes of these require a new login.
PERMISSION_FIELDS = {"is_active", "is_staff", "is_superuser", "groups"}

# Apps whose permissions have no effect in the admin.
HIDDEN_APPS = ("auth", "contenttypes")

# Django stores these names in the database, in English.
PERMISSION_NAMES = {
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view": pgettext_lazy("permission", "view"),
}

admin.site.unregister(User)
admin.site.unregister(Group)


class SuperusersOnlyMixin:
    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


class ReauthenticationMixin(admin.ModelAdmin):
    @requires_reauthentication
    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(*args, **kwargs)

    @requires_reauthentication
    def change_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(*args, **kwargs)

    @requires_reauthentication(when=when_posted)
    def changelist_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changelist_view(*args, **kwargs)

    @requires_reauthentication(when=when_posted)
    def history_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().history_view(*args, **kwargs)


def is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


def own_session(request: HttpRequest, user: User) -> SessionBase | None:
    """The current session if it belongs to the account: it does not end."""
    return request.session if request.user == user else None


class NewAccountForm(UserCreationForm):
    email = EmailFormField(
        label=_("E-mail address"),
        help_text=_("E-mails about the security of the account go here."),
    )


class AdminPasswordForm(AdminPasswordChangeForm):
    """Without the choice to have no password: to lock somebody out, deactivate the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class AccountForm(forms.ModelForm):
    """`UserChangeForm` without its field for the hash of the password."""

    Meta = UserChangeForm.Meta

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("is_staff") and not cleaned.get("email") and "email" not in self.errors:
            message = _(
                "Enter an e-mail address: e-mails about the security of the account go there."
            )
            self.add_error("email", message)
        return cleaned


class AnnotatedAccount(Protocol):
    """An account from `AccountAdmin.get_queryset`."""

    has_passkey: bool


@admin.register(User)
class AccountAdmin(
    ReauthenticationMixin, SuperusersOnlyMixin, SiteModelAdmin, django_auth.UserAdmin
):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = AdminPasswordForm
    change_user_password_template = "accounts/set_password.html"  # noqa: S105 - a template
    list_display = ["username", "email", "is_active", "has_second_factor", "last_login"]
    list_filter = ["is_active", "is_superuser", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    actions = ["remove_second_factor"]
    fieldsets = [
        (None, {"fields": ["username", ("last_name", "first_name"), "email", "password_link"]}),
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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        has_passkey = Exists(Passkey.objects.filter(account=OuterRef("pk")))
        accounts = super().get_queryset(request).select_related("second_factor")
        return accounts.annotate(has_passkey=has_passkey)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        # There are few groups: all are shown.
        kwargs |= {
            "widget": forms.CheckboxSelectMultiple,
            "help_text": _("Its groups alone decide what an account may do."),
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("password"))
    def password_link(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a new password"))

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, user: AnnotatedAccount) -> bool:
        return hasattr(user, "second_factor") or user.has_passkey

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        user = form.instance
        if change and PERMISSION_FIELDS & set(form.changed_data):
            account_security.handle_permission_change(
                user, by=authenticated_user(request), session=own_session(request, user)
            )

    @requires_reauthentication
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before and after and before.password != after.password:
            account_security.handle_password_change(
                after, by=authenticated_user(request), session=own_session(request, after)
            )
        return response

    @admin.action(description=_("Remove the second factor of somebody who lost their phone"))
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        changed = [user for user in users if second_factor.is_enabled(user)]
        for user in changed:
            account_security.remove_second_factor(
                user, by=authenticated_user(request), session=own_session(request, user)
            )
            self.log_change(request, user, _("Removed the second factor."))
        message = ngettext(
            "{n} account sets up a new second factor at the next login.",
            "{n} accounts set up a new second factor at the next login.",
            len(changed),
        )
        self.message_user(request, message.format(n=len(changed)), messages.SUCCESS)


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission: Permission) -> str:
        """ "article: change", in the reader's language."""
        model = permission.content_type
        verb = permission.codename.removesuffix(f"_{model.model}")
        return f"{model.name}: {PERMISSION_NAMES.get(verb) or gettext(permission.name)}"


@admin.register(Group)
class GroupAdmin(ReauthenticationMixin, SuperusersOnlyMixin, SiteModelAdmin):
    """Groups of `cms.declarations.roles` are reset by each new version; others are left alone."""

    search_fields = ["name"]
    ordering = ["name"]
    filter_horizontal = ["permissions"]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        useful = Permission.objects.exclude(content_type__app_label__in=HIDDEN_APPS)
        kwargs |= {
            "queryset": useful.select_related("content_type"),
            "form_class": PermissionsField,
        }
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "permissions" in form.changed_data:
            for user in form.instance.user_set.all():
                account_security.handle_permission_change(
                    user, by=authenticated_user(request), session=own_session(request, user)
                )


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin, SuperusersOnlyMixin, SiteModelAdmin):
    list_display = ["at", "name", "action", "by"]
    list_display_links = None
    list_filter = ["action"]
    search_fields = ["name"]
