"""Codes as the standards form them."""

import pytest

from command.catalogue.codes import is_credit_code, is_wrong_item_code, kind_of


@pytest.mark.parametrize(
    "code", ["330275012000", "330275011000", "330217036000", "G-06007-1", "YZ-01"]
)
def test_codes_of_power_items_and_a_citys_own_are_right(code: str) -> None:
    assert not is_wrong_item_code(code)
    assert kind_of(code) == "penalty"


@pytest.mark.parametrize(
    "code", ["33027501200", "3302750120000", "320275012000", "331175012000", "7"]
)
def test_digits_that_are_no_power_item_are_wrong(code: str) -> None:
    assert is_wrong_item_code(code)


def test_the_kind_of_power_is_read_off_the_code() -> None:
    assert kind_of("330375012000") == "coercion"
    assert kind_of("330675012000") == "inspection"
    assert kind_of("330175012000") is None  # a licence is not enforced


class TestCreditCode:
    # The example of GB 32100-2015's annex.
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "91330100799655058B"])
    def test_one_with_its_check_digit_is_right(self, code: str) -> None:
        assert is_credit_code(code)

    @pytest.mark.parametrize(
        "code",
        ["91350100M000100Y44", "91350100M000100Y4", "91350100M0001O0Y43", "91350100m000100Y43", ""],
    )
    def test_any_other_is_not(self, code: str) -> None:
        assert not is_credit_code(code)
