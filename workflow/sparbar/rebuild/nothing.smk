# No rules: for taking Snakemake's lock away, whatever is wrong with the rules of the project.
