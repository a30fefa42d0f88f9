"""The wire: the bytes of a text are those that a WebSocket library would send."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from core.wire import framed


@given(st.text(max_size=200))
def test_a_text_is_framed_as_the_protocol_asks(text: str) -> None:
    assert framed(text) == _by_the_library(text)


def test_a_text_of_any_length_is_framed_as_the_protocol_asks() -> None:
    for length in (0, 125, 126, 65_535, 65_536):
        assert framed("x" * length) == _by_the_library("x" * length), length


def _by_the_library(text: str) -> bytes:
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
