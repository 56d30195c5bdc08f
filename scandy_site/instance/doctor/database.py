"""MongoDB: version, replica set, how far its journal of changes reaches, open files."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from scandy_site.instance import mongodb, servers, services
from scandy_site.instance.config import Config
from scandy_site.instance.doctor.case import Case
from scandy_site.instance.doctor.findings import Finding, fine, warning, wrong
from scandy_site.instance.errors import InstanceError

AREA = "MongoDB"
TIMEOUT_MS = 2000
ENOUGH_FILES = 4096
SHORT_WINDOW = 1  # hours
Client = MongoClient[dict[str, Any]]


def examine(case: Case) -> Iterator[Finding]:
    config = case.config
    if config is None:
        return
    if config.embeds_mongodb:
        yield from _program(config)
        if not case.is_running:
            yield fine(AREA, "MongoDB ist mit der Instanz angehalten.")
            return
    try:
        with _client(config) as client:
            yield from _server(client, config)
    except (PyMongoError, ValueError) as error:
        remedy = "./manage.sh logs mongod" if config.embeds_mongodb else "MONGODB_URI prüfen"
        message = f"MongoDB antwortet nicht oder weist die Anmeldung ab ({type(error).__name__})."
        yield wrong(AREA, message, remedy)
    yield from _open_files(case)


def is_answering(case: Case) -> bool:
    """Whether Django would reach its database."""
    if case.config is None:
        return False
    try:
        with Client(
            case.config.values["MONGODB_URI"], serverSelectionTimeoutMS=TIMEOUT_MS
        ) as client:
            client.admin.command("ping")
    except (PyMongoError, ValueError):
        return False
    return True


def _program(config: Config) -> Iterator[Finding]:
    try:
        servers.mongod(config.values["SCANDY_MONGOD"])
    except InstanceError as error:
        yield wrong(AREA, str(error), "SCANDY_MONGOD oder MONGODB_URI in der .env ändern")


def _client(config: Config) -> Client:
    """The embedded server tells its key everything; a given one tells what its user may know."""
    if config.embeds_mongodb:
        key = services.mongod_key(config.instance).read_text()
        return mongodb.connect(int(config.values["SCANDY_MONGODB_PORT"]), key)
    return Client(config.values["MONGODB_URI"], serverSelectionTimeoutMS=TIMEOUT_MS)


def _server(client: Client, config: Config) -> Iterator[Finding]:
    hello = client.admin.command("hello")
    version = client.server_info()["version"]
    if hello["maxWireVersion"] < mongodb.WIRE_VERSION_OF_6_0:
        message = f"MongoDB {version} ist zu alt; Scandy braucht 6.0 oder neuer."
        yield wrong(AREA, message, "Den Server aktualisieren")
    else:
        yield fine(AREA, f"MongoDB {version} antwortet.")
    yield from _replica_set(client, hello, config)


def _replica_set(client: Client, hello: Mapping[str, Any], config: Config) -> Iterator[Finding]:
    name = hello.get("setName")
    wanted = parse_uri(config.values["MONGODB_URI"])["options"].get("replicaSet")
    if name is None and hello.get("msg") != "isdbgrid":
        message = "MongoDB ist kein Mitglied eines Replica Sets; Scandy braucht Transaktionen."
        yield wrong(
            AREA, message, "mongod mit --replSet starten und einmal rs.initiate() ausführen"
        )
        return
    if wanted and name and wanted != name:
        message = f"Das Replica Set heißt {name}, MONGODB_URI nennt {wanted}."
        yield wrong(AREA, message, f"In MONGODB_URI replicaSet={name} eintragen")
    if not hello.get("isWritablePrimary") and not hello.get("primary"):
        message = "Das Replica Set hat gerade kein Mitglied, das schreiben darf."
        yield wrong(AREA, message, "./manage.sh logs mongod; eine Wahl dauert höchstens Sekunden")
    else:
        yield fine(AREA, f"Replica Set {name}: ein Mitglied darf schreiben.")
    try:
        yield from _members(client)
    except OperationFailure:  # the application's user of a given server may not look
        yield fine(AREA, "Mitglieder und Oplog zeigt dieser Server dem Benutzer von Scandy nicht.")


def _members(client: Client) -> Iterator[Finding]:
    members = client.admin.command("replSetGetStatus")["members"]
    for member in members:
        if not member["health"]:
            message = f"Das Mitglied {member['name']} des Replica Sets ist nicht erreichbar."
            yield warning(AREA, message, "Den Server dort starten")
    oplog = client.local["oplog.rs"]
    first = oplog.find_one(sort=[("$natural", 1)], projection=["ts"])
    last = oplog.find_one(sort=[("$natural", -1)], projection=["ts"])
    if first is None or last is None:
        return
    hours = (last["ts"].time - first["ts"].time) / 3600
    text = f"Der Oplog reicht {hours:.1f} Stunden zurück".replace(".", ",")
    if len(members) > 1 and hours < SHORT_WINDOW:
        message = f"{text}; ein Mitglied, das länger weg war, muss alles neu laden."
        yield warning(AREA, message, "Den Oplog vergrößern (replSetResizeOplog)")
    else:
        yield fine(AREA, f"{text}.")


def _open_files(case: Case) -> Iterator[Finding]:
    for process in case.processes:
        if process.service != "mongod":
            continue
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        found = re.search(r"^Max open files\s+(\d+)", limits, re.MULTILINE)
        count = int(found[1]) if found else ENOUGH_FILES
        if count < ENOUGH_FILES:
            message = f"MongoDB darf nur {count} Dateien zugleich öffnen."
            yield warning(AREA, message, "ulimit -n 64000, dann ./manage.sh restart")
        else:
            yield fine(AREA, f"MongoDB darf {count} Dateien zugleich öffnen.")
