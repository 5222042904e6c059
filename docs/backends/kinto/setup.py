#!/usr/bin/env python3
"""Makes a Kinto ready for the app: its administrator, a guest, a bucket and its collections.

    setup.py http://127.0.0.1:8888                       # once; again does no harm
    setup.py http://127.0.0.1:8888 --moderator 王芳

The first account that makes itself `admin` administers the server, so run this right after the
first start. A moderator may change and remove what others wrote; name everybody who owns or
administers a space. Needs nothing but Python.
"""

import argparse
import base64
import getpass
import hashlib
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

EVERYBODY = "system.Everyone"
PEOPLE = "system.Authenticated"


def collections(bucket):
    """Who may do what, collection by collection: Kinto looks at no kind. Authors may always change what
    they wrote, and whom a record is about may, too: the app asks for that as it creates one."""
    moderators = f"/buckets/{bucket}/groups/moderators"
    create, read, write = "record:create", "read", "write"
    return {
        # The organization's name, for those who have no account yet.
        "about": {read: [EVERYBODY], create: [PEOPLE], write: [moderators]},
        # What every member of a space reads: `space`, `member`, `rules`, `guards`,
        # `channel`, `message`, `reaction`, `pin`, `notice`, `proposal`, `opinion`.
        "all": {read: [PEOPLE], create: [PEOPLE], write: [moderators]},
        # `rules-draft` and `invite`: an invitation's link must find its invitation. No `roster` is
        # offered, as whoever has an account would read it. No `audit`: the
        # reference server keeps that log; here nobody could be believed.
        "staff": {read: [PEOPLE], create: [PEOPLE], write: [moderators]},
        # Everybody's own, and the moderators' to read: `ack`, `confirm`, `held`, `measure`, `report`.
        # `handover` is offered by the app only where a server passes a space on, or nobody keeps any rights.
        "personal": {create: [PEOPLE], write: [moderators]},
        # Nobody's but one's own: `draft`, `scheduled`, `read`, `noted`, `seen`; an `owner-report` is its owner's.
        "private": {create: [PEOPLE]},
    }


class Kinto:
    """A server, spoken to as its administrator."""

    def __init__(self, origin, password):
        self.base = origin.rstrip("/") + "/v1"
        self.basic = base64.b64encode(f"admin:{password}".encode()).decode()

    def ask(self, method, path, body=None, signed=True, headers=None):
        headers = {"Content-Type": "application/json", **(headers or {})}
        if signed:
            headers["Authorization"] = f"Basic {self.basic}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as answer:
            return answer.code, json.loads(answer.read() or b"{}")

    def must(self, method, path, body=None, **more):
        status, answer = self.ask(method, path, body, **more)
        if status >= 400:
            sys.exit(f"{method} {path}: {status} {answer.get('message', '')}")
        return answer


def person(login):
    """The account's id, as the app derives it from the name one signs in with."""
    parts = "".join(f"{len(part.encode())}:{part}" for part in ("person", login))
    raw = bytearray(hashlib.sha256(parts.encode()).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def make(kinto, bucket, password):
    # Refused where the administrator is there already; then the password has to be theirs.
    kinto.ask("PUT", "/accounts/admin", {"data": {"password": password}}, signed=False)
    _, answer = kinto.ask("GET", "/")
    if answer.get("user", {}).get("id") != "account:admin":
        sys.exit("this is not the administrator's password")
    kinto.must("PUT", "/accounts/guest", {"data": {"password": "guest"}})
    kinto.must("PUT", f"/buckets/{bucket}", {})
    status, _ = kinto.ask("GET", f"/buckets/{bucket}/groups/moderators")
    if status == 404:
        kinto.must("PUT", f"/buckets/{bucket}/groups/moderators", {"data": {"members": []}})
    for name, permissions in collections(bucket).items():
        kinto.must("PUT", f"/buckets/{bucket}/collections/{name}", {"permissions": permissions})


def appoint(kinto, bucket, login):
    who = f"account:{person(login)}"
    kinto.must("GET", f"/accounts/{person(login)}")
    group = f"/buckets/{bucket}/groups/moderators"
    members = kinto.must("GET", group)["data"]["members"]
    if who not in members:
        kinto.must("PATCH", group, {"data": {"members": [*members, who]}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("origin", help="where Kinto listens, such as http://127.0.0.1:8888")
    parser.add_argument("--password", help="the administrator's; asked for where it is not given")
    parser.add_argument("--bucket", default="qunyue")
    parser.add_argument("--moderator", action="append", default=[], metavar="LOGIN")
    args = parser.parse_args()
    password = args.password or getpass.getpass("The administrator's password: ")
    kinto = Kinto(args.origin, password)
    make(kinto, args.bucket, password)
    for login in args.moderator:
        appoint(kinto, args.bucket, login)


if __name__ == "__main__":
    main()
