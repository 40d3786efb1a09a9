# needs: one extract and its contract
# makes: the cleaned table, its log of changes, and the line in data/raw/register.csv
# note: register and clean always run together and share a process
rule ingest:
    input:
        raw=raw_of,
        contract="config/sources/{source}.yaml",
        content=content_of,
        code=code_of("sparbar.clean", "sparbar.register"),
    output:
        info=f"{TABLES}/{{source}}/{{delivery}}/table.json",
        table=f"{TABLES}/{{source}}/{{delivery}}/table.parquet",
    log:
        f"{RESULTS}/logs/ingest/{{source}}_{{delivery}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/ingest/{{source}}_{{delivery}}.tsv"
    message:
        "Checking and cleaning {wildcards.source} {wildcards.delivery}"
    shell:
        "sparbar ingest {wildcards.source} {wildcards.delivery} 2> {log}"
