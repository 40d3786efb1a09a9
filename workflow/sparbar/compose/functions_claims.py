"""What templates may call for words about numbers: claims and observations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sparbar.claims import (
    NoTarget,
    Statement,
    Target,
    facts_of,
    find_target,
    judge,
    looks_at_series,
    resolve,
    says,
    with_target,
    wordings,
    words_that_hold,
)
from sparbar.claims.words import WORDS as CLAIM_WORDS
from sparbar.compose.likeness import tell_backwards, why_unlike
from sparbar.compose.markdown import escape
from sparbar.compose.sentences import sentence_with
from sparbar.compose.session import UNTOLD, Session, Traced
from sparbar.config.reasons import is_reason
from sparbar.errors import Fault, nearest
from sparbar.language import find_quantifiers
from sparbar.model.ledger import Claim, Observation

SHORTEST_BASIS = 8
"""Letters that the basis of an observation must have to say anything ("interviews", "anteckningar")."""


class ClaimFunctions:
    """Claims and observations."""

    _session: Session

    def claim(  # noqa: PLR0913 - what authors may say of a claim
        self,
        rule: str,
        name: str,
        *,
        at: str = "",
        since: str | dict[str, Any] = "",
        over: str = "",
        shared_with: list[str] | None = None,
        than: str = "",
        to: int = 0,
        words: str | None = None,
        hidden: str | None = None,
        comparable: str = "",
        template_line: int = 0,
        **slice_: Any,
    ) -> Traced:
        """The words of a claim rule, while the data support them; `words` is another form of them.

        A claim about facts that are withheld from this audience would tell of them: `hidden` is printed in
        its place, words that say nothing of how many.
        """
        session, line = self._session, template_line
        if rule not in session.scope.claims:
            fix = nearest(rule, list(session.scope.claims)) or "declare it in config/metrics"
            return session.fail(f"there is no claim rule {rule}", line, fix)
        statement = self._statement(rule, (name, slice_, at), since, (over, shared_with or []), line)
        if statement is None:
            return Traced(UNTOLD)
        statement = resolve(statement, session.scope, session.ledger)
        rests_on = facts_of(statement, session.scope, session.ledger)
        if any(fact.status == "suppressed" for fact in rests_on):
            return self._in_place_of_claim(words or self._usual(rule, statement), hidden, line)
        target = find_target(statement, than, to, session.scope, session.ledger)
        if isinstance(target, NoTarget):
            return session.fail(target.problem, line, target.fix)
        if target:
            statement = replace(statement, target=target.number)
            session.named.update({than} & set(session.constants))
        if not self._is_alike(statement, comparable, line):
            return Traced(UNTOLD)
        is_rounded = hidden is not None and any(fact.rounded for fact in rests_on)
        if is_rounded and not judge(statement, session.scope, session.ledger).holds:
            # What the rounded numbers leave open is not claimed of them.
            return self._in_place_of_claim(words or self._usual(rule, statement), hidden, line)
        text = self._checked(statement, words, target, (name, line))
        if text is None:
            return Traced(UNTOLD)
        identifier = f"c{len(session.claims) + 1}"
        said = self._said(statement, comparable)
        number = "" if statement.target is None else str(statement.target)
        ids, count = tuple(fact.id for fact in rests_on), len(statement.subjects)
        session.claims.append(
            Claim(identifier, rule, text, ids, said, count, statement.over, number, comparable)
        )
        return session.traced("claim", identifier, text, line, name)

    def _said(self, statement: Statement, comparable: str) -> str:
        """The rule with the numbers in it, and why they compare where they were defined in two ways."""
        said = judge(statement, self._session.scope, self._session.ledger).said
        why = CLAIM_WORDS[self._session.language]["comparable"].format(why=comparable)
        return f"{said}; {why}" if comparable else said

    def _usual(self, rule: str, statement: Statement) -> str:
        """The usual words of a rule, for messages before it is held against anything."""
        found = wordings(statement, self._session.scope, self._session.ledger)
        return found[0] if found else rule

    def _statement(
        self,
        rule: str,
        asked: tuple[str, Mapping[str, Any], str],
        since: str | Mapping[str, Any],
        series: tuple[str, list[str]],
        line: int,
    ) -> Statement | None:
        """What is claimed; None where a fact of it is not there, which has been told."""
        session = self._session
        (name, slice_, at), (over, shared_with) = asked, series
        fact = session.find_fact(name, slice_, at, line)
        periods = (
            {key: code for key, code in since.items() if key != "at"} if isinstance(since, Mapping) else {}
        )
        over = over or next(iter(periods), "")
        definition = session.scope.claims[rule]
        looks = looks_at_series(session.scope, rule)
        if not over and looks and len(slice_) == 1:
            over = next(iter(slice_))
        subjects = [fact]
        subjects += [session.find_fact(name, {**slice_, over: code}, at, line) for code in shared_with]
        earlier = None
        if since:
            then = since if isinstance(since, str) else str(since.get("at", at))
            earlier = session.find_fact(name, {**slice_, **periods}, then, line)
        known = tuple(item for item in subjects if item is not None)
        if len(known) < len(subjects) or (since and earlier is None):
            return None
        return Statement(rule, known, earlier if definition.of == "change" else None, over if looks else "")

    def _is_alike(self, statement: Statement, comparable: str, line: int) -> bool:
        """Whether what is compared is like for like; if not, that is told."""
        session, earlier = self._session, statement.earlier
        if earlier is None:
            return True
        if any(tell_backwards(session, subject, earlier, line) for subject in statement.subjects):
            return False
        reasoned = is_reason(comparable)
        found = next(
            filter(None, (why_unlike(session, s, earlier, (), reasoned) for s in statement.subjects)), None
        )
        if found is None:
            return True
        problem, expected, what, fix = found
        session.fail(f"{problem} by the claim {statement.rule}", line, fix, expected, what)
        return False

    def _checked(
        self, statement: Statement, words: str | None, target: Target | None, place: tuple[str, int]
    ) -> str | None:
        """The words of a claim that holds; None where it does not, or has other words, which is told."""
        session, (name, line) = self._session, place
        verdict = judge(statement, session.scope, session.ledger)
        allowed = wordings(statement, session.scope, session.ledger, verdict.run)
        if target:
            forms = session.scope.claims[statement.rule].forms(session.language)
            allowed = (*(with_target(form, target.text) for form in forms), *forms)
        text = words or allowed[0]
        if not says(text, allowed):
            session.fail(
                f'the words "{text}" are none of the claim rule {statement.rule}',
                line,
                "use the rule that says this, or add the words to this one where they say the same",
                " / ".join(dict.fromkeys(allowed)),
            )
            return None
        if verdict.holds:
            return text
        sentence = sentence_with(session.text, line, ("claim", statement.rule, name), text)
        others = words_that_hold(statement, session.scope, session.ledger)
        fix = "change the sentence to what the data say, or remove the claim"
        if others:
            fix = "change the sentence to what the data say: " + " / ".join(f'"{o}"' for o in others)
        problem = f'the words "{text}" no longer hold' + (f' in "{sentence}"' if sentence else "")
        where = session.where(line)
        session.faults.append(Fault(problem, where, verdict.expected, verdict.found, fix, is_released=True))
        return None

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
            return Traced(UNTOLD)
        return Traced(escape(words))

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
            return Traced(UNTOLD)
        identifier = f"n{len(session.observations) + 1}"
        session.observations.append(Observation(identifier, words, basis))
        return session.traced("observation", identifier, words, template_line)
