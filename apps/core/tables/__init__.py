"""Tables that leave the back office as files and come back.

An app describes its ``Table`` once and offers it: the export writes what the import reads, so a file goes out, is
edited and comes back. ``files`` reads uploads, ``plans`` works out what a file would do, ``imports`` keeps it until
somebody confirms it and then does it, all or nothing.
"""
