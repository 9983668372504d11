"""Reads a message as another program would: prints its headers and parts as JSON, and what dkimpy says of each signature.

usage: read.py MESSAGE RSA_KEY ED25519_SEED
"""
import base64
import email
import email.policy
import json
import re
import subprocess
import sys

import dkim
import nacl.signing

message = open(sys.argv[1], "rb").read()
parsed = email.message_from_bytes(message, policy=email.policy.default)
rsa = subprocess.run(["openssl", "rsa", "-in", sys.argv[2], "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
seed = base64.b64decode(open(sys.argv[3]).read())
ed25519 = bytes(nacl.signing.SigningKey(seed).verify_key)
records = {
    b"rsa._domainkey.example.org.": b"v=DKIM1; k=rsa; p=" + base64.b64encode(rsa),
    b"ed._domainkey.example.org.": b"v=DKIM1; k=ed25519; p=" + base64.b64encode(ed25519),
}


def record(name, timeout=5):
    return records.get(name)


signatures = []
for index, header in enumerate(parsed.get_all("DKIM-Signature", [])):
    tags = dict(re.split(r"\s*=\s*", tag.strip(), maxsplit=1) for tag in str(header).split(";") if tag.strip())
    verified = dkim.DKIM(message).verify(idx=index, dnsfunc=record)
    signatures.append({"algorithm": tags["a"], "verified": verified, "headers": tags["h"].replace(" ", "").split(":")})
print(
    json.dumps(
        {
            "headers": {name.lower(): str(value) for name, value in parsed.items()},
            "text": parsed.get_body(("plain",)).get_content(),
            "html": parsed.get_body(("html",)).get_content(),
            "signatures": signatures,
            "defects": [str(defect) for part in parsed.walk() for defect in part.defects],
            "longest_line": max(len(line) for line in message.split(b"\r\n")),
        }
    )
)
