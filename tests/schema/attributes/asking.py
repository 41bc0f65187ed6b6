"""Documents about custom attributes, and what is asked with them."""

from typing import Any

from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast

DEFINE = """mutation ($input: CreateAttributeDefinitionInput!) {
  createAttributeDefinition(input: $input) { attributeDefinition {
    id target key label type options pattern required version archivedAt } } }"""
CHANGE = """mutation ($input: UpdateAttributeDefinitionInput!) {
  updateAttributeDefinition(input: $input) { attributeDefinition {
    label options pattern required version } } }"""
ARCHIVE = """mutation ($input: ArchiveAttributeDefinitionInput!) {
  archiveAttributeDefinition(input: $input) { attributeDefinition { archivedAt } } }"""
ALL = """query ($target: AttributeTarget, $archived: Boolean! = false) {
  attributeDefinitions(target: $target, archived: $archived) { edges { node { key } } } }"""
CREATE = """mutation ($input: CreateContactInput!) {
  createContact(input: $input) { contact { id customAttributes } } }"""
EDIT = """mutation ($input: UpdateContactInput!) {
  updateContact(input: $input) { contact { customAttributes } } }"""
UPDATE = """mutation ($input: UpdateConversationInput!) {
  updateConversation(input: $input) { conversation { subject customAttributes version } } }"""
CONTACTS = """query ($attributes: [AttributeFilter!]) {
  contacts(attributes: $attributes) { edges { node { name } } } }"""
CONVERSATIONS = """query ($attributes: [AttributeFilter!]) {
  conversations(attributes: $attributes) { edges { node { number customAttributes } } } }"""
HEAR = """subscription ($after: Cursor) {
  attributeChanged(after: $after) { event attributeDefinition { key } } }"""
KINDS: dict[str, dict[str, Any]] = {
    "plan": {"type": "LIST", "options": ["free", "paid"]},
    "seats": {"type": "NUMBER"},
    "vip": {"type": "BOOLEAN"},
    "since": {"type": "DATE"},
    "site": {"type": "LINK"},
    "code": {"type": "TEXT", "pattern": "[A-Z]{2}-[0-9]+"},
}


async def define(ask: Ask, company: Cast, *keys: str, target: str = "CONTACT", **more: Any) -> Any:
    ids = {}
    for key in keys:
        asked = {"target": target, "key": key, "label": key.title(), **KINDS[key], **more}
        answer = await ask(company.viewer, DEFINE, input=asked)
        assert codes(answer) == []
        ids[key] = answer["data"]["createAttributeDefinition"]["attributeDefinition"]["id"]
    return ids


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (field["path"].removeprefix("customAttributes."), field["code"])
        for field in answer["errors"][0]["extensions"]["fields"]
    ]


async def names(ask: Ask, company: Cast, *attributes: dict[str, Any]) -> list[str]:
    answer = await ask(company.viewer, CONTACTS, statements=1, attributes=list(attributes))
    return [edge["node"]["name"] for edge in answer["data"]["contacts"]["edges"]]


async def add(ask: Ask, company: Cast, name: str, **attributes: Any) -> dict[str, Any]:
    given = {"name": name, "customAttributes": attributes}
    return await ask(company.viewer, CREATE, input=given)
