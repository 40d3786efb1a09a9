"""Words that every stage shares: values, facts, the ledger and the document. Depends on nothing else here."""
