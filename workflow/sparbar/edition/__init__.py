"""Editions: a report published, frozen with everything needed to check it and to build it again."""

from sparbar.edition.opened import OpenEdition, editions_of, open_edition

__all__ = ["OpenEdition", "editions_of", "open_edition"]
