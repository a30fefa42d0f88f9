"""The sample city, read once."""

import pytest

from tests.domain.asking import City


@pytest.fixture(scope="session")
def hangzhou() -> City:
    """The sample city of Hangzhou, from its folder."""
    return City.read()
