"""Rebuilding unattended: pull, build what is affected, verify, swap; never at the cost of a good report."""

from sparbar.rebuild.run import rebuild

__all__ = ["rebuild"]
