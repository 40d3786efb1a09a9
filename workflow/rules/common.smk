# What the rules ask before they run: reports, deliveries, and digests of code.
from pathlib import Path

from sparbar.cli.shelf import begin_build, close_folders, definitions_hold, end_build
from sparbar.cli.shelf import say_refused, say_resting, stop_build, stop_build_with_bug
from sparbar.config.project import load_project
from sparbar.errors import SparbarError
from sparbar.plan import check_writable, configured_files, fingerprint, plan_build, raw_files, write_stamp
from sparbar.provenance.code import code_digest
from sparbar.provenance.register import read_register
from sparbar.release.earlier import earlier_files

ROOT = Path(workflow.basedir)
begin_build(ROOT)
try:
    PROJECT = load_project(ROOT)
    check_writable(PROJECT.layout)
    REGISTER = read_register(PROJECT.layout.register())
    PLAN = plan_build(PROJECT, REGISTER)
except SparbarError as error:
    stop_build(error, ROOT)
except Exception as error:
    stop_build_with_bug(error, ROOT)
PLANS = PLAN.reports
definitions_hold(ROOT, PLANS)
say_refused(PLAN, ROOT)
say_resting(PLANS.values(), ROOT)
LAYOUT = PROJECT.layout
close_folders(LAYOUT)
RESULTS = PROJECT.defaults.results
WORK = f"{RESULTS}/work"
TABLES = f"{RESULTS}/tables"


# A report on an extract that was forgotten keeps its last documents; one that has none says what is wrong.
def built():
    return [
        (name, audience)
        for name in PLANS
        for audience in PROJECT.reports[name].audiences
        if not rests(name, audience)
    ]


def rests(report, audience):
    return bool(PLANS[report].forgotten) and LAYOUT.report(report, audience).is_dir()


def swapped(report, audience):
    return f"{WORK}/{report}/{audience}/swapped.txt"


def checked(report):
    return f"{WORK}/{report}/checked.txt"


def refused():
    return [*map(checked, PLAN.refused), *([f"{WORK}/checked.txt"] if PLAN.has_more_faults else [])]


def relative(paths):
    return [path.relative_to(LAYOUT.root).as_posix() for path in paths]


# What is asked of a report that cannot be meant begins with the step that says why.
def tables_of(wildcards):
    if wildcards.report not in PLANS:
        return [checked(wildcards.report)]
    found = {(d.source, d.delivery) for d in PLANS[wildcards.report].deliveries}
    return [f"{TABLES}/{source}/{delivery}/table.json" for source, delivery in sorted(found)]


def raw_of(wildcards):
    return relative(raw_files(LAYOUT, wildcards.source, wildcards.delivery))


def stamp(name, text):
    try:
        return write_stamp(LAYOUT, name, text)
    except SparbarError as error:
        stop_build(error, ROOT)


def content_of(wildcards):
    content = fingerprint(LAYOUT, wildcards.source, wildcards.delivery)
    return stamp(f"content_{wildcards.source}_{wildcards.delivery}", content)


def code_of(*modules):
    return stamp(f"code_{'_'.join(modules)}", "".join(map(code_digest, modules)))


def scope_of(wildcards):
    return PLANS[wildcards.report].scope if wildcards.report in PLANS else None


def config_of(wildcards):
    scope = scope_of(wildcards)
    return configured_files(scope) if scope else []


def written():
    return relative(sorted(p for p in (LAYOUT.root / "config").rglob("*") if p.is_file()))


def out_of(wildcards):
    scope = scope_of(wildcards)
    return relative(earlier_files(scope)) if scope and wildcards.audience == "public" else []


def template_of(wildcards):
    scope = scope_of(wildcards)
    return [scope.report.template] if scope and (LAYOUT.root / scope.report.template).exists() else []


# What a template names is hidden last; internal readers see everything.
def weighed_by(wildcards):
    return template_of(wildcards) if wildcards.audience == "public" else []


def fonts_of(wildcards):
    folder = LAYOUT.root / PROJECT.defaults.styles / "fonts"
    return relative(sorted(p for p in folder.rglob("*") if p.is_file()))


def styles_of(wildcards):
    scope = scope_of(wildcards)
    own = (scope and scope.report.reference_docx) or PROJECT.defaults.reference_docx
    files = {*(LAYOUT.root / PROJECT.defaults.styles).rglob("*"), LAYOUT.root / own}
    return relative(sorted(p for p in files if p.is_file()))


def approval(wildcards):
    names = {"approved_by": "--approved-by", "date": "--date", "sign": "--sign"}
    names |= {"supersedes": "--supersedes", "reason": "--reason"}
    return [part for key, option in names.items() if key in config for part in (option, str(config[key]))]


wildcard_constraints:
    source=r"[a-zåäöæø][a-z0-9_åäöæø]*",
    delivery=r"\d{4}-\d\d-\d\d(\.\d)?",
    report=r"[a-z0-9][a-z0-9_-]*",
    audience="internal|public",
    edition=r"[a-z0-9][a-z0-9._-]*",
