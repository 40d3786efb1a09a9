"""A finished Word file as a reader sees it: what it says, what hides it, and whether it is as built."""

from sparbar.audit.word.read import read_parts
from sparbar.audit.word.shaped import compare_shape
from sparbar.audit.word.tables import MOVED

__all__ = ["MOVED", "compare_shape", "read_parts"]
