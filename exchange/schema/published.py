"""The schema as others read it: `docs/ict-plan.schema.json`."""

import json

from pydantic.json_schema import GenerateJsonSchema

from exchange.schema.document import FORMAT, Document


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles pydantic makes of field names: they say nothing new."""

    def field_title_should_be_set(self, schema) -> bool:
        return False


def published_schema() -> str:
    """Return the JSON Schema of the plan document as it is written to `docs/`.

    It says what one value may be; references, twins, spans and levels are checked beyond it.
    """
    schema = Document.model_json_schema(schema_generator=_Untitled)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT.replace('/', ':')}",
    }
    return json.dumps(head | schema | {"title": FORMAT}, ensure_ascii=False, indent=2) + "\n"
