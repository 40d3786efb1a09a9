# needs: released facts, the report's figures as config, and the fonts
# makes: the figures, and the texts in them
rule draw:
    input:
        facts=rules.release.output,
        config=config_of,
        fonts=fonts_of,
        code=code_of("sparbar.draw"),
    output:
        f"{WORK}/{{report}}/{{audience}}/figures/figures.json",
    log:
        f"{RESULTS}/logs/draw/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/draw/{{report}}_{{audience}}.tsv"
    message:
        "Drawing the figures of {wildcards.report}"
    shell:
        "sparbar draw {wildcards.report} --audience {wildcards.audience} 2> {log}"


# needs: released facts and the template
# makes: the text in which every number is accounted for
rule compose:
    input:
        facts=rules.release.output,
        config=config_of,
        template=template_of,
        code=code_of("sparbar.compose"),
    output:
        text=f"{WORK}/{{report}}/{{audience}}/report.qmd",
        tree=f"{WORK}/{{report}}/{{audience}}/tree.json",
        document=f"{WORK}/{{report}}/{{audience}}/document.json",
        ledger=f"{WORK}/{{report}}/{{audience}}/facts.json",
        basis=f"{WORK}/{{report}}/{{audience}}/basis.json",
    log:
        f"{RESULTS}/logs/compose/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/compose/{{report}}_{{audience}}.tsv"
    message:
        "Composing {wildcards.report}"
    shell:
        "sparbar compose {wildcards.report} --audience {wildcards.audience} 2> {log}"


# needs: released facts; what they are compared with, an edition or the last good documents, is no input
# makes: what a new extract has moved, and why, before there is a text that it stands in
rule causes:
    input:
        facts=rules.release.output,
        config=config_of,
        code=code_of("sparbar.changes"),
    output:
        f"{WORK}/{{report}}/{{audience}}/causes.json",
    log:
        f"{RESULTS}/logs/causes/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/causes/{{report}}_{{audience}}.tsv"
    message:
        "Finding out why numbers of {wildcards.report} have moved"
    shell:
        "sparbar causes {wildcards.report} --audience {wildcards.audience} 2> {log}"


# needs: the composed text, the figures and the organisation's styles; the lineage, the logs of cleaning, why numbers moved
# makes: HTML, PDF and DOCX in the working folder, and beside them the pages of the trace and of what has changed
rule render:
    input:
        text=rules.compose.output.text,
        tree=rules.compose.output.tree,
        document=rules.compose.output.document,
        ledger=rules.compose.output.ledger,
        basis=rules.compose.output.basis,
        figures=rules.draw.output,
        lineage=rules.measure.output.lineage,
        tables=tables_of,
        causes=rules.causes.output,
        styles=styles_of,
        code=code_of("sparbar.render", "sparbar.audit.trace_page", "sparbar.changes"),
    output:
        html=f"{WORK}/{{report}}/{{audience}}/report.html",
        pdf=f"{WORK}/{{report}}/{{audience}}/report.pdf",
        docx=f"{WORK}/{{report}}/{{audience}}/report.docx",
        info=f"{WORK}/{{report}}/{{audience}}/render.json",
        trace=f"{WORK}/{{report}}/{{audience}}/trace.html",
        changes=f"{WORK}/{{report}}/{{audience}}/changes.html",
        changed=f"{WORK}/{{report}}/{{audience}}/changes.json",
    log:
        f"{RESULTS}/logs/render/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/render/{{report}}_{{audience}}.tsv"
    message:
        "Rendering {wildcards.report}"
    shell:
        "sparbar render {wildcards.report} --audience {wildcards.audience} 2> {log}"


# needs: the finished documents and the second way to every number
# makes: the verdict
rule verify:
    input:
        html=rules.render.output.html,
        pdf=rules.render.output.pdf,
        docx=rules.render.output.docx,
        recomputed=rules.recompute.output,
        code=code_of("sparbar.audit.verify"),
    output:
        f"{WORK}/{{report}}/{{audience}}/verification.json",
    log:
        f"{RESULTS}/logs/verify/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/verify/{{report}}_{{audience}}.tsv"
    message:
        "Verifying {wildcards.report}"
    shell:
        "sparbar verify {wildcards.report} --audience {wildcards.audience} > {log} 2>&1"


# needs: a passed verdict
# makes: a receipt; the documents themselves are moved by rename and are no outputs, so that no failure deletes them
rule swap:
    input:
        verdict=rules.verify.output,
        code=code_of("sparbar.swap"),
    output:
        touch(f"{WORK}/{{report}}/{{audience}}/swapped.txt"),
    log:
        f"{RESULTS}/logs/swap/{{report}}_{{audience}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/swap/{{report}}_{{audience}}.tsv"
    message:
        "Putting {wildcards.report} in place"
    shell:
        "sparbar swap {wildcards.report} --audience {wildcards.audience} 2> {log}"


# needs: a report that stands, and --config approved_by=NAME date=DATE [sign=KEY supersedes=EDITION reason=TEXT]
# makes: a receipt; the edition itself is no output, so that no failure deletes it
rule publish:
    input:
        swapped=rules.swap.output,
        code=code_of("sparbar.edition"),
    output:
        touch(f"{WORK}/{{report}}/{{audience}}/editions/{{edition}}.txt"),
    log:
        f"{RESULTS}/logs/publish/{{report}}_{{audience}}_{{edition}}.log",
    benchmark:
        f"{RESULTS}/benchmarks/publish/{{report}}_{{audience}}_{{edition}}.tsv"
    params:
        approval=approval,
    message:
        "Publishing {wildcards.edition} of {wildcards.report}"
    shell:
        "sparbar publish {wildcards.report} --audience {wildcards.audience} --edition {wildcards.edition}"
        " {params.approval:q} 2> {log}"
