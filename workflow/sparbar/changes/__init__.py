"""What changed between two extracts, ledgers or reports, and why each number moved."""
