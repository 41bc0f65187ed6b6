"""What identity wants done."""

from jobs.task import task
from models.mail import JOB, Mail


@task(JOB, attempts=8, base=5, cap=900, announced=False)
async def send_mail(sealed: str) -> None:
    await Mail.unsealed(sealed).send()
