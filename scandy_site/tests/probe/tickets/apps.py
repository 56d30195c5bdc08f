from django.apps import AppConfig


class ProbeTicketsConfig(AppConfig):
    name = "scandy_site.tests.probe.tickets"
    label = "probe_tickets"
