"""What templates may call for numbers, and for words about numbers."""

from __future__ import annotations

from typing import Any

from sparbar.compose.blocks import whole_number
from sparbar.compose.claims import check_claim
from sparbar.compose.markdown import escape
from sparbar.compose.session import Session, Traced
from sparbar.config.base import in_language
from sparbar.errors import nearest
from sparbar.language import find_quantifiers
from sparbar.model.ledger import Claim, Fact, Observation
from sparbar.shown import SYMBOLS, show_constant, show_fact

SHORTEST_BASIS = 8
"""Letters that the basis of an observation must have to say anything ("interviews", "anteckningar")."""


class NumberFunctions:
    """Facts, constants, claims and observations."""

    _session: Session

    def fact(  # noqa: PLR0913 - what authors may say of a number
        self,
        name: str,
        *,
        at: str = "",
        plain: bool = False,
        words: bool | None = None,
        sign: bool = False,
        style: str = "long",
        gender: str = "common",
        otherwise: str | None = None,
        hidden: str | None = None,
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The number of a fact.

        `otherwise` says what to print where it has no value, `hidden` where it is withheld.
        """
        session = self._session
        fact = session.find_fact(name, slice_, at, template_line)
        if fact is None:
            return Traced("")
        if fact.status == "suppressed":
            otherwise = SYMBOLS["suppressed"] if hidden is None else hidden
        if fact.status != "value" and otherwise is None:
            return session.fail(
                f"{fact.id} has no value: {fact.status.replace('_', ' ')}"
                + (f" ({fact.reason})" if fact.reason else ""),
                template_line,
                f'say what to print then: fact("{name}", …, otherwise="…")',
            )
        if otherwise is not None and session.has_bare_numeral(str(otherwise), template_line):
            return Traced("")
        manner = session.manner(words, sign, style, gender)
        text = (
            show_fact(fact, session.metrics[name], session.ledger, manner)
            if fact.status == "value"
            else str(otherwise)
        )
        if plain:
            return Traced(
                session.marks.unspanned("fact", fact.id, text, ("plain", ""), session.where(template_line))
            )
        return session.traced("fact", fact.id, text, template_line, name)

    def value(self, name: str, *, at: str = "", template_line: int = 0, **slice_: Any) -> Any:
        """The exact value of a fact, for conditions in the template only; None where it has none."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return fact.value if fact else None

    def base(
        self, name: str, *, at: str = "", words: bool | None = None, template_line: int = 0, **slice_: Any
    ) -> Traced:
        """How many persons or rows a fact speaks of (N)."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return self._count(fact, name, "base", words, template_line)

    def missing(
        self, name: str, *, at: str = "", words: bool | None = None, template_line: int = 0, **slice_: Any
    ) -> Traced:
        """For how many rows of a fact the measured value is missing."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return self._count(fact, name, "missing", words, template_line)

    def _count(self, fact: Fact | None, name: str, part: str, words: bool | None, line: int) -> Traced:
        session = self._session
        if fact is None:
            return Traced("")
        number = getattr(fact, part)
        if number is None and session.ledger.audience == "public":
            return session.traced("fact", f"{fact.id}#{part}", SYMBOLS["suppressed"], line, name)
        if number is None:
            return session.fail(
                f"{fact.id} has no {part}", line, "ask for it of a counted or averaged metric"
            )
        return session.traced(
            "fact",
            f"{fact.id}#{part}",
            whole_number(session, number, words),
            line,
            name,
        )

    def const(
        self,
        name: str,
        *,
        plain: bool = False,
        words: bool | None = None,
        style: str = "long",
        template_line: int = 0,
    ) -> Traced:
        """A decided number, range, time, date or period."""
        session = self._session
        constant = session.constants.get(name)
        if constant is None:
            return session.fail(
                f"there is no constant {name}",
                template_line,
                nearest(name, list(session.constants)) or "declare it in config/metrics",
            )
        text = show_constant(constant, session.language, session.manner(words, style=style))
        if plain:
            return Traced(
                session.marks.unspanned("constant", name, text, ("plain", ""), session.where(template_line))
            )
        return session.traced("constant", name, text, template_line, name)

    def claim(  # noqa: PLR0913
        self,
        rule: str,
        name: str,
        *,
        at: str = "",
        since: str = "",
        words: str | None = None,
        hidden: str | None = None,
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The words of a claim rule, while the data support them; `words` is another form of them.

        A claim about a fact that is withheld from this audience would tell of it: `hidden` is printed in its
        place, words that say nothing of how many.
        """
        session = self._session
        definition = session.scope.claims.get(rule)
        if definition is None:
            return session.fail(
                f"there is no claim rule {rule}",
                template_line,
                nearest(rule, list(session.scope.claims)) or "declare it in config/metrics",
            )
        fact = session.find_fact(name, slice_, at, template_line)
        earlier = session.find_fact(name, slice_, since, template_line) if since else None
        if fact is None or (since and earlier is None):
            return Traced("")
        if "suppressed" in (fact.status, earlier.status if earlier else ""):
            claimed = words or in_language(definition.words, session.language)
            return self._in_place_of_claim(claimed, hidden, template_line)
        verdict = check_claim(rule, fact, earlier, session)
        usual = in_language(definition.words, session.language)
        text = words or usual
        if session.has_bare_numeral(text, template_line, allowed=usual):
            return Traced("")
        if not verdict.holds:
            return session.fail(
                f'the words "{text}" no longer hold',
                template_line,
                "change the sentence to what the data say, or remove the claim",
                verdict.expected,
                verdict.found,
            )
        identifier = f"c{len(session.claims) + 1}"
        facts = (fact.id,) + ((earlier.id,) if earlier else ())
        session.claims.append(Claim(identifier, rule, text, facts, verdict.said))
        return session.traced("claim", identifier, text, template_line, name)

    def _in_place_of_claim(self, claimed: str, words: str | None, line: int) -> Traced:
        """Words for a claim that may not be made; a quantifier would make it all the same."""
        session = self._session
        if words is None:
            return session.fail(
                f'the words "{claimed}" would tell of a fact that is withheld from this audience',
                line,
                'say what to print then: claim(…, hidden="…"), or put the sentence in {% if shown(…) %}',
            )
        if find_quantifiers(words, session.language):
            return session.fail(
                f'the words "{words}" say how many, of a fact that is withheld',
                line,
                'write words in hidden="…" that say nothing of how many',
            )
        if session.has_bare_numeral(words, line):
            return Traced("")
        return Traced(escape(words))

    def shown(self, name: str, *, at: str = "", template_line: int = 0, **slice_: Any) -> bool:
        """Whether a fact has a value that this audience may see; for conditions in the template."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return fact is not None and fact.status == "value"

    def observed(self, words: str, *, basis: str, template_line: int = 0) -> Traced:
        """A quantifier that rests on people's notes: printed, and listed as not measured."""
        session = self._session
        if len(basis.strip()) < SHORTEST_BASIS:
            return session.fail(
                f'the observation "{words}" has no basis',
                template_line,
                'say what it rests on: basis="the team\'s notes …"',
                found=f'"{basis}"',
            )
        if session.has_bare_numeral(words, template_line):
            return Traced("")
        identifier = f"n{len(session.observations) + 1}"
        session.observations.append(Observation(identifier, words, basis))
        return session.traced("observation", identifier, words, template_line)
