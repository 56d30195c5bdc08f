"""What is wrong with a scanner is told from what it typed: each fault by an example."""

import base64
from typing import Any

import pytest

from apps.quickscan.samples import SAMPLES
from apps.quickscan.scanner_texts import scanner_texts
from scandy_site.env import BASE_DIR

pytestmark = [pytest.mark.journey]

MODULE = BASE_DIR / "static" / "js" / "quickscan" / "scanner_diagnosis.js"
ADDRESS = "data:text/javascript;base64," + base64.b64encode(MODULE.read_bytes()).decode()
ALL = [{"name": each.name, "text": each.text, "isRequired": each.is_required} for each in SAMPLES]
LONG = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789.abcdefghijkl"


@pytest.fixture(scope="module")
def call(browser):
    """``call(name, *arguments)`` of the module, which knows neither page nor server."""
    page = browser.new_page()

    def call_one(name: str, *arguments: Any) -> Any:
        script = "([url, name, given]) => import(url).then((module) => module[name](...given))"
        return page.evaluate(script, [ADDRESS, name, list(arguments)])

    yield call_one
    page.close()


def reading(text: str, **values: Any) -> dict[str, Any]:
    return {
        "text": text,
        "ends": ["Enter"],
        "milliseconds": 5 * len(text),
        "hasControl": False,
    } | values


def kinds(found: dict[str, Any]) -> list[str]:
    return [finding["kind"] for finding in found["findings"]]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_arrives_as_it_is_printed_is_fine(call, sample):
    found = call("diagnose", reading(sample.text), ALL, "letters")

    assert found == {"name": sample.name, "findings": []}


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("ZpsßYug?07.a", "letters", ["usLayout"]),
        ("Zps/Yug?07.a", "letters", ["germanLayout"]),
        ("yPS-zUG_07.A", "letters", ["caps"]),
        ("yPS_zUG-=/:A", "letters", ["shiftLock"]),
        ("YPS-ZUG_07.A", "letters", ["upper"]),
        ("yps-zug_07.a", "letters", ["lower"]),
        ("zPSßyUG?07.A", "letters", ["usLayout", "caps"]),
        ('!"§$%&/()=', "digits", ["shiftLock"]),
        ("]C0Yps-Zug_07.a", "letters", ["aim"]),
        ("+C0ZpsßYug?07.a", "letters", ["usLayout", "aim"]),
        ("#1234567890", "digits", ["prefix"]),
        ("1234567890X", "digits", ["suffix"]),
        ("*ZY-39.X*", "code39", ["stars"]),
        ("(YZß39.X(", "code39", ["usLayout", "stars"]),
        (LONG.replace("K", ""), "long", ["lost"]),
        ("ABCDEFGHIJKLMNOP-0189.abcdefghijkl", "long", ["lost"]),
        ("112345667890", "digits", ["doubled"]),
        ("4006381333931", "letters", ["unknown"]),
    ],
)  # fmt: skip
def test_each_fault_is_named(call, typed, name, expected):
    found = call("diagnose", reading(typed), ALL, "letters")

    assert found["name"] == name
    assert kinds(found) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"ends": []}, ["noEnd"]),
        ({"ends": ["Tab"]}, ["tab"]),
        ({"ends": ["Enter", "Enter"]}, ["twoEnds"]),
        ({"hasControl": True}, ["control"]),
        ({"milliseconds": 9 * 51}, ["slow"]),
        ({"milliseconds": 9 * 50}, []),
    ],
)
def test_how_it_was_typed_counts_too(call, values, expected):
    assert kinds(call("diagnose", reading("1234567890", **values), ALL, "digits")) == expected


def test_umlauts_that_arrive_otherwise_are_only_noted(call):
    found = call("diagnose", reading("Ã¤Ã¶Ã¼", ends=[]), ALL, "umlauts")

    assert found == {
        "name": "umlauts",
        "findings": [{"kind": "umlauts", "level": "info", "values": {}}],
    }


def finding(kind: str, level: str) -> dict[str, Any]:
    return {"kind": kind, "level": level, "values": {}}


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], "good"),
        ([finding("upper", "info")], "good"),
        ([finding("slow", "warning"), finding("upper", "info")], "usable"),
        ([finding("slow", "warning"), finding("noEnd", "error")], "bad"),
    ],
)
def test_the_verdict_follows_the_worst_finding(call, findings, expected):
    results = {each.name: [] for each in SAMPLES} | {"letters": findings}

    verdict = call("verdict", ALL, results)

    assert verdict["kind"] == expected


def test_the_verdict_waits_for_all_codes_and_names_each_fault_once(call):
    results = {name: [finding("noEnd", "error")] for name in ("letters", "digits")}

    assert call("verdict", ALL, results) == {
        "kind": "open",
        "findings": [finding("noEnd", "error")],
    }


def test_codes_of_capitals_alone_do_not_blame_caps_lock_for_small_letters(call):
    results = {each.name: [] for each in SAMPLES}
    results |= {"letters": [finding("lower", "info")], "code39": [finding("caps", "warning")]}

    assert kinds(call("verdict", ALL, results)) == ["lower"]


@pytest.mark.parametrize(("is_required", "level"), [(True, "error"), (False, "info")])
def test_a_code_that_is_not_read_matters_when_the_desk_needs_it(call, is_required, level):
    assert call("unread", {"isRequired": is_required})[0]["level"] == level


def test_each_finding_has_a_sentence(browser):
    page = browser.new_page()

    kinds_of_findings = page.evaluate(f"import('{ADDRESS}').then(({{ LEVEL }}) => LEVEL)")

    assert set(kinds_of_findings) == set(scanner_texts()["findings"])
    page.close()
