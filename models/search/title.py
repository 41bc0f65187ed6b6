"""By what a conversation is found."""

from tortoise import fields

from models.tenancy import CompanyModel


class ConversationTitle(CompanyModel):
    """The subject of the conversation with this id and its contact's name; kept by triggers."""

    said = fields.TextField()

    class Meta:
        table = "conversation_titles"
