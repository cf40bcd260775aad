# SPDX-License-Identifier: EUPL-1.2
"""The contract with everything where it is used. What it says once and uses often (parameters, members of schemas, closed lists,
who may call) stands under `components`; a test asks what a member is, and not where that is said."""

import copy


def is_said_elsewhere(schema):
    """A reference to a value, not to an object or to a shape of its own."""
    return isinstance(schema, dict) and str(schema.get("$ref", "")).startswith("#/components/schemas/")


class Plain:
    def __init__(self, document):
        self.document = copy.deepcopy(document)
        components = self.document["components"]
        schemas = components["schemas"]
        # A closed list, or a member that several schemas have: those of schemas begin with a capital, and so do closed lists.
        self.values = {name: schema for name, schema in schemas.items() if "x-vocabulary" in schema or not name[0].isupper()}
        self.parameters = {name: one for name, one in components["parameters"].items() if not name[0].isupper()}
        self.examples = components.get("examples")
        self.access = components.get("x-access", {})

    def value(self, reference, known):
        name = reference.rpartition("/")[2]
        return copy.deepcopy(known[name]) if reference.startswith("#/components/") and name in known else None

    def schema(self, schema):
        """With null, one of two: the same as a type that may be null."""
        if isinstance(schema, list):
            return [self.schema(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if is_said_elsewhere(schema):
            value = self.value(schema["$ref"], self.values)
            if value is None:
                return schema
            value = self.schema(value)
            if "x-vocabulary" in value:
                value = {"type": "string", "enum": value["enum"]}
            return value | {key: item for key, item in schema.items() if key != "$ref"}
        found = {key: self.schema(value) for key, value in schema.items()}
        choices = found.get("anyOf")
        if isinstance(choices, list) and len(choices) == 2 and choices[1] == {"type": "null"} and "enum" in choices[0]:
            del found["anyOf"]
            return {"type": [choices[0]["type"], "null"], "enum": [*choices[0]["enum"], None]} | found
        return found

    def parameter(self, operation, parameter):
        reference = parameter.get("$ref", "")
        if reference.endswith("/Fields"):
            return self.fields(operation)
        found = (self.value(reference, self.parameters) if reference else None) or dict(parameter)
        if "schema" in found:
            found["schema"] = self.schema(found["schema"])
        return found

    def fields(self, operation):
        """The members of the answer, or of the items of a list, which is what may be asked for."""
        found = copy.deepcopy(self.document["components"]["parameters"]["Fields"])
        content = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schemas = self.document["components"]["schemas"]
        listed = schemas[content["$ref"].rpartition("/")[2]]
        is_list = "page" in listed["properties"]
        item = schemas[listed["properties"]["data"]["items"]["$ref"].rpartition("/")[2]] if is_list else listed
        found["schema"]["items"]["enum"] = [name for name in item["properties"] if name != "redacted_fields"]
        return found

    def operation(self, operation):
        if "parameters" in operation:
            operation["parameters"] = [self.parameter(operation, parameter) for parameter in operation["parameters"]]
        access = operation.get("x-access")
        if access is not None:
            operation["x-access"] = self.value(access.get("$ref", ""), self.access) if "$ref" in access else access
            operation["x-roles"] = list(operation["x-access"])
        for reply in operation["responses"].values():
            for content in reply.get("content", {}).values():
                content.setdefault("schema", {"type": "string"})  # a text has no shape of ours
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for example in list(content.get("examples", {}).values())[:1] if self.examples else ():
                content["example"] = self.examples[example["$ref"].rpartition("/")[2]]["value"]

    def whole(self):
        schemas = self.document["components"]["schemas"]
        for path in self.document["paths"].values():
            for operation in path.values():
                self.operation(operation)
        for name in schemas:
            if name not in self.values:
                schemas[name] = self.schema(schemas[name])
        return self.document


def plain(document):
    return Plain(document).whole()
