"""A customer's system in one file: writes to an API inbox, takes the answers, sends receipts.

    python docs/customer.py INBOUND_URL SECRET "Where is my order?"

It listens on http://127.0.0.1:9000/, which is the callback URL to give to `createInbox`.
"""

import argparse
import base64
import json
import uuid
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from standardwebhooks import Webhook, WebhookVerificationError

ADDRESS = ("127.0.0.1", 9000)


def main() -> None:
    parser = argparse.ArgumentParser(description="Play a customer's system.")
    parser.add_argument("inbound_url")
    parser.add_argument("secret", help="whsec_…, shown once by createInbox")
    parser.add_argument("text", nargs="*", help="what the customer writes")
    parser.add_argument("--name", default="Grace Hopper")
    parser.add_argument("--file", type=Path, help="goes with the first text; 40 KB at most")
    chosen = parser.parse_args()
    system = CustomerSystem(chosen.inbound_url, Webhook(chosen.secret))
    for place, text in enumerate(chosen.text):
        system.write(chosen.name, text, chosen.file if place == 0 else None)
    print(f"Listening on http://{ADDRESS[0]}:{ADDRESS[1]}/ for answers; Ctrl-C stops.", flush=True)
    HTTPServer(ADDRESS, system.handler()).serve_forever()


class CustomerSystem:
    """Signs what it pushes and checks what it is sent, both by Standard Webhooks."""

    def __init__(self, inbound_url: str, webhook: Webhook) -> None:
        self._inbound_url = inbound_url
        self._webhook = webhook
        self._seen: set[str] = set()

    def write(self, name: str, text: str, file: Path | None = None) -> None:
        """One message of a customer, perhaps with a small file; larger ones are sent by `url`."""
        contact = {"id": name.lower().replace(" ", "-"), "name": name}
        written: dict[str, Any] = {"id": uuid.uuid4().hex, "contact": contact, "body": text}
        if file is not None:
            content = base64.b64encode(file.read_bytes()).decode()
            written["attachments"] = [{"fileName": file.name, "content": content}]
        self._push({"type": "message.created", "data": written})
        print(f"{name} wrote: {text}", flush=True)

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """An answer for a customer; the HTTP status that says what we made of it."""
        try:
            push: dict[str, Any] = self._webhook.verify(body.decode(), headers)
        except WebhookVerificationError:
            return 401
        if headers["webhook-id"] not in self._seen:  # a retry brings the same id
            self._seen.add(headers["webhook-id"])
            data = push["data"]
            print(f"{data['sender']['name']} answered: {data['body']}", flush=True)
            for file in data["attachments"]:  # good for a week, for whoever has the address
                print(f"  {file['fileName']}, {file['size']} bytes: {file['url']}", flush=True)
        return 204

    def receipt(self, message_id: str, status: str) -> None:
        """Tell how far a message has come."""
        told = {"messageId": message_id, "status": status}
        self._push({"type": "message.status", "data": told})

    def handler(self) -> type[BaseHTTPRequestHandler]:
        system = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = system.take(body, headers)
                self.send_response(status)
                self.end_headers()
                if status == 204:
                    message_id = json.loads(body)["data"]["id"]
                    system.receipt(message_id, "delivered")
                    system.receipt(message_id, "read")

            def log_message(self, *_: Any) -> None:
                """Quiet: what matters is printed above."""

        return Handler

    def _push(self, push: dict[str, Any]) -> None:
        body, at, push_id = json.dumps(push), datetime.now(UTC), f"evt_{uuid.uuid4().hex}"
        headers = {
            "content-type": "application/json",
            "webhook-id": push_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": self._webhook.sign(push_id, at, body),
        }
        with urlopen(Request(self._inbound_url, body.encode(), headers)) as answer:
            answer.read()


if __name__ == "__main__":
    main()
