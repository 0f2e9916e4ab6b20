#!/usr/bin/python3
"""A mail server that keeps what it gets, and makes the trouble that a recipient's name asks for.

    smtp_sink.py --folder DIR [--port PORT] [--user NAME --password WORD]

Prints "listening on 127.0.0.1:PORT".  Each message becomes DIR/000001.eml, its very bytes, and
DIR/000001.json with its envelope.  A recipient's local part may ask for
    550@... 451@...   that answer to RCPT         later-550@... later-451@...   the same after DATA
    delay-3@...       three seconds of thinking    drop@...                      a broken connection
It ends on SIGTERM, and when the process that started it has gone.
"""

import argparse
import asyncio
import json
import logging
import os
import pathlib
import signal
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {
    "550": "550 5.1.1 No such mailbox here",
    "451": "451 4.3.0 Try again in a while",
}


class Sink:
    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count = len(list(folder.glob("*.eml")))
        self.server = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        wish = address.split("@")[0]
        if wish in ANSWERS:
            return ANSWERS[wish]
        if wish.startswith("delay-"):
            await asyncio.sleep(float(wish.removeprefix("delay-")))
        if wish == "drop":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            wish = address.split("@")[0].removeprefix("later-")
            if wish in ANSWERS:
                return ANSWERS[wish]
        self.count += 1
        name = f"{self.count:06}"
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        about = {"from": sender, "to": envelope.rcpt_tos, "user": session.auth_data}
        self.write(name + ".json", json.dumps(about, ensure_ascii=False).encode())
        self.write(name + ".eml", envelope.original_content)
        return f"250 2.0.0 Kept as {name}"

    def write(self, name, content):
        """Whoever watches the folder never sees half a message."""
        (self.folder / (name + ".part")).write_bytes(content)
        (self.folder / (name + ".part")).rename(self.folder / name)


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        good = data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=good, handled=good, auth_data=user if good else None)

    return check


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    arguments = parser.parse_args()
    parent = os.getppid()
    sink = Sink(arguments.folder)
    options = {"hostname": "sink.example", "enable_SMTPUTF8": True}
    if arguments.user:
        # Passwords without TLS, on this machine: we know.
        warnings.simplefilter("ignore")
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        options |= {
            "authenticator": authenticator(arguments.user, arguments.password),
            "auth_required": True,
            "auth_require_tls": False,
        }
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(sink, loop=loop, **options), "127.0.0.1", arguments.port
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"listening on 127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    while not stop.is_set() and os.getppid() == parent:
        try:
            await asyncio.wait_for(stop.wait(), timeout=0.5)
        except asyncio.TimeoutError:
            pass
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
