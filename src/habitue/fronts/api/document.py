"""The OpenAPI document: what pydantic says of each endpoint, and what holds for all of them."""

from typing import Any

DESCRIPTION = """Everything a till or a script can do with the regulars' book.

Money is `{"amount": 12000, "currency": "EUR"}` in whole minor units; percentages are basis
points; quantities are thousandths. Every POST needs an `Idempotency-Key`: the same request under
the same key is answered as the first time. Unknown query parameters are ignored; unknown fields
of a body are refused."""
PROBLEM = "#/components/schemas/Problem"
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
MATCH = {"name": "If-Match", "in": "header", "required": False, "schema": {"type": "string"}}
SAID = {
    "401": "No, unknown or revoked bearer token",
    "403": "A right is missing; the problem names it",
    "404": "Not there, or not yours",
    "409": "The house says no",
    "413": "Too large",
    "422": "Cannot be read",
    "429": "Too many wrong proofs; see Retry-After",
    "503": "Cannot be written just now",
}
WRITING = {"409", "413", "429"}


def completed(schema: Any) -> Any:
    """`schema` with the key, the problems and their media type on every operation."""
    schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _problem()
    for path in schema["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    if method != "get":
        parameters.append({**KEY, "required": method == "post"})
    if method == "delete":
        parameters.append(MATCH)
        operation.get("requestBody", {})["required"] = False
    for status, words in SAID.items():
        if method == "get" and status in WRITING:
            continue
        operation["responses"][status] = {
            "description": words,
            "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}},
        }


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "title": "Problem",
        "required": ["type", "title", "status", "detail", "code"],
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "code": text,
            "field": text,
        },
        "additionalProperties": True,
    }
