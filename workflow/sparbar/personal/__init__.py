"""What tells who somebody is, looked for in every place of a file where text can stand or hide."""

from sparbar.personal.faults import mask_error
from sparbar.personal.known import Known
from sparbar.personal.look import look_for
from sparbar.personal.patterns import mask_personal
from sparbar.personal.scan import Look, check_folder

__all__ = ["Known", "Look", "check_folder", "look_for", "mask_error", "mask_personal"]
