"""How an application changes its state: only by a `Transition`.

The decorators `@transition` and `@staff_transition` turn the function below them into a callable
`Transition` with the name of the function: `receive(application)` locks the application, checks its
state and runs the function, which calls `receive.save_new_state(application)`. The functions are in
`applicant_transitions.py` and `staff_transitions.py`. The admin makes its buttons and pages from
the latter.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cms.i18n import dates, languages
from cms.i18n.account_names import account_name
from joining.models import Application, ApplicationLogEntry
from joining.privacy import permissions
from joining.review.transition_forms import TransitionForm

State = Application.State
Actor = ApplicationLogEntry.Actor
T = TypeVar("T", bound="Transition")

NOT_POSSIBLE_NOW = gettext_lazy("This cannot be done in the application’s present state.")


class RefusedError(Exception):
    """An action that is not possible now. The text tells the person who tried why."""


def never_blocked(application: Application, by: User) -> str:
    return ""


def no_warning(result: Any) -> str:
    return ""


def lock_nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Transition:
    """A change from one of `from_states` to `to_state`, and the decorated function, `action`.

    Calling it runs `action` in a transaction, with the application as it is now, locked. The action
    calls `save_new_state` and queues e-mails. The application that was passed in stays as it was.
    """

    # Django's templates call what is callable.
    do_not_call_in_templates: ClassVar[bool] = True

    action: Callable[..., Any]
    from_states: tuple[State, ...]
    # None: the application is erased.
    to_state: State | None
    actor: Actor
    # For locks that must be taken before the one of the application.
    take_earlier_locks: Callable[[], None] = lock_nothing

    @property
    def name(self) -> str:
        return self.action.__name__

    def __call__(self, application: Application, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return self.action(self.lock_and_check(application), *args, **kwargs)

    def lock_and_check(self, application: Application) -> Application:
        self.take_earlier_locks()
        locked = lock_application(application)
        if locked.state not in self.from_states:
            raise RefusedError(
                _(
                    "The state of your application has changed meanwhile, so this could not be "
                    "done. Please check its page again."
                )
            )
        return locked

    def save_new_state(
        self,
        application: Application,
        *,
        by: User | None = None,
        note: str = "",
        **fields: Any,
    ) -> ApplicationLogEntry:
        """Saves the new state and other fields of a locked application, and an entry of the log."""
        if self.to_state is None:
            raise ValueError(f"{self.name} erases the application, so there is no state to save.")
        from_state = application.state
        if from_state != self.to_state:
            fields |= {"state": self.to_state, "state_since": timezone.now()}
        for name, value in fields.items():
            setattr(application, name, value)
        application.save(update_fields=list(fields))
        return application.log.create(
            actor=self.actor,
            by=by,
            from_state=from_state,
            to_state=self.to_state,
            note=note,
        )


@dataclass(frozen=True, kw_only=True)
class StaffTransition(Transition):
    """A transition with a button in the admin. Its action returns what the admin shows next: the
    application, the member that was made of it, or None if it was erased."""

    actor: Actor = Actor.STAFF
    has_permission: Callable[[User], bool] = permissions.may_decide_on_applications
    # Returns why somebody cannot do it yet, although the state allows it; empty where they can. The
    # reason is shown in place of the button, unless neither is to be shown.
    blocked_reason: Callable[[Application, User], str] = never_blocked
    hide_when_blocked: bool = False

    # The label of the button, what pressing it does, and the message afterwards.
    label: Promise
    description: Promise
    success_message: Promise
    # Returns a second message for afterwards, or nothing; called with what the action returned.
    warning: Callable[[Any], str] = no_warning

    # The form on the page behind the button. Without a form there is no page, unless the transition
    # is to be confirmed.
    form: type[TransitionForm] = TransitionForm
    needs_confirmation: bool = False
    is_destructive: bool = False

    @property
    def has_page(self) -> bool:
        return self.needs_confirmation or self.form is not TransitionForm

    def __call__(
        self,
        application: Application,
        by: User,
        *args: Any,
        seen_state: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """`seen_state` is the state in which the person saw the application. Raises RefusedError
        where the change is not allowed any more, or not to this person."""
        with transaction.atomic():
            return self.action(
                self.lock_and_check_for(by, application, seen_state), by, *args, **kwargs
            )

    def lock_and_check_for(
        self, by: User, application: Application, seen_state: str | None
    ) -> Application:
        self.take_earlier_locks()
        locked = lock_application(application)
        if not self.has_permission(by):
            raise RefusedError(_("Only coordinators can do this."))
        if locked.state not in self.from_states or seen_state not in (None, locked.state):
            raise RefusedError(_changed_meanwhile(locked))
        if blocked_reason := self.blocked_reason(locked, by):
            raise RefusedError(blocked_reason)
        return locked

    def is_offered(self, application: Application, user: User) -> bool:
        """Whether the user is shown its button, or in its place why it is blocked."""
        is_possible = application.state in self.from_states and self.has_permission(user)
        return is_possible and not (
            self.hide_when_blocked and self.blocked_reason(application, user)
        )


# By name; those of the staff in the order of their buttons.
TRANSITIONS: dict[str, Transition] = {}


def transition(
    *, from_states: Iterable[State], to_state: State, **options: Any
) -> Callable[[Callable[..., Any]], Transition]:
    return _register_transition(Transition, from_states, to_state, options)


def staff_transition(
    *, from_states: Iterable[State], to_state: State | None, **options: Any
) -> Callable[[Callable[..., Any]], StaffTransition]:
    return _register_transition(StaffTransition, from_states, to_state, options)


def _register_transition(
    transition_class: type[T],
    from_states: Iterable[State],
    to_state: State | None,
    options: dict[str, Any],
) -> Callable[[Callable[..., Any]], T]:
    def register(action: Callable[..., Any]) -> T:
        declared = transition_class(
            action=action, from_states=tuple(from_states), to_state=to_state, **options
        )
        TRANSITIONS[declared.name] = declared
        return declared

    return register


def is_destructive(name: str) -> bool:
    declared = TRANSITIONS.get(name)
    return isinstance(declared, StaffTransition) and declared.is_destructive


def transitions_offered(application: Application, user: User) -> list[StaffTransition]:
    return [
        declared
        for declared in TRANSITIONS.values()
        if isinstance(declared, StaffTransition) and declared.is_offered(application, user)
    ]


def lock_application(application: Application) -> Application:
    locked = Application.objects.select_for_update().filter(pk=application.pk).first()
    if locked is None:
        raise RefusedError(_("This application has been erased meanwhile."))
    return locked


def add_to_log(
    application: Application,
    note: str,
    *,
    actor: Actor = Actor.SYSTEM,
    by: User | None = None,
) -> ApplicationLogEntry:
    return application.log.create(
        actor=actor,
        by=by,
        from_state=application.state,
        to_state=application.state,
        note=note,
    )


def text_for_log(message: str, **values: object) -> str:
    """Translates a message that is marked with `gettext_noop` into the language of the staff, who
    read the log, whatever the language of the page. Lazy `values` are translated with it."""
    with override(languages.codes()[0]):
        return _(message).format(**values)


def _changed_meanwhile(application: Application) -> str:
    message = _(
        "This was not done: the state of the application has changed meanwhile. State: {state}"
    ).format(state=application.get_state_display())
    last = application.log.select_related("by").last()
    return f"{message} · {_who_and_when(last)}" if last else message


def _who_and_when(entry: ApplicationLogEntry) -> str:
    by = entry.by and account_name(entry.by)
    when = dates.format_moment(timezone.localtime(entry.at), "DATETIME_FORMAT")
    return f"{by or entry.get_actor_display()} · {when}"
