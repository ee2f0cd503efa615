"""Roles: how the stylesheet dresses a widget."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def give_role(widget: QWidget, role: str) -> None:
    """Dress a widget as another role of the stylesheet."""
    if role != (widget.property("role") or ""):
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
