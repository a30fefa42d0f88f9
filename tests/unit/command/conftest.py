"""The worlds routing is asked about, each loaded once."""

import pytest

from command.world import World
from tests.factories import CITIES, YUNZE, load_world


@pytest.fixture(scope="session")
async def yunze() -> World:
    """The city to know by heart."""
    return await load_world(YUNZE)


@pytest.fixture(scope="session")
async def hangzhou() -> World:
    """The sample city, whole."""
    return await load_world(CITIES / "hangzhou")
