"""The embedded MongoDB, a replica set of one node, and the demands on a MongoDB somebody else runs.

Every step of the initialization may be repeated: it can be cut off anywhere and simply runs again.
For that it signs in as ``__system``, the server's built-in user whose password is the key file; so
there is no administrator's password to keep, and none to lose between two steps.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import ConfigurationError, ConnectionFailure, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from scandy_site.instance import envfile
from scandy_site.instance.errors import ExitCode, InstanceError
from scandy_site.instance.masking import masked

REPLICA_SET = "rs0"
NOT_YET_INITIALIZED = 94
WIRE_VERSION_OF_6_0 = 17
TIMEOUT_MS = 5000
ABANDONED_AFTER = 15  # seconds for which a killed process keeps locked what its transaction changed


def write_config(path: Path, *, data: Path, port: int, key_file: Path | None = None) -> None:
    """Configure a mongod that is small, local and, given a key, asks for passwords."""
    config: dict[str, Any] = {
        "storage": {"dbPath": str(data), "wiredTiger": {"engineConfig": {"cacheSizeGB": 0.25}}},
        "net": {
            "bindIp": "127.0.0.1",
            "port": port,
            "unixDomainSocket": {"enabled": False},
            "compression": {"compressors": "disabled"},
        },
        "replication": {"replSetName": REPLICA_SET, "oplogSizeMB": 256},
        "setParameter": {
            "minSnapshotHistoryWindowInSeconds": 1800,
            "transactionLifetimeLimitSeconds": ABANDONED_AFTER,
            "diagnosticDataCollectionDirectorySizeMB": 10,
            "diagnosticDataCollectionFileSizeMB": 2,
        },
        "systemLog": {"quiet": True},
    }
    if key_file:
        config["security"] = {"keyFile": str(key_file), "authorization": "enabled"}
    envfile.write(path, json.dumps(config, indent=2, ensure_ascii=False))  # JSON is YAML


def write_key(path: Path) -> str:
    """A new key for each start: with one node nobody else has to know it."""
    key = secrets.token_hex(32)
    envfile.write(path, key)
    return key


def connect(port: int, key: str | None = None) -> MongoClient[dict[str, Any]]:
    """A client for the embedded server itself, whatever state its replica set is in."""
    login: dict[str, Any] = (
        {"username": "__system", "password": key, "authSource": "local"} if key else {}
    )
    return MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=TIMEOUT_MS, **login
    )


def is_answering(port: int) -> bool:
    client = MongoClient[dict[str, Any]](
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=100
    )
    with client:
        try:
            client.admin.command("ping")
        except ConnectionFailure:
            return False
    return True


def form_replica_set(client: MongoClient[dict[str, Any]], port: int) -> None:
    """Make the node the one member of its set, also when its port was changed."""
    members = [{"_id": 0, "host": f"127.0.0.1:{port}"}]
    config = client.local.system.replset.find_one({"_id": REPLICA_SET})
    if config is None:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
    elif config["members"][0]["host"] != members[0]["host"]:
        config |= {"members": members, "version": config["version"] + 1}
        client.admin.command("replSetReconfig", config, force=True)


def is_writable(client: MongoClient[dict[str, Any]]) -> bool:
    return bool(client.admin.command("hello")["isWritablePrimary"])


def ensure_user(client: MongoClient[dict[str, Any]], values: Mapping[str, str]) -> None:
    """Give the application's user its password and its rights: the two databases, nothing else."""
    login = parse_uri(values["MONGODB_URI"])
    name = login["username"]
    databases = (values["MONGODB_DB"], values["MONGODB_TICKETS_DB"])
    exists = client.admin.command("usersInfo", name)["users"]
    client.admin.command(
        "updateUser" if exists else "createUser",
        name,
        pwd=login["password"],
        roles=[{"role": "dbOwner", "db": database} for database in databases],
    )


def require_usable(values: Mapping[str, str]) -> None:
    """Refuse a given MongoDB that is away, locks us out, is too old or has no transactions."""
    address = masked(values["MONGODB_URI"])
    try:
        with MongoClient[dict[str, Any]](
            values["MONGODB_URI"], serverSelectionTimeoutMS=TIMEOUT_MS, connectTimeoutMS=TIMEOUT_MS
        ) as client:
            hello = client.admin.command("hello")
            client[values["MONGODB_DB"]].list_collection_names()
    except ConnectionFailure as error:
        raise InstanceError(
            f"MongoDB ist unter {address} nicht erreichbar: {_reason(error)}", ExitCode.SERVICE
        ) from error
    except OperationFailure as error:
        raise InstanceError(
            f"MongoDB unter {address} weist die Anmeldung ab: {_reason(error)}", ExitCode.SERVICE
        ) from error
    except (ConfigurationError, PyMongoError, ValueError) as error:
        raise InstanceError(
            f"MONGODB_URI {address} ist ungültig: {error}", ExitCode.USAGE
        ) from error
    _require_features(hello, address)


def _require_features(hello: Mapping[str, Any], address: str) -> None:
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise InstanceError(
            f"MongoDB unter {address} ist ein einzelner Server ohne Replica Set; Scandy braucht "
            "Transaktionen. Bitte mongod mit --replSet starten und einmal rs.initiate() ausführen.",
            ExitCode.SERVICE,
        )
    if hello["maxWireVersion"] < WIRE_VERSION_OF_6_0:
        raise InstanceError(
            f"MongoDB unter {address} ist zu alt: Scandy braucht Version 6.0 oder neuer.",
            ExitCode.SERVICE,
        )


def _reason(error: PyMongoError) -> str:
    """The first part of the driver's text; the rest describes its inner state."""
    return str(error).partition(", full error:")[0].partition(" (configured timeouts")[0]
