"""What the settings choose from."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Feature(TextChoices):
    """Modules and optional fields that a house can switch off."""

    TICKETS = "tickets", _("Tickets and work orders")
    JOB_BOARD = "job_board", _("Job board")
    WEEKLY_REPORTS = "weekly_reports", _("Weekly reports")
    SERIAL_NUMBER = "tool_serial_number", _("Serial number of tools")
    INVOICE_NUMBER = "tool_invoice_number", _("Invoice number of tools")
    MAC_ADDRESS = "tool_mac_address", _("MAC address (LAN) of tools")
    MAC_ADDRESS_WLAN = "tool_mac_address_wlan", _("MAC address (WLAN) of tools")


class Weekday(IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class State(TextChoices):
    """The German states; their holidays differ. Codes as in ISO 3166-2:DE."""

    BW = "BW", "Baden-Württemberg"
    BY = "BY", "Bayern"
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", "Hessen"
    MV = "MV", "Mecklenburg-Vorpommern"
    NI = "NI", "Niedersachsen"
    NW = "NW", "Nordrhein-Westfalen"
    RP = "RP", "Rheinland-Pfalz"
    SL = "SL", "Saarland"
    SN = "SN", "Sachsen"
    ST = "ST", "Sachsen-Anhalt"
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", "Thüringen"


class MailSecurity(TextChoices):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls", _("STARTTLS (usually port 587)")
    TLS = "tls", _("TLS from the start (usually port 465)")
    NONE = "none", _("none (only inside the house)")


class SetupState(TextChoices):
    """What became of the wizard of a new instance; shown nowhere."""

    WAITING = "waiting"
    RUNNING = "running"
    FINISHED = "finished"
    SKIPPED = "skipped"
