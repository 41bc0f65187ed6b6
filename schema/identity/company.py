"""The company itself."""

import strawberry
from strawberry.scalars import JSON

import models.identity
from schema.context import Info
from schema.identity.types import Company
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.input(description="What is absent or null stays.")
class UpdateCompanyInput:
    name: str | None = None
    locale: str | None = strawberry.field(default=None, description="A language tag.")
    timezone: str | None = strawberry.field(default=None, description="An IANA time zone.")
    settings: JSON | None = strawberry.field(
        default=None, description="The given keys are set; a key that is null is removed."
    )


@strawberry.type
class UpdateCompanyPayload(Payload):
    company: Company


@strawberry.type
class CompanyQuery:
    @query("company:read", description="The company that you act for.", graphql_type=Company)
    async def company(self, info: Info) -> models.identity.Company:
        return await models.identity.Company.current()


@strawberry.type
class CompanyMutation:
    @mutation("company:manage", description="Change the company's name and settings.")
    async def update_company(self, info: Info, input: UpdateCompanyInput) -> UpdateCompanyPayload:
        company = await models.identity.Company.current()
        given = {name: value for name, value in vars(input).items() if value is not None}
        await company.update(by=info.context.viewer, **given)
        return await UpdateCompanyPayload.at(info, company=company)
