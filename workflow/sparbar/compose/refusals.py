"""What is said of text that `lint` refuses."""

from __future__ import annotations

from sparbar.errors import Fault

# The problem, and what to do.
CHANGED = (
    "a traced text was changed after its function had printed it",
    "print what the function returns as it is, without filters",
)


def untraced_fault(needle: str, around: str, where: str, is_vague: bool = False) -> Fault:
    """The message for one untraced numeral; `is_vague` where it says how large and not how many."""
    expected = "fact(…), const(…), date(…), or not_data(…, reason=…)"
    fix = "let a metric count it, declare it as a constant with its origin, "
    if is_vague:
        expected = "claim(…), observed(…, basis=…), fact(…), or not_data(…, reason=…)"
        fix = (
            "write the number itself, have a claim rule hold it against a fact, "
            "say what observation it rests on, "
        )
    return Fault(
        problem=f'"{needle}" is a number that no extract vouches for',
        where=where or "the composed document",
        expected=expected,
        found=f'"…{around.strip()}…"',
        fix=fix + "or mark it with the reason why it is no data",
    )


def name_fault(needle: str, around: str, where: str) -> Fault:
    """The message for an untraced numeral in a title or label that a report types."""
    return Fault(
        problem=f'"{needle}" is a number that no extract vouches for',
        where=where,
        expected="a title or label without a number, or with a year of the report that reads as one",
        found=f'"…{around.strip()}…"',
        fix='say the number in the text by fact(…), leave "label" out where the metric or category has one, '
        'or list the words under "allow" in config/config.yaml with the reason why they are no data',
    )


def joined_fault(numeral: str, around: str, template: str) -> Fault:
    """The message for a traced number that reads as another one, by what stands beside it."""
    return Fault(
        problem=f'"{numeral}" reads as one number, and no extract vouches for it',
        where=template,
        expected="words between two numbers, and signs such as % only where the metric has them",
        found=f'"…{around.strip()}…"',
        fix="write words between them, or let a metric make the number that is meant",
    )


def beside_fault(typed: str, reads: str, around: str, where: str) -> Fault:
    """The message for a sign, scale or unit that is typed beside a traced number and makes another of it."""
    return Fault(
        problem=f'"{reads}" is another number than the traced one, because of "{typed}" beside it',
        where=where,
        expected="the number as its function prints it, with spaces or words around it",
        found=f'"…{around.strip()}…"',
        fix=f'leave out "{typed}" or say it in words that a claim holds, '
        "or let a metric make the number in the unit that is meant",
    )


def year_fault(year: str, around: str, where: str, is_name: bool = False) -> Fault:
    """The message for a typed year that could be a count; `is_name` in a title or label."""
    fix = 'name the time before it ("in", "during", "the year")'
    return Fault(
        problem=f'"{year}" does not read as a year here, so it is a number that no extract vouches for',
        where=where,
        expected="a year after a word of time, as docs/templates.md says",
        found=f'"…{around.strip()}…"',
        fix=fix if is_name else f'{fix}, or write {{{{ date(…, style="year") }}}}',
    )


def address_fault(address: str, text: str, where: str) -> Fault:
    """The message for a link or picture that leads where nobody may be led."""
    return Fault(
        problem="a link or picture leads where no report may lead",
        where=where or "the composed document",
        expected="https://…, mailto:… or a place in the document; pictures by figure(…)",
        found=f'"{address[:80]}" on "{text.strip()[:60]}"',
        fix="write the whole address of the page, or place the picture as a figure",
    )


def attribute_fault(name: str, value: str, text: str, where: str) -> Fault:
    """The message for an attribute that hides text where nobody checks it."""
    return Fault(
        problem=f"the attribute {name} is outside the Markdown that templates may use",
        where=where or "the composed document",
        expected="lang, width or height of the usual form, .unnumbered or .unlisted",
        found=f'{name}="{value}" on "{text.strip()[:60]}"' if value else f'{name} on "{text.strip()[:60]}"',
        fix="remove it, or write what it says as text",
    )


def negated_fault(words: str, negation: str, where: str) -> Fault:
    """The message for a claim that a typed word turns round."""
    return Fault(
        problem=f'"{negation}" beside the words "{words}" says the contrary of what the data support',
        where=where,
        expected="a claim that says itself what is meant",
        fix="take the word away, or use a rule that says the contrary, such as mindre_an_halften; "
        "docs/claims.md has them",
    )
