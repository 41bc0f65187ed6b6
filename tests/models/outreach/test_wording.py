"""What templates can say, and what they cannot do."""

from time import perf_counter
from typing import Any

import pytest

from models.errors import Invalid
from models.outreach import TextTooLong, VariablesMissing
from models.outreach.wording import LONGEST, REMEMBERED, is_parsed, names_in, worded

KNOWN: dict[str, Any] = {
    "contact": {"name": "Ana", "phone": None, "email": "", "custom": {"sizes": ["S", "M"]}},
    "order": "12",
}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Hi {{ contact.name }}!", "Hi Ana!"),
        ("{{ contact.phone | default: 'no phone' }}", "no phone"),
        ("{{ nothing | default: 'a' | upcase }}", "A"),
        ("{% if contact.phone %}call{% else %}write{% endif %}", "write"),
        ("{% unless contact.email %}none{% endunless %}", "none"),
        ("{% case order %}{% when '12' %}a dozen{% endcase %}", "a dozen"),
        ("{{ contact.custom.sizes | join: ', ' }}", "S, M"),
        ("<b>{{ order }}</b> & {{ 'now' | date: '%Y' | truncate: 2, '' }}", "<b>12</b> & 20"),
        ("no places (1..9)", "no places (1..9)"),
    ],
)
def test_it_says(body: str, said: str) -> None:
    assert worded(body, KNOWN) == said


def test_all_that_is_missing_is_named_and_only_what_is_said() -> None:
    body = "{{ contact.phone }} {{ contact.custom.size }} {{ other }} {% if third %}x{% endif %}"

    with pytest.raises(VariablesMissing) as refused:
        worded(body, KNOWN)

    assert refused.value.details == {"missing": ["contact.custom.size", "contact.phone", "other"]}


def test_the_names_it_asks_for_are_known() -> None:
    assert names_in("{{ b }}{% if a.c %}{{ a['d e'] | append: f }}{% endif %}") == [
        ("a", "c"),
        ("a", "d e"),
        ("b",),
        ("f",),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "{{",
        "{% if a %}",
        "{% for i in a %}{% endfor %}",
        "{% assign a = 1 %}",
        "{% capture a %}b{% endcapture %}",
        "{% include 'a' %}",
        "{% render 'a' %}",
        "{% liquid echo a %}",
        "{% increment a %}",
        "{% tablerow i in a %}{% endtablerow %}",
        "{{ 9 | times: 9 }}",
        "{{ 'a' | split: '' }}",
        "{{ 'a' | replace: 'a', 'b' }}",
        "{{ (1..100000000) | join: 'x' }}",
        "{% if (1..100000000) contains 'x' %}{% endif %}",
        "{{ order | default: (1..100000000) }}",
        "{{ contact[(1..100000000)] }}",
        "{{ contact[order] }}",
        "{{ a" + "[a" * 900 + "]" * 900 + " }}",
        "{% if " + "(" * 1900 + "a" + ")" * 1900 + " %}{% endif %}",
        "{% if a %}" * 380,
        "{{ '" + "9" * 3900 + "' | date: '%Y' }}",
        "{{ 'a' | truncate: 'b' }}",
        "a" * (LONGEST + 1),
    ],
)
def test_what_could_take_long_or_reach_further_is_no_template(body: str) -> None:
    started = perf_counter()
    with pytest.raises(Invalid) as refused:
        worded(body, KNOWN)
        names_in(body)

    assert {field.path for field in refused.value.fields} == {"body"}
    assert perf_counter() - started < 2  # not to be measured: a loop over the range takes a minute


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'now' | date: '" + "%c" * 1900 + "' }}",
        "{{ contact.name" + " | append: contact.long" * 150 + " }}",
    ],
)
def test_what_says_too_much_is_refused(body: str) -> None:
    long = {"contact": {"name": "a" * 1000, "long": "b" * 1000}}

    with pytest.raises(TextTooLong):
        worded(body, long)


@pytest.mark.parametrize("path", ["__class__", "__init__", "items", "custom.sizes.append"])
def test_nothing_of_python_is_to_be_had(path: str) -> None:
    with pytest.raises(VariablesMissing):
        worded(f"{{{{ contact.{path} }}}}", KNOWN)


def test_what_was_read_is_remembered_and_not_without_end() -> None:
    bodies = [f"Hi {{{{ order }}}} {number}" for number in range(REMEMBERED + 10)]
    for body in bodies:
        worded(body, KNOWN)

    assert is_parsed(bodies[-1])
    assert not is_parsed(bodies[0])
    assert worded(bodies[0], KNOWN) == "Hi 12 0"


def test_values_are_text_and_no_templates() -> None:
    assert worded("{{ order }}", {"order": "{{ contact.name }}"}) == "{{ contact.name }}"
