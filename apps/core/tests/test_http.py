import pytest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode
from apps.core.http import envelope, error_envelope, failure, success, wants_json

pytestmark = pytest.mark.unit

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "headers", "is_json"),
    [
        ("/tools/", {}, False),
        ("/tools/", {"accept": "*/*"}, False),
        ("/tools/", {"accept": BROWSER}, False),
        ("/tools/", {"accept": "text/html, application/json"}, False),
        ("/tools/", {"accept": "application/json"}, True),
        ("/tools/", {"accept": "application/json, */*"}, True),
        ("/tools/", {"content-type": "application/json"}, True),
        ("/tools/", {"content-type": "application/json; charset=utf-8", "accept": "*/*"}, True),
        ("/tools/", {"content-type": "application/x-www-form-urlencoded"}, False),
        ("/api/tools", {"accept": BROWSER}, True),
        ("/media/tools/T1/list", {}, True),
        ("/backup/list", {}, True),
        ("/apitools", {}, False),
    ],
)
def test_json_is_for_programs(path, headers, is_json):
    assert wants_json(RequestFactory().get(path, headers=headers)) is is_json


def test_a_success_carries_message_and_data():
    assert envelope([1], _("Save")) == {"status": "success", "message": "Speichern", "data": [1]}
    assert envelope() == {"status": "success", "message": "", "data": None}
    assert success({"a": 1}, status=201).status_code == 201


@pytest.mark.parametrize("data", [None, {}, {"fields": {}}])
def test_an_error_carries_data_only_when_it_has_some(data):
    body = error_envelope("Nein.", ErrorCode.CONFLICT, data)

    assert body == {"status": "error", "message": "Nein.", "code": "CONFLICT"} | (
        {} if data is None else {"data": data}
    )


def test_a_refusal_answers_with_its_own_status():
    response = failure(DomainError("Nein."))

    assert response.status_code == 400
    assert response.content == b'{"status": "error", "message": "Nein.", "code": "BAD_REQUEST"}'
