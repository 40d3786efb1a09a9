"""What looks at finished work: verify, trace, the list of reports, and drafts of contracts."""
