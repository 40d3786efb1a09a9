"""Where things come from: the register of extracts, digests, row numbers, and which delivery a report means."""
