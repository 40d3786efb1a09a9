"""Where things come from: the register, digests, row numbers, and which delivery is meant."""
