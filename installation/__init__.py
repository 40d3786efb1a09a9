"""What `bootstrap.py` does before the project's own packages are there: standard library only."""
