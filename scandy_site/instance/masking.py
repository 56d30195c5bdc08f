"""Addresses of services without their passwords, fit for a terminal or a log."""

import re


def masked(address: str) -> str:
    return re.sub(r"(://[^:/@]*):.*@", r"\1:***@", address)
