"""Where an instance's configuration comes from: the process environment first, then the .env file of its folder.

The instance is the folder named by SCANDY_HOME (default ``instances/main`` beside this checkout). ``./manage.sh``
writes its .env at the first start; nothing here writes.
"""

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("SCANDY_HOME") or BASE_DIR / "instances" / "main").resolve()

env = environ.Env()
if (HOME / ".env").is_file():
    env.read_env(HOME / ".env")  # values that are already in the environment win
