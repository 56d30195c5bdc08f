import pytest
from django.test import Client
from django.urls import reverse

from apps.core.tests.people import signed_in_client

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JSON = {"accept": "application/json"}
GIVEN = "proxy-0123456789"


@pytest.fixture
def client():
    return signed_in_client()


def test_an_answer_carries_the_id_that_a_proxy_gave(client):
    assert client.get("/", headers={"X-Request-ID": GIVEN}).headers["X-Request-ID"] == GIVEN


@pytest.mark.parametrize(
    "given", ["", "kurz", "x" * 65, "mit leer zeichen", "zeile%0azwei", "<script>"]
)
def test_an_id_that_is_none_is_replaced(client, given):
    answered = client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert answered != given
    assert len(answered) == 32


def test_each_request_has_an_id_of_its_own_that_its_error_page_names(client):
    first, second = client.get("/gibtsnicht"), client.get("/gibtsnicht")

    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert first.headers["X-Request-ID"] in first.text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/tools", "/tools/"),
        ("/tools?q=s%C3%A4ge&page=2", "/tools/?q=s%C3%A4ge&page=2"),
        ("/tools/T1/", "/tools/T1"),
        ("/api/tools/", "/api/tools"),
        ("/auth/login/?next=/tools/", "/auth/login?next=/tools/"),
        ("/quickscan", "/quickscan/"),
        ("/admin", "/admin/"),
        ("/health/", "/health"),
    ],
)
@pytest.mark.parametrize(
    ("method", "status"), [("GET", 301), ("HEAD", 301), ("POST", 308), ("DELETE", 308)]
)
def test_a_stray_or_missing_slash_leads_to_the_address_that_is_there(
    client, path, target, method, status
):
    response = client.generic(method, path)

    assert (response.status_code, response.headers["Location"]) == (status, target)


@pytest.mark.parametrize("path", ["/gibtsnicht", "/gibtsnicht/", "/tools/T1//"])
def test_no_slash_leads_to_an_address_that_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/tools", "//evil.example"])
def test_no_slash_leads_to_another_site(client, path):
    location = client.get(path).headers.get("Location", "/")

    assert not location.startswith("//")


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "words"),
    [
        ("GET", "/gibtsnicht", 404, "NOT_FOUND", "nicht gefunden"),
        ("GET", "/tools/GIBTSNICHT", 404, "TOOL_NOT_FOUND", "GIBTSNICHT gibt es nicht"),
        ("GET", "/workers/", 403, "PERMISSION_DENIED", "Berechtigung"),
        ("GET", "/auth/logout", 405, "METHOD_NOT_ALLOWED", "nicht"),
        ("POST", "/tools/", 405, "METHOD_NOT_ALLOWED", "nicht"),
    ],
)
def test_an_error_is_a_page_for_people_and_the_envelope_for_programs(
    client, method, path, status, code, words
):
    page, envelope = client.generic(method, path), client.generic(method, path, headers=JSON)

    assert (page.status_code, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert page.text.strip().startswith("<!DOCTYPE html>")
    assert (envelope.status_code, envelope.json()["status"]) == (status, "error")
    assert envelope.json()["code"] == code
    assert words in envelope.json()["message"]


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_method_that_is_not_there_names_those_that_are(client, headers):
    assert client.post("/tools/", headers=headers).headers["Allow"] == "GET, HEAD"


def test_a_form_from_another_site_is_refused_for_people_and_programs():
    client = signed_in_client(enforce_csrf_checks=True)

    page, envelope = client.post("/auth/logout"), client.post("/auth/logout", headers=JSON)

    sentence = "Diese Seite war zu lange offen. Bitte neu laden und die Eingabe wiederholen."
    assert (page.status_code, sentence in page.text) == (403, True)
    assert envelope.json() == {"status": "error", "message": sentence, "code": "CSRF_FAILED"}


@pytest.mark.parametrize("host", ["evil.example", "a b"])
def test_an_unknown_host_is_refused(client, host):
    assert client.get("/auth/login", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    ("path", "is_loose"), [("/admin/", True), ("/tools/", False), ("/auth/login", False)]
)
def test_only_the_admin_may_evaluate_scripts(client, path, is_loose):
    policy = client.get(path).headers["Content-Security-Policy"]

    [scripts] = [part for part in policy.split("; ") if part.startswith("script-src ")]
    assert ("'unsafe-eval'" in scripts) is is_loose
    assert "unsafe-inline" not in policy


def test_answers_forbid_what_no_page_needs(client):
    headers = client.get(reverse("home")).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_the_state_of_the_instance_needs_no_session():
    response = Client().get("/health")

    assert response.json()["checks"]["mongodb"]["status"] == "ok"
    assert response.cookies == {}
