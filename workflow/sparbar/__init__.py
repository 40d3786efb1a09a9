"""Spårbar: reports in which every number can be traced to its extract, its rows and its definition."""
