"""What all config models share: frozen, no unknown keys, texts in several languages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Language = Literal["sv", "da", "en"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-zåäöæø][a-z0-9_åäöæø]*$", max_length=80)]


class Model(BaseModel):
    """Frozen, and a key that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _as_text(value: Any) -> Any:
    return {"*": value} if isinstance(value, str) else value


def _as_code(value: Any) -> Any:
    """Codes such as 1480 are texts even where YAML reads a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_code_keys(value: Any) -> Any:
    return {_as_code(key): item for key, item in value.items()} if isinstance(value, dict) else value


# Language to text; the language "*" stands for a text given without one, good for all.
Text = Annotated[dict[Literal["sv", "da", "en", "*"], str], BeforeValidator(_as_text)]
Code = Annotated[str, BeforeValidator(_as_code)]
CodeKeys = BeforeValidator(_as_code_keys)


def in_language(text: dict[Any, str] | None, language: str, default: str = "") -> str:
    """The text in a language, or the one given without language, or the default."""
    if not text:
        return default
    return text.get(language, text.get("*", default))
