# Spårbar: from dated extracts to traced reports. Rules hold no logic; each calls one verb of `sparbar`.
from snakemake.utils import min_version

min_version("9.0")


container: "docker://python:3.11"


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/facts.smk"
include: "workflow/rules/documents.smk"


# needs: every report, verified, and a word on each that cannot be meant; makes: nothing of its own
rule all:
    input:
        [swapped(report, audience) for report, audience in built()],
        refused(),


onsuccess:
    end_build(ROOT)


onerror:
    end_build(ROOT)
