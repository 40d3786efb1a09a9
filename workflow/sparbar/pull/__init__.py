"""Pulling: new extracts fetched, checked against their contract, and let in or kept aside."""

from sparbar.pull.run import Outcome, pull_sources

__all__ = ["Outcome", "pull_sources"]
