"""The house's own certificate authority, to be installed on each device (``start --tls`` made it).

Who needs it cannot have signed in yet, and there is nothing secret in it: both addresses are open to everybody.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.core.registry import Problem

RENEWAL = timedelta(days=30)  # when less is left, a start makes a new one


@login_not_required
@require_safe
def authority_page(request: HttpRequest) -> HttpResponse:
    """How to install it, platform by platform, and by what people recognize the right one."""
    certificate = x509.load_pem_x509_certificate(_stored())
    context = {
        "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
        "valid_until": certificate.not_valid_after_utc,
    }
    return render(request, "authority/authority.html", context)


@login_not_required
@require_safe
def authority_file(request: HttpRequest) -> HttpResponse:
    """The certificate alone; phones offer to install it because of its type."""
    return HttpResponse(_stored(), content_type="application/x-x509-ca-cert")


def problems(now: datetime) -> Iterator[Problem]:
    """A start renews the certificate in time; an instance that runs for a year has to be told."""
    file = settings.LOCAL_AUTHORITY.with_name("server.crt")
    if not settings.SERVES_TLS or not file.is_file():
        return
    until = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    if until - now < RENEWAL:
        text = _("It expires on %(date)s. A restart renews it: ./manage.sh restart")
        yield Problem(_("Certificate"), text % {"date": date_format(until, "d.m.Y")})


def _stored() -> bytes:
    try:
        return settings.LOCAL_AUTHORITY.read_bytes()
    except FileNotFoundError as error:  # this instance has none: it runs without, or behind a proxy
        raise Http404 from error
