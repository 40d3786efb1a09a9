"""From raw rows to one typed row per observation, with every mapped value and every rejected row in a log."""

from sparbar.clean.extract import clean_extract, contract_digest
from sparbar.clean.linking import passing_keys

__all__ = ["clean_extract", "contract_digest", "passing_keys"]
