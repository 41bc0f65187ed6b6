"""What is read of files and templates is read from an index of its company."""

from typing import Any

import pytest

from models.database import execute, fetch
from models.files import Upload
from models.identifiers import global_id
from models.tenancy import acting_for, every_company
from tests.architecture.crowd import Place
from tests.architecture.test_plans import plans_of, walled

THREAD = """query ($id: ID!) { conversation(id: $id) { messages(last: 50) { edges { node {
    body attachments { fileName url preview { url } } } } } } }"""
LIST = """query ($shortcode: String, $language: String) {
    templates(first: 50, shortcode: $shortcode, language: $language) {
        edges { node { shortcode preview } } } }"""


async def test_the_files_of_a_page_of_messages_are_one_statement(place: Place) -> None:
    data, plans = await plans_of(place, THREAD, id=global_id("Conversation", place.conversation))

    assert data["conversation"]["messages"]["edges"]
    walled(plans)
    [files] = [plan for plan in plans if "attachments" in plan.sql]
    assert files.removed == 0
    assert files.read <= 50


@pytest.mark.parametrize(
    "asked", [{}, {"shortcode": "hi-2"}, {"language": "pt-BR"}, {"shortcode": "hi-33"}]
)
async def test_templates_are_read_in_the_order_of_their_shortcodes(
    place: Place, asked: dict[str, Any]
) -> None:
    data, plans = await plans_of(place, LIST, **asked)

    edges = data["templates"]["edges"]
    assert edges
    assert all(edge["node"]["shortcode"].startswith(asked.get("shortcode", "")) for edge in edges)
    walled([plan for plan in plans if '"companies"' not in plan.sql])  # one row of a small table
    [listed] = [plan for plan in plans if "templates" in plan.sql]
    assert listed.removed <= 3
    assert listed.read <= 110  # with a language, each is looked up once more


async def test_what_is_due_to_go_is_found_without_the_rest(place: Place) -> None:
    with acting_for(place.viewer.company_id):
        upload = await Upload.filter(used_at__isnull=False).first()
        assert upload is not None
        await execute("UPDATE uploads SET expires_at = now() WHERE id = $1", upload.id)
        assert (place.viewer.company_id, upload.id) in await Upload.due()
    with every_company():
        plan = await fetch(
            "EXPLAIN SELECT * FROM uploads WHERE expires_at < now() ORDER BY expires_at LIMIT 1000"
        )
        await execute("UPDATE uploads SET expires_at = NULL WHERE id = $1", upload.id)
    assert "uploads_expiry_idx" in str(plan)
