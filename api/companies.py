"""`chatia company suspend|resume`: the operator's word on a company."""

from typing import Literal
from uuid import UUID

from models import live
from models.database import connected
from models.identity import CompanyStatus
from models.identity.company import set_status
from models.settings import settings

STATUS = {"suspend": CompanyStatus.SUSPENDED, "resume": CompanyStatus.ACTIVE}


async def run(action: Literal["suspend", "resume"], company_id: UUID) -> str:
    """What became of it. Raises NotFound."""
    settings().require("serve")
    async with connected(), live.connected(settings().redis_url):
        company = await set_status(company_id, STATUS[action])
    return f"{company.name} is {company.status}."
