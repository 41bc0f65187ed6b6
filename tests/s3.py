"""A server that speaks as much of S3's protocol as a store of files needs (Amazon's API reference).

It wants every request signed (SigV4), though it does not weigh the signature.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass
class Bucket:
    """Objects by key, and the parts of those that are not complete by upload."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    unfinished: dict[str, dict[int, bytes]] = field(default_factory=dict)
    away: bool = False
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def answer(self, request: Request) -> Response:
        if self.away:
            return Response(status_code=503)
        if not request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "):
            return _xml("<Error><Code>AccessDenied</Code></Error>", 403)
        asked, key = request.query_params, request.path_params.get("key", "")
        try:
            body = await request.body()
        except ClientDisconnect:
            return Response(status_code=400)
        if request.method == "GET" and not key:
            return self._list(asked["prefix"])
        if request.method == "POST" and "delete" in asked:
            gone = [each.decode() for each in re.findall(rb"<Key>(.*?)</Key>", body)]
            for each in gone:
                self.objects.pop(each, None)
            told = "".join(f"<Deleted><Key>{each}</Key></Deleted>" for each in gone)
            return _xml(f"<DeleteResult>{told}</DeleteResult>")
        if request.method == "POST" and "uploads" in asked:
            upload = f"upload-{next(self._numbers)}"
            self.unfinished[upload] = {}
            told = f"<UploadId>{upload}</UploadId>"
            return _xml(f"<InitiateMultipartUploadResult>{told}</InitiateMultipartUploadResult>")
        if "uploadId" in asked:
            return self._part(request.method, key, asked["uploadId"], asked, body)
        return self._object(request, key, body)

    def _part(
        self, method: str, key: str, upload: str, asked: Mapping[str, str], body: bytes
    ) -> Response:
        if method == "PUT":
            self.unfinished[upload][int(asked["partNumber"])] = body
            return Response(headers={"etag": _tag(body)})
        parts = self.unfinished.pop(upload)
        if method == "DELETE":
            return Response(status_code=204)
        self.objects[key] = b"".join(parts[number] for number in sorted(parts))
        told = f"<Key>{key}</Key><ETag>{_tag(self.objects[key])}</ETag>"
        return _xml(f"<CompleteMultipartUploadResult>{told}</CompleteMultipartUploadResult>")

    def _object(self, request: Request, key: str, body: bytes) -> Response:
        if request.method == "PUT":
            self.objects[key] = body
            return Response(headers={"etag": _tag(body)})
        if key not in self.objects:
            return _xml("<Error><Code>NoSuchKey</Code></Error>", 404)
        content = self.objects[key]
        headers = {"etag": _tag(content), "last-modified": "Sat, 21 Nov 2026 20:00:00 GMT"}
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
        if asked is None:
            return Response(content, headers=headers)
        start, end = int(asked[1]), int(asked[2] or len(content) - 1) + 1
        headers["content-range"] = f"bytes {start}-{end - 1}/{len(content)}"
        return Response(content[start:end], 206, headers)

    def _list(self, prefix: str) -> Response:
        found = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(content)}</Size><ETag>{_tag(content)}</ETag>"
            "<LastModified>2026-11-21T20:00:00.000Z</LastModified></Contents>"
            for key, content in self.objects.items()
            if key.startswith(prefix)
        )
        return _xml(f"<ListBucketResult>{found}</ListBucketResult>")


@asynccontextmanager
async def bucket() -> AsyncIterator[Bucket]:
    """Its `url` is a FILES_URL."""
    made = Bucket()
    methods = ["GET", "PUT", "POST", "DELETE"]
    routes = [
        Route("/files", made.answer, methods=methods),
        Route("/files/{key:path}", made.answer, methods=methods),
    ]
    config = uvicorn.Config(Starlette(routes=routes), port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    made.url = (
        f"s3://files?endpoint=http://127.0.0.1:{port}&region=here"
        "&access_key_id=us&secret_access_key=ours"
    )
    yield made
    server.should_exit = True
    await serving


def _tag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'


def _xml(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="application/xml")
