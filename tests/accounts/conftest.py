"""As it is in production, at a moment that stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.accounts.login_forms import NOON


@pytest.fixture
def production(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
