# needs: everything written under config/
# makes: nothing but a receipt; it is asked for where a report cannot be meant, and then says why
rule check:
    input:
        config=written(),
        code=code_of("sparbar.plan"),
    output:
        touch(f"{WORK}/{{report}}/checked.txt"),
    log:
        f"{RESULTS}/logs/check/{{report}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/check/{{report}}.tsv"
    message:
        "Checking what is written about {wildcards.report}"
    shell:
        "sparbar check {wildcards.report} 2> {log}"


# needs: everything written under config/
# makes: nothing but a receipt; it is asked for where a file is at fault that no report is made from
rule check_all:
    input:
        config=written(),
        code=code_of("sparbar.plan"),
    output:
        touch(f"{WORK}/checked.txt"),
    log:
        f"{RESULTS}/logs/check_all.log",
    benchmark:
        f"{RESULTS}/benchmarks/check_all.tsv"
    message:
        "Checking everything under config/"
    shell:
        "sparbar check-all 2> {log}"


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
