"""Connections that trickle, from many addresses, until this program is ended:

python -m tests.website.proxy.slow_visitors PORT CONNECTIONS ADDRESSES KIND...
"""

import asyncio
import socket
import sys

from tests.website.proxy.serving import HOST, unchecked

# Headers that do not end, a body that does not, and an answer that is taken byte by byte.
HEADERS = f"GET /ko/ HTTP/1.1\r\nHost: {HOST}\r\n"
BODY = f"POST /ko/concern/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 2000000\r\n\r\n"
ANSWER = f"GET /media/large.bin HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
PAGE = f"GET /ko/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
# The connection is held open after one byte of the body.
HELD = f"POST /ko/concern/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\nx"
KINDS = {"headers": HEADERS, "body": BODY, "answer": ANSWER, "page": PAGE, "held": HELD}


async def trickle(port: int, source: str, kind: str) -> None:
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setblocking(False)
    plain.bind((source, 0))
    loop = asyncio.get_running_loop()
    await loop.sock_connect(plain, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(
        sock=plain, ssl=unchecked(), server_hostname=HOST, limit=512
    )
    try:
        writer.write(KINDS[kind].encode())
        await writer.drain()
        while True:
            await asyncio.sleep(2)
            if kind in ("answer", "page"):
                if not await reader.read(16):
                    return
            elif kind != "held":
                writer.write(b"X-A: b\r\n" if kind == "headers" else b"x")
                await writer.drain()
                if reader.at_eof():
                    return
    finally:
        writer.close()


async def keep_trickling(port: int, source: str, kind: str, opened: list) -> None:
    """Who is hung up comes again."""
    while True:
        try:
            opened[0] += 1
            await trickle(port, source, kind)
        except OSError:
            pass
        await asyncio.sleep(1)


async def main(port: int, connections: int, addresses: int, kinds: list[str]) -> None:
    opened = [0]
    for number in range(connections):
        of = number % addresses
        source = f"127.1.{of // 250}.{of % 250 + 1}"
        kind = kinds[number % len(kinds)]
        asyncio.create_task(keep_trickling(port, source, kind, opened))  # noqa: RUF006
        await asyncio.sleep(0.004)
    print("all are there", flush=True)  # noqa: T201
    while True:
        await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:4]), sys.argv[4:]))
