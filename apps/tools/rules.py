"""What is allowed with a tool, as tables and one-sentence predicates."""

from apps.tools.enums import ToolStatus

# What a person may set by hand; lending alone sets and leaves "lent".
TRANSITIONS = {
    ToolStatus.AVAILABLE: {ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.DEFECTIVE: {ToolStatus.AVAILABLE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.IN_MAINTENANCE: {ToolStatus.AVAILABLE, ToolStatus.DEFECTIVE},
    ToolStatus.LENT: set(),
}


def can_change_status(current: str, wanted: str) -> bool:
    """Whether a person may move a tool from one state to the other."""
    return ToolStatus(wanted) in TRANSITIONS[ToolStatus(current)]
