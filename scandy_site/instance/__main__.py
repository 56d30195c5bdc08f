"""``python -m scandy_site.instance COMMAND``; operators call ``./manage.sh COMMAND``."""

import sys

from scandy_site.instance.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
