"""Letting extracts in: is a delivery what its folder, its file name and the register say it is?"""

from sparbar.register.delivery import check_delivery
from sparbar.register.entry import enter_delivery, register_extract, withdraw

__all__ = ["check_delivery", "enter_delivery", "register_extract", "withdraw"]
