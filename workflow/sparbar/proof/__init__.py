"""The proof that a finished document carries: `docs/proof.md` says what is in it and where it stands.

Rendering puts it in, verification takes it out; both go through this package.
"""

from sparbar.proof.manifest import (
    MANIFEST_SCHEMA,
    PROOF_SCHEMA,
    Maker,
    Prove,
    Sign,
    canonical,
    finished,
    make_proof,
    misfits,
    sha256_canonical,
)

__all__ = [
    "MANIFEST_SCHEMA",
    "PROOF_SCHEMA",
    "Maker",
    "Prove",
    "Sign",
    "canonical",
    "finished",
    "make_proof",
    "misfits",
    "sha256_canonical",
]
