"""When regular mail is due, without a database."""

from datetime import date, timedelta

from apps.reports.enums import Rhythm


def turn_of(rhythm: str, today: date) -> str:
    """The name of the turn that has begun: of each a person hears once, however often somebody looks."""
    if rhythm == Rhythm.WEEKLY:
        return week_name(today)
    return f"{today:%Y-%m}" if rhythm == Rhythm.MONTHLY else ""


def week_name(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def week_turn(weekday: int, today: date) -> str:
    """The same for a week that begins on another day than Monday.

    :param weekday: as ``date.weekday()`` counts.
    """
    return week_name(today - timedelta(days=(today.weekday() - weekday) % 7))
