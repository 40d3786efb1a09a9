"""Editions: a report published, frozen with everything needed to check it and to build it again."""

from sparbar.edition.opened import OpenEdition, open_edition

__all__ = ["OpenEdition", "open_edition"]
