"""One running Scandy on this machine: its folder, its services, its start and stop.

``./manage.sh`` makes the Python environment and hands over to this package. It knows Django only as
a command to run, so it works before Django can be imported; its messages are German because they
are read before any catalogue is loaded.
"""
