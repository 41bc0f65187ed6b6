"""The command `chatia`: it reads the arguments and hands over."""

import argparse
import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from models import embedded
from models.errors import DomainError
from models.settings import Misconfigured, settings

GRACE = 25  # seconds; orchestrators kill after 30
LARGEST_FRAME = 64 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    if chosen.with_parent:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
    from models import logs

    try:
        logs.configure()
        return int(chosen.command(chosen) or 0)
    except (embedded.CannotStart, Misconfigured, DomainError) as refusal:
        print(f"chatia: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def dev(chosen: argparse.Namespace) -> int:
    from api import dev

    host, port = _address(chosen)
    return dev.run(host=host, port=port, reset=chosen.reset)


def serve(chosen: argparse.Namespace) -> None:
    import uvicorn

    from api.http_protocol import HttpProtocol
    from api.socket_protocol import SocketProtocol

    settings().require("serve")
    if settings().trusted_documents is not None:
        from schema.persisted import require_valid

        require_valid()
    host, port = _address(chosen)
    uvicorn.run(
        "api.app:app",
        factory=True,
        host=host,
        port=port,
        workers=chosen.processes,
        loop="uvloop",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=LARGEST_FRAME,
        ws_ping_interval=settings().socket_ping_seconds,
        ws_ping_timeout=settings().socket_ping_seconds,
        ws_per_message_deflate=settings().socket_compression,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        proxy_headers=False,  # TRUSTED_PROXIES says whom to believe, and nobody else
        log_config=None,
        server_header=False,
    )


def worker(_: argparse.Namespace) -> None:
    import uvloop

    from jobs.worker import run

    settings().require("worker")
    uvloop.run(run())


def migrate(chosen: argparse.Namespace) -> None:
    settings().require("migrate")

    from migrations.runner import downgrade, upgrade

    if chosen.down:
        if settings().environment == "production":
            raise Misconfigured("`chatia migrate --down` deletes every row: not in production.")
        print(f"Reverted: {', '.join(asyncio.run(downgrade()))}.")
        return
    applied = asyncio.run(upgrade())
    print(f"Applied: {', '.join(applied)}." if applied else "The database is up to date.")


def demo(chosen: argparse.Namespace) -> None:
    from api.demo_data import run

    print(asyncio.run(run(companies=chosen.companies, messages=chosen.messages)))


def schema(_: argparse.Namespace) -> None:
    from schema import schema

    print(schema.as_str())


def company(chosen: argparse.Namespace) -> None:
    from api.companies import run

    print(asyncio.run(run(chosen.action, chosen.id)))


def second_factor(chosen: argparse.Namespace) -> None:
    from api.accounts import run

    print(asyncio.run(run(chosen.email)))


def audit(chosen: argparse.Namespace) -> int:
    from api.auditing import run

    return asyncio.run(run(chosen.company, chosen.anchor))


def documents(chosen: argparse.Namespace) -> None:
    from api.registering import run

    print(run(chosen.action, chosen.files))


def docs(_: argparse.Namespace) -> None:
    from api.reference import write

    write()


def doctor(_: argparse.Namespace) -> int:
    from api.doctor import run

    return asyncio.run(run())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chatia", description="ChatIA Flow.")
    parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("dev", help="run everything on this machine, with demo data")
    command.set_defaults(command=dev)
    _add_address(command)
    command.add_argument("--reset", action="store_true", help="delete the data folder first")

    command = commands.add_parser("serve", help="serve the API")
    command.set_defaults(command=serve)
    _add_address(command)
    command.add_argument("--processes", type=int, default=1, metavar="N")

    command = commands.add_parser("worker", help="run jobs")
    command.set_defaults(command=worker)

    command = commands.add_parser("migrate", help="bring the database up to date")
    command.set_defaults(command=migrate)
    command.add_argument("--down", action="store_true", help="revert everything, with its data")

    command = commands.add_parser("demo", help="write demo data")
    command.set_defaults(command=demo)
    command.add_argument("--companies", type=int, default=0, metavar="N", help="for benchmarks")
    command.add_argument("--messages", type=int, default=200, metavar="M", help="in each company")

    command = commands.add_parser("schema", help="print the GraphQL schema")
    command.set_defaults(command=schema)

    command = commands.add_parser("company", help="suspend a company, or let it back in")
    command.set_defaults(command=company)
    command.add_argument("action", choices=["suspend", "resume"])
    command.add_argument("id", type=UUID)

    command = commands.add_parser("second-factor", help="for who has lost phone and codes")
    command.set_defaults(command=second_factor)
    command.add_argument("action", choices=["reset"])
    command.add_argument("email")

    command = commands.add_parser("audit", help="find what was changed in the audit trail")
    command.set_defaults(command=audit)
    command.add_argument("action", choices=["verify"])
    command.add_argument("--company", type=UUID, metavar="ID", help="its chain only")
    command.add_argument(
        "--anchor",
        type=Path,
        metavar="FILE",
        help="the ends of the last time: nothing is missing since; then those of now",
    )

    command = commands.add_parser("documents", help="what may be asked for by its id alone")
    command.set_defaults(command=documents)
    command.add_argument("action", choices=["register", "list"])
    command.add_argument("files", type=Path, nargs="*", metavar="FILE", help="of GraphQL")

    command = commands.add_parser("docs", help="write schema/schema.graphql and docs/ afresh")
    command.set_defaults(command=docs)

    command = commands.add_parser("doctor", help="say what is wrong with this installation")
    command.set_defaults(command=doctor)
    return parser


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", help="to listen on (CHATIA_HOST, else 127.0.0.1)")
    command.add_argument("--port", type=int, help="to listen on (CHATIA_PORT, else 8000)")


def _address(chosen: argparse.Namespace) -> tuple[str, int]:
    """Where to listen. Raises Misconfigured if that is taken."""
    host = chosen.host or settings().host
    port = chosen.port or settings().port
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        raise Misconfigured(
            f"Cannot listen on {host}:{port} ({error.strerror}): "
            "stop what runs there, or choose another with --port."
        ) from error
    return host, port


def _stop_with_parent() -> None:
    """Our parent holds the other end of stdin: it ends when the parent does, however that dies."""
    # Not sys.stdin: this thread would still hold its lock when the interpreter ends, and abort it.
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
