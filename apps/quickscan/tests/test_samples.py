"""The codes by which a scanner is tested."""

import pytest

from apps.core.barcodes import MAX_LENGTH, is_barcode
from apps.quickscan.samples import SAMPLES

pytestmark = pytest.mark.unit


def test_samples_are_told_apart_by_name_and_by_text():
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)
    assert len({sample.text.lower() for sample in SAMPLES}) == len(SAMPLES)


def test_all_but_the_umlauts_could_be_barcodes_and_one_is_as_long_as_they_get():
    barcodes = [sample.text for sample in SAMPLES if sample.name != "umlauts"]

    assert all(is_barcode(text) for text in barcodes)
    assert max(len(text) for text in barcodes) == MAX_LENGTH


def test_required_are_those_that_every_scanner_reads():
    assert {sample.symbology for sample in SAMPLES if sample.is_required} == {"Code 128"}
