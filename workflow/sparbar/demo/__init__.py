"""Made-up extracts that look as people make them: the shipped reports and the tests stand on these.

Every person, answer and value is invented; only the published totals, the names of municipalities and the
titles of indicators are real. The same code gives the same bytes on every machine.
"""
