#!/usr/bin/env bash
# Scandy's one command for operators and developers: makes the Python environment, installs what the
# system lacks (as root on Debian or Ubuntu; otherwise names the command), then hands over to Python.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=$root/.venv
install_log=$venv/install.log
mongod_libraries=(libcurl4 libssl3 liblzma5) # what ldd names for the MongoDB server that pip brings

say() { printf '%s\n' "$*"; }
die() { # CODE MESSAGE
  printf 'Fehler: %s\n' "$2" >&2
  exit "$1"
}

# The command is the first word that is neither an option nor the value of --name; a wish for help wins,
# unless it is meant for the program that the command calls.
command_in() {
  local word found=
  for word in "$@"; do
    case $found:$word in
      manage:* | test:*) break ;;
      *:-h | *:--help) found=help && break ;;
      --name:*) found= ;;
      :--name) found=--name ;;
      :-*) ;;
      :*) found=$word ;;
    esac
  done
  say "$found"
}

install_packages() { # PURPOSE PACKAGE...
  local purpose=$1
  shift
  if ! command -v apt-get >/dev/null; then
    die 4 "$purpose. Bitte diese Pakete des Systems installieren (Namen wie in Debian): $*"
  elif [ "$(id -u)" != 0 ]; then
    die 4 "$purpose. Bitte ausführen: sudo apt-get install -y --no-install-recommends $*"
  fi
  say "$purpose. Installiert wird aus den Paketen des Systems: $*"
  local log
  log=$(mktemp)
  {
    apt-get update -qq || true # a broken extra source is no reason to give up
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"
  } </dev/null >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    rm -f "$log"
    die 4 "Die Pakete ließen sich nicht installieren: $*"
  }
  rm -f "$log"
}

need_program() { # PROGRAM PACKAGE PURPOSE
  command -v "$1" >/dev/null || install_packages "$3" "$2"
}

is_usable() { # PYTHON MODULE
  "$1" -c "import $2, sys; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1
}

find_python() { # prints the first Python that is new enough and can make environments
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if is_usable "$candidate" ensurepip && is_usable "$candidate" venv; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

require_python() {
  ! find_python >/dev/null || return 0
  local needed found
  needed="Scandy braucht Python ab 3.11 mit venv"
  found=$(python3 --version 2>/dev/null || say "kein Python")
  install_packages "$needed; gefunden: $found" python3 python3-venv "${mongod_libraries[@]}"
  find_python >/dev/null || die 4 "$needed; dieses System hat nur $(python3 --version 2>&1)."
}

pip_install() { # REQUIREMENTS
  say "Python-Pakete werden installiert ($1) ..."
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input -r "$root/requirements/$1.txt" \
    </dev/null >"$install_log" 2>&1 || {
    ! grep -q 'No space left on device' "$install_log" || die 6 "Der Datenträger von $venv ist voll."
    tail -n 5 "$install_log" >&2
    die 4 "Die Python-Pakete ließen sich nicht installieren (alles dazu in $install_log)."
  }
}

# The stamp is written last: an installation that was cut off is simply done again.
is_installed() { # REQUIREMENTS HASH
  [ -x "$venv/bin/python" ] && [ "$(cat "$venv/installed-$1" 2>/dev/null)" = "$2" ]
}

make_environment() { # REQUIREMENTS
  local hash
  hash=$(cat "$root"/requirements/*.txt | sha256sum)
  ! is_installed "$1" "$hash" || return 0
  exec 9<"$root" # the lock is on the folder itself; two starts do not both install
  flock 9
  if ! is_installed "$1" "$hash"; then
    require_python
    is_usable "$venv/bin/python" pip || "$(find_python)" -m venv --clear "$venv"
    rm -f "$venv"/installed-*
    pip_install "$1"
    [ "$1" = production ] || printf '%s' "$hash" >"$venv/installed-production"
    printf '%s' "$hash" >"$venv/installed-$1"
  fi
  exec 9<&-
}

need_libraries() { # PROGRAM-BELOW-SITE-PACKAGES PURPOSE PACKAGE...
  local program
  for program in "$venv"/lib/python3*/site-packages/"$1"; do
    if [ -x "$program" ] && [[ $(ldd "$program") == *'not found'* ]]; then
      install_packages "${@:2}"
    fi
  done
}

need_mongod_libraries() { # the bundled MongoDB server is used where no other is there
  need_libraries fiftyone/db/bin/mongod "Dem MongoDB-Server fehlen Bibliotheken" "${mongod_libraries[@]}"
}

need_pdf_libraries() { # WeasyPrint opens them by these names when it is imported
  local names=(libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0)
  "$venv/bin/python" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "${names[@]}" 2>/dev/null ||
    install_packages "Für PDF-Dateien fehlen Bibliotheken" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

prepare_for() { # COMMAND
  case $1 in
    start | restart)
      make_environment production
      need_mongod_libraries
      need_pdf_libraries
      ;;
    stop | status | logs | shell | manage)
      make_environment production
      ;;
    check)
      make_environment dev
      need_program msgfmt gettext "Für die Übersetzungen fehlt gettext"
      need_mongod_libraries
      need_pdf_libraries
      ;;
    test)
      make_environment dev
      need_program chromium chromium "Für die Tests im Browser fehlt Chromium"
      need_libraries playwright/driver/node "Dem Treiber des Browsers fehlen Bibliotheken" libatomic1
      need_mongod_libraries
      need_pdf_libraries
      ;;
    doctor) ;; # it says what is missing
    *) die 2 "Den Befehl $1 gibt es nicht (Hilfe: ./manage.sh --help)" ;;
  esac
}

python_for() { # COMMAND: the doctor also works where the environment is missing or broken
  if [ "$1" = doctor ] && ! is_usable "$venv/bin/python" pip; then
    find_python || die 4 "Scandy braucht Python ab 3.11 mit venv; ./manage.sh start richtet es ein."
  else
    say "$venv/bin/python"
  fi
}

command=$(command_in "$@")
case $command in
  help) exec cat "$root/scandy_site/instance/usage.txt" ;;
  '' | --name) die 2 "Es fehlt der Befehl (Hilfe: ./manage.sh --help)" ;;
esac
[ -z "${SCANDY_HOME:-}" ] || SCANDY_HOME=$(realpath -m "$SCANDY_HOME")
prepare_for "$command"
cd "$root"
python=$(python_for "$command")
exec "$python" -m scandy_site.instance "$@"
