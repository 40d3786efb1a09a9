# needs: the cleaned tables of a report and its definitions
# makes: its facts with their lineage
rule measure:
    input:
        tables=tables_of,
        config=config_of,
        code=code_of("sparbar.measure"),
    output:
        facts=f"{WORK}/{{report}}/measured.json",
        lineage=f"{WORK}/{{report}}/lineage.json",
    log:
        f"{RESULTS}/logs/measure/{{report}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/measure/{{report}}.tsv"
    message:
        "Measuring {wildcards.report}"
    shell:
        "sparbar measure {wildcards.report} 2> {log}"


# needs: the raw extracts (after they passed their contracts) and the report's definitions
# makes: every fact a second way
rule recompute:
    input:
        tables=tables_of,
        config=config_of,
        code=code_of("sparbar.recompute"),
    output:
        f"{WORK}/{{report}}/recomputed.json",
    log:
        f"{RESULTS}/logs/recompute/{{report}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/recompute/{{report}}.tsv"
    message:
        "Recomputing {wildcards.report} from the raw rows"
    shell:
        "sparbar recompute {wildcards.report} 2> {log}"


# needs: the facts, the rules of disclosure, the template (for what it shows), and what is out already
# makes: those that the audience may see
rule release:
    input:
        facts=rules.measure.output.facts,
        config=config_of,
        template=weighed_by,
        earlier=out_of,
        code=code_of("sparbar.release"),
    output:
        f"{WORK}/{{report}}/{{audience}}/released.json",
    log:
        f"{RESULTS}/logs/release/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/release/{{report}}_{{audience}}.tsv"
    message:
        "Releasing the facts of {wildcards.report} for {wildcards.audience}"
    shell:
        "sparbar release {wildcards.report} --audience {wildcards.audience} 2> {log}"
