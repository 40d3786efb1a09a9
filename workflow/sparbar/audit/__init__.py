"""What looks at finished work: verify, trace, and the list of reports."""
