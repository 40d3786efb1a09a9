"""What templates may call for numbers."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from sparbar.compose.blocks import whole_number
from sparbar.compose.conditions import Number
from sparbar.compose.likeness import tell_backwards, tell_unlike
from sparbar.compose.session import UNTOLD, Session, Traced
from sparbar.errors import nearest
from sparbar.model.ledger import Fact
from sparbar.shown import SYMBOLS, show_constant, show_fact


class NumberFunctions:
    """Facts and constants."""

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
        comparable: str = "",
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The number of a fact.

        `otherwise` says what to print where it has no value, `hidden` where it is withheld; `comparable` why
        it may stand beside another extract's number that is not alike.
        """
        session = self._session
        fact = session.find_fact(name, slice_, at, template_line)
        if fact is None:
            return Traced(UNTOLD)
        if comparable:
            session.comparable[fact.id] = comparable
        if fact.status == "suppressed":
            otherwise = self._sign_of(fact.id, template_line) if hidden is None else hidden
        if fact.status != "value" and otherwise is None:
            return session.fail(
                f"{fact.id} has no value: {fact.status.replace('_', ' ')}"
                + (f" ({fact.reason})" if fact.reason else ""),
                template_line,
                f'say what to print then: fact("{name}", …, otherwise="…")',
            )
        if otherwise is not None and session.has_bare_numeral(str(otherwise), template_line):
            return Traced(UNTOLD)
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

    def _sign_of(self, fact_id: str, line: int) -> str:
        """The sign of a withheld number; in a sentence it reads badly, which somebody should know."""
        fix = "say what to print with hidden=, or put the sentence in {% if shown(…) %}"
        sign = SYMBOLS["suppressed"]
        warning = (
            f'{self._session.where(line)}: {fact_id} is withheld and stands as "{sign}" in a sentence: {fix}'
        )
        self._session.warnings.append(warning)
        return sign

    def value(
        self, name: str, *, at: str = "", comparable: str = "", template_line: int = 0, **slice_: Any
    ) -> Any:
        """The exact value of a fact, for conditions in the template only; None where it has none.

        `comparable` says why it may be held against another extract's number that is not alike.
        """
        session = self._session
        fact = session.find_fact(name, slice_, at, template_line)
        if fact is None or not isinstance(fact.value, Fraction):
            return fact.value if fact else None
        if comparable:
            session.comparable[fact.id] = comparable
        return Number.of(fact.value, (fact,), partial(tell_unlike, session, template_line))

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
            return Traced(UNTOLD)
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

    def shown(self, name: str, *, at: str = "", template_line: int = 0, **slice_: Any) -> bool:
        """Whether a fact has a value that this audience may see; for conditions in the template."""
        fact = self._session.find_fact(name, slice_, at, template_line)
        return fact is not None and fact.status == "value"

    def change(  # noqa: PLR0913 - what authors may say of a change
        self,
        name: str,
        *,
        since: dict[str, Any],
        at: str = "",
        published: str = "",
        words: bool | None = None,
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """A number then and now, both as one extract has them: "från 4,5 % till 4,3 %".

        `published` is an alias: where the earlier number was another there, that is said, too.
        """
        session, line = self._session, template_line
        now = session.find_fact(name, slice_, at, line)
        then = session.find_fact(name, {**slice_, **since}, at, line)
        old = session.find_fact(name, {**slice_, **since}, published, line) if published else then
        if now is None or then is None or old is None:
            return Traced(UNTOLD)
        for fact in (then, now, old):
            if fact.status not in ("value", "suppressed"):
                problem = f"{fact.id} has no value: {fact.status.replace('_', ' ')}"
                return session.fail(problem, line, "name a period that has one")
        if tell_backwards(session, now, then, line):
            return Traced(UNTOLD)
        metric = session.metrics[name]
        is_revised = show_fact(old, metric, session.ledger) != show_fact(then, metric, session.ledger)
        shown = {"then": self._shown(then, words, line), "now": self._shown(now, words, line)}
        if is_revised:
            shown["old"] = self._shown(old, words, line)
        return Traced(session.words["from_to_revised" if is_revised else "from_to"].format(**shown))

    def _shown(self, fact: Fact, words: bool | None, line: int) -> str:
        session = self._session
        text = show_fact(fact, session.metrics[fact.metric], session.ledger, session.manner(words))
        return session.traced("fact", fact.id, text, line, fact.metric)
