#!/usr/bin/python3
"""Says as one line of JSON what another reader than ours makes of a mail: read_mail.py FILE."""

import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import sys

content = pathlib.Path(sys.argv[1]).read_bytes()
message = email.message_from_bytes(content, policy=email.policy.default)


def mailbox(name):
    """Not by message[name]: Python 3.11 puts blanks between the encoded words of a long name."""
    folded = email.message_from_bytes(content)[name]
    words, address = email.utils.parseaddr("".join(folded.splitlines()))
    return [str(email.header.make_header(email.header.decode_header(words))), address]


def words(kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().replace("\r\n", "\n") if part else None


print(json.dumps({
    "headers": sorted(name.lower() for name in message.keys()),
    "from": mailbox("From"),
    "to": mailbox("To"),
    "recipients": len(message["To"].addresses),
    "subject": message["Subject"],
    "date": message["Date"].datetime.isoformat(),
    "id": message["Message-ID"].strip(),
    "language": message["Content-Language"],
    "reference": message["X-Doorstep-Reference"],
    "auto_submitted": message["Auto-Submitted"],
    "type": message.get_content_type(),
    "charset": message.get_body().get_content_charset(),
    "text": words("plain"),
    "html": words("html"),
    "defects": [str(defect) for part in message.walk() for defect in part.defects]
    + [str(defect) for value in message.values() for defect in value.defects],
}))
