"""Forgetting an extract whose time is up: its personal data go, what was published stays checkable."""

from sparbar.forget.extract import Forgotten, Order, forget_extract

__all__ = ["Forgotten", "Order", "forget_extract"]
