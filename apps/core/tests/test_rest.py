"""What the framework of the API refuses, it refuses in the envelope, in German."""

import json

import pytest
from django.conf import settings
from django.test import Client

from apps.core.tests.people import signed_in_client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LEND, TOOLS, JSON = "/api/lending/process", "/api/tools", "application/json"
NO_JSON = "Der Inhalt der Anfrage ist kein gültiges JSON."
BODY = {"tool_barcode": "T1", "worker_barcode": "M1"}


@pytest.fixture
def client():
    return signed_in_client()


def post(client, body, content_type=JSON, **kwargs):
    return client.post(LEND, body, content_type=content_type, **kwargs)


def refusal(response):
    assert response.headers["Content-Type"] == JSON
    body = response.json()
    assert body["status"] == "error"
    return response.status_code, body["code"], body["message"]


@pytest.mark.parametrize(
    "body",
    [
        *("{", "x", "{'a': 1}", '{"a": NaN}', '{"a": 1}x', b"\xff"),
        *('{"a": ' + "9" * 5000 + "}", "[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000),
    ],
    ids=lambda body: str(body[:9]),
)
def test_what_is_no_json_is_refused(client, body):
    assert refusal(post(client, body)) == (400, "BAD_REQUEST", NO_JSON)


@pytest.mark.parametrize("body", ["[]", '[{"tool_barcode": "T1"}]', '"T1"', "5", "true"])
def test_json_that_is_no_object_is_refused(client, body):
    response = post(client, body)

    assert refusal(response)[:2] == (400, "VALIDATION_ERROR")
    assert list(response.json()["data"]["fields"]) == ["non_field_errors"]


@pytest.mark.parametrize("body", ["", "null", "{}"])
def test_an_empty_body_lacks_what_is_required(client, body):
    response = post(client, body)

    sentence = ["Dieses Feld ist erforderlich."]
    assert response.status_code == 400
    assert response.json()["data"]["fields"] == {
        "tool_barcode": sentence,
        "worker_barcode": sentence,
    }


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "text/json"]
)
def test_other_bodies_than_json_are_refused(client, content_type):
    response = post(client, "tool_barcode=T1", content_type)

    sentence = "Bitte den Inhalt der Anfrage als JSON senden."
    assert refusal(response) == (415, "UNSUPPORTED_MEDIA_TYPE", sentence)


def test_a_body_that_is_too_large_is_refused(client):
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1

    response = post(client, json.dumps(BODY | {"notes": "x" * size}))

    assert refusal(response)[:2] == (413, "PAYLOAD_TOO_LARGE")


def test_a_request_without_a_csrf_token_is_refused():
    response = post(signed_in_client(enforce_csrf_checks=True), json.dumps(BODY))

    assert refusal(response)[:2] == (403, "CSRF_FAILED")


def test_a_request_with_a_csrf_token_is_taken():
    client = signed_in_client(enforce_csrf_checks=True)
    client.get("/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value

    response = post(client, json.dumps(BODY), headers={"X-CSRFToken": token})

    assert refusal(response)[:2] == (404, "TOOL_NOT_FOUND")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "head"])
def test_nobody_gets_anything_without_signing_in(method):
    response = getattr(Client(), method)(TOOLS)

    assert response.status_code == 401
    if method != "head":
        assert refusal(response) == (401, "NOT_AUTHENTICATED", "Bitte anmelden.")


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        (LEND, "GET", "POST, OPTIONS"),
        (LEND, "DELETE", "POST, OPTIONS"),
        ("/api/lending/history", "PUT", "GET, HEAD, OPTIONS"),
        ("/api/lending/overdue", "DELETE", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_method_that_is_not_there_names_those_that_are(client, path, method, allowed):
    response = client.generic(method, path)

    assert refusal(response)[:2] == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == allowed


@pytest.mark.parametrize("path", ["/api/", "/api/gibtsnicht", "/api/tools/T1/weg", "/api/%00"])
def test_an_address_that_is_not_there_says_so(client, path):
    assert refusal(client.get(path)) == (404, "NOT_FOUND", "Das wurde nicht gefunden.")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        (JSON, 200),
        ("text/html,*/*;q=0.8", 200),
        ("text/html", 406),
        ("text/csv", 406),
    ],
)
def test_answers_are_json_or_none(client, accept, status):
    response = client.get(TOOLS, headers={"accept": accept})

    assert (response.status_code, response.headers["Content-Type"]) == (status, JSON)


def test_a_fault_of_ours_is_told_without_its_details(client):
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.paginator.Paginator.get_page", lambda *args: 1 / 0)
        response = client.get(TOOLS)

    message = "Auf unserer Seite ging etwas schief. Es wurde festgehalten."
    assert refusal(response) == (500, "SERVER_ERROR", message)
