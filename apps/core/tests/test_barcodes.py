import pytest
from django.core.exceptions import ValidationError

from apps.core.barcodes import is_barcode, normalize, validate_barcode

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("code", ["T001234", "m001", "A-1_b.2", "x" * 50, "7"])
def test_letters_digits_dot_underscore_and_hyphen_make_a_barcode(code):
    assert is_barcode(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "x" * 51,
        "Ü1",
        "a b",
        "a/b",
        "a\nb",
        "T1\n",
        "T1\0",
        "add",
        "Search",
        "EXPORT",
        "..",
        ".",
    ],
)
def test_everything_else_is_none(code):
    assert not is_barcode(code)


def test_barcodes_compare_without_case_and_blanks():
    assert normalize(" t001 ") == normalize("T001")


def test_the_validator_refuses_what_is_no_barcode():
    with pytest.raises(ValidationError):
        validate_barcode("a b")
