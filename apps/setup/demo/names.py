"""The words of the demo: names as people in Germany have them, places and remarks. Only data."""

from pathlib import Path

_HERE = Path(__file__).parent

FIRST_NAMES = tuple((_HERE / "first_names.txt").read_text("utf8").split())
LAST_NAMES = tuple((_HERE / "last_names.txt").read_text("utf8").split())
DEPARTMENTS = (
    "Holzwerkstatt",
    "Metallwerkstatt",
    "Elektrowerkstatt",
    "Hauswirtschaft",
    "Garten und Landschaft",
    "IT",
    "Haustechnik",
    "Verwaltung",
)
LOCATIONS = (
    *(f"Werkstatt {number}" for number in (1, 2, 3)),
    *(f"Lager {room} · Regal {shelf}" for room in "AB" for shelf in range(1, 9)),
    "Maschinenraum",
    "Geräteschuppen",
    "Leiternlager",
    "Messraum · Schrank 1",
    "Messraum · Schrank 2",
    "IT-Lager · Schrank 1",
    "IT-Lager · Schrank 2",
    "Küche",
    "Transporter",
)
BLOCKED_REASONS = (
    "Werkzeug trotz Erinnerung nicht zurückgebracht",
    "Unterweisung an der Maschine fehlt",
    "Bitte zuerst in der Ausgabe melden",
    "Verlorenes Werkzeug noch nicht geklärt",
)
WORKER_NOTES = (
    "Unterweisung Kreissäge bestanden.",
    "Nur vormittags im Haus.",
    "Staplerschein vorhanden.",
    "Praktikum bis Ende des Quartals.",
)
LENDING_NOTES = (
    "Für die Montage im Neubau.",
    "Mit zwei Akkus und Ladegerät.",
    "Koffer vollständig.",
    "Projekt Gartenpavillon.",
    "Unterricht, Gruppe 3.",
    "Reparatur in Raum 114.",
    "Außentermin beim Kunden.",
)
RETURN_NOTES = (
    "Vollständig und sauber.",
    "Akku muss geladen werden.",
    "Kleiner Kratzer am Gehäuse.",
    "Kabel etwas abgenutzt, noch in Ordnung.",
    "Sägeblatt ist stumpf.",
)
MAINTENANCE = (
    "Prüfung nach DGUV Vorschrift 3 bestanden",
    "Kohlebürsten erneuert",
    "Anschlussleitung ausgetauscht",
    "Gereinigt, geölt und eingestellt",
    "Kalibriert, Protokoll in der Ablage",
)
INSPECTORS = ("Elektro Brandt GmbH", "Haustechnik", "Prüfdienst Nord", "Werkstatt")
WORK_AREAS = ("Holz", "Metall", "Elektro", "IT", "Haustechnik")
