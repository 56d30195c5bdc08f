"""A ticket as programs see it: names instead of ids, the specification's keys and values."""

from typing import Any

from apps.tickets.models import Ticket


def represent(ticket: Ticket) -> dict[str, Any]:
    """The ticket, with its people loaded (``queries.with_people``)."""
    return {
        "id": str(ticket.pk),
        "ticket_number": ticket.ticket_number,
        "title": ticket.title,
        "description": ticket.description,
        "category": ticket.category,
        "priority": ticket.priority,
        "status": ticket.status,
        "created_by": _username(ticket.created_by),
        "assigned_to": _username(ticket.assigned_to),
        "co_assignees": [person.username for person in ticket.co_assigned_people],
        "watchers": [person.username for person in ticket.watching_people],
        "department": ticket.department.name if ticket.department else None,
        "work_area": ticket.work_area.name if ticket.work_area else None,
        "due_date": _moment(ticket.due_date),
        "estimated_hours": _number(ticket.estimated_hours),
        "actual_hours": _number(ticket.actual_hours),
        "tags": list(ticket.tags),
        "created_at": _moment(ticket.created_at),
        "updated_at": _moment(ticket.updated_at),
        "resolved_at": _moment(ticket.resolved_at),
        "closed_at": _moment(ticket.closed_at),
    }


def _username(person: Any) -> str | None:
    return person.username if person else None


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None


def _number(value: Any) -> float | None:
    return float(value) if value is not None else None
