"""What cannot be done with a file, as it is."""

from models.errors import Refusal


class UploadNotPending(Refusal):
    """This file has come already, or will not be taken any more."""

    code = "UPLOAD_NOT_PENDING"
    cure = "Read its state; announce a new upload to send another file."


class UploadNotStored(Refusal):
    """This file has not come yet, or was not taken."""

    code = "UPLOAD_NOT_STORED"
    cure = "Send the file to the upload's URL first, and see that its state is STORED."


class UploadUsed(Refusal):
    """This file belongs to a message already. Upload it again for another."""

    code = "UPLOAD_USED"
