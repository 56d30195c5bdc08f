"""The product's router, which also sends the probe's second app to the second database."""

from apps.core.db import TicketsRouter


class ProbeRouter(TicketsRouter):
    app_labels = TicketsRouter.app_labels | {"probe_tickets"}
