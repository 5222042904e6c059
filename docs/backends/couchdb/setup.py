#!/usr/bin/env python3
"""Makes a CouchDB ready for the app: a database for each audience, with rules for what is written.

    setup.py http://127.0.0.1:5984 --admin root                  # once; again does no harm
    setup.py http://127.0.0.1:5984 --admin root --moderator 王芳

A moderator may change what others wrote, and remove their messages; name everybody who owns or
administers a space. Needs nothing but Python.
"""

import argparse
import base64
import getpass
import hashlib
import json
import pathlib
import sys
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
EVERYBODY = {"names": [], "roles": []}

# A scope is a space within a database. What a server's administrator removed has no space any more.
SPACE = "function (doc, req) { return doc._deleted || doc.space === req.query.space; }"

# What the app looks for besides changes; without an index, every look would read the whole database.
INDEXES = {
    "about": {},
    "all": {
        "member": ["kind", "body.person"],
        "kind": ["space", "kind"],
        "rules": ["space", "kind", "body.version"],
    },
    "staff": {"invite": ["kind", "body.token_hash"]},
    "personal": {},
    "private": {},
}


class Couch:
    """A server, spoken to as its administrator."""

    def __init__(self, origin, admin, password):
        self.origin = origin.rstrip("/")
        self.basic = base64.b64encode(f"{admin}:{password}".encode()).decode()

    def ask(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {self.basic}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.origin + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as answer:
            return answer.code, json.loads(answer.read() or b"{}")

    def must(self, method, path, body=None, but=()):
        status, answer = self.ask(method, path, body)
        if status >= 400 and status not in but:
            sys.exit(f"{method} {path}: {status} {answer.get('reason', '')}")
        return answer

    def put(self, path, document):
        """Writes a document over the one that stands there."""
        status, known = self.ask("GET", path)
        revision = {"_rev": known["_rev"]} if status == 200 else {}
        self.must("PUT", path, {**document, **revision})


def person(login):
    """The account's name on the server, as the app derives it from the one that one signs in with."""
    parts = "".join(f"{len(part.encode())}:{part}" for part in ("person", login))
    raw = bytearray(hashlib.sha256(parts.encode()).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def judge(name):
    """A design document's function: CouchDB takes one without the lines before it."""
    lines = (HERE / name).read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))


def open_accounts(couch):
    """CouchDB 3 keeps everybody from making an account until its administrator allows it."""
    couch.must("PUT", "/_users", but=(412,))
    if "couchdb" in couch.must("GET", "/"):
        couch.must("PUT", "/_node/_local/_config/couchdb/users_db_security_editable", "true")
        couch.must("PUT", "/_users/_security", {"admins": EVERYBODY, "members": EVERYBODY})


def make(couch, prefix):
    open_accounts(couch)
    for audience, indexes in INDEXES.items():
        database = f"/{prefix}-{audience}"
        couch.must("PUT", database, but=(412,))
        couch.must("PUT", f"{database}/_security", {"admins": EVERYBODY, "members": EVERYBODY})
        rules = {"validate_doc_update": judge("about.js" if audience == "about" else "records.js")}
        couch.put(f"{database}/_design/qunyue", {"language": "javascript", "filters": {"space": SPACE}, **rules})
        for name, fields in indexes.items():
            index = {"index": {"fields": fields}, "ddoc": f"qunyue-{name}", "name": name}
            couch.must("POST", f"{database}/_index", index)


def appoint(couch, login):
    path = f"/_users/org.couchdb.user:{person(login)}"
    account = couch.must("GET", path)
    if "moderator" not in account["roles"]:
        couch.must("PUT", path, {**account, "roles": [*account["roles"], "moderator"]})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("origin", help="where CouchDB listens, such as http://127.0.0.1:5984")
    parser.add_argument("--admin", required=True, help="the administrator's name")
    parser.add_argument("--password", help="theirs; asked for where it is not given")
    parser.add_argument("--prefix", default="qunyue", help="what the databases' names begin with")
    parser.add_argument("--moderator", action="append", default=[], metavar="LOGIN")
    args = parser.parse_args()
    password = args.password or getpass.getpass("The administrator's password: ")
    couch = Couch(args.origin, args.admin, password)
    make(couch, args.prefix)
    for login in args.moderator:
        appoint(couch, login)


if __name__ == "__main__":
    main()
