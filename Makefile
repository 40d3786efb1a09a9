# All the work is in bootstrap.py, which does the same on Windows: py bootstrap.py report
# Arguments: make test ARGS="-k register"
#
# make itself ends with 2 whatever a command of its ended with, and names that command's own exit code in its
# last line ("Error 3"). A script that acts on the code calls: python3 bootstrap.py report
PYTHON ?= python3

.PHONY: report test lint bench pins
report test lint bench pins:
	@$(PYTHON) bootstrap.py $@ $(ARGS)
