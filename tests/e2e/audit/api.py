"""What schemathesis has to be told: which space there is, what a record looks like, who may what.

Half of what it makes up stays as it is; the rest is bent towards addresses and bodies that exist, or
nearly every request would end at the first check.
"""

import atexit
import json
import os
import random
import threading
import uuid

import schemathesis

ROLE = os.environ["QUNYUE_ROLE"]
SPACE = os.environ["QUNYUE_SPACE"]
ME = os.environ["QUNYUE_ME"]

AUDIENCES = ["all", "staff", "keys", "personal", "private", "label:小组"]
BODIES = {
    "message": {"text": "早", "sent_at": 1},
    "draft": {"text": "未完"},
    "read": {"upto_at": 1, "upto_id": ""},
    "ack": {"version": 1, "hash": "", "at": 1},
    "invite": {"for_name": "王", "note": "", "token_hash": "0" * 64, "expires_at": 1, "state": "open"},
    "rules-draft": {"rules": []},
    "rules": {"version": 2, "rules": [], "hash": "", "reason": "", "published_at": 1},
    "member": {"person": ME, "real_name": "王", "dept": "", "post": "", "roles": ["owner"], "state": "active", "joined_at": 1},
    "space": {"name": "群", "purpose": "", "for_whom": "", "not_for": "", "locale": "zh-Hans"},
    "novelty": {"x": [1, None, {}]},
}
# Which scopes of the space a role may have anything of.
OPEN = {"nobody": [], "outsider": [], "member": ["all", "personal", "private"], "owner": ["all", "staff", "keys", "personal", "private"]}
# What needs no session.
PUBLIC = {"hello", "setup", "sign_in", "peek_invite", "redeem_invite", "redeem_reset", "sign_out"}

counts: dict[str, dict[str, int]] = {}
lock = threading.Lock()


def bent(made_up, generator):
    """A record's body: of a known kind, with one field as schemathesis made it up."""
    kind = generator.choice(list(BODIES))
    body = dict(BODIES[kind])
    if generator.random() < 0.7:
        body[generator.choice(list(body))] = made_up
    return kind, body


def dice(value):
    """The same choices for the same case, so that a seed gives the same run."""
    return random.Random(repr(value))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    generator = dice(path_parameters)
    if not path_parameters or "space" not in path_parameters or generator.random() < 0.3:
        return path_parameters
    bending = {**path_parameters, "space": SPACE}
    if "audience" in bending:
        bending["audience"] = generator.choice(AUDIENCES)
    if "id" in bending:
        bending["id"] = generator.choice([SPACE, str(uuid.UUID(int=generator.getrandbits(128), version=4))])
    return bending


@schemathesis.hook
def map_query(context, query):
    generator = dice(query)
    if context.operation.definition.raw.get("operationId") != "list_records" or generator.random() < 0.3:
        return query
    return generator.choice([{"since": str(generator.randrange(9))}, {"newest": "1"}, {"newest": "1", "before": "5"}])


@schemathesis.hook
def map_headers(context, headers):
    generator = dice(headers)
    if context.operation.definition.raw.get("operationId") != "put_record" or generator.random() < 0.3:
        return headers
    base = generator.choice([{"if-none-match": "*"}, {"if-match": f'"{generator.randrange(9)}"'}])
    return {"mutation": f"fuzz/{generator.randrange(1 << 40)}", **base}


@schemathesis.hook
def map_body(context, body):
    generator = dice(body)
    if not isinstance(body, dict) or generator.random() < 0.3:
        return body
    if "kind" in body and "writes" not in body:
        kind, record = bent(body.get("body"), generator)
        return {**body, "person": ME, "kind": kind, "body": record, "subject": generator.choice([None, ME])}
    if isinstance(body.get("writes"), list):
        writes = [bent_write(write, generator) for write in body["writes"]]
        return {**body, "person": ME, "writes": writes}
    if "space" in body and "person" in body:
        return {**body, "space": SPACE}
    return body


def bent_write(write, generator):
    if not isinstance(write, dict):
        return write
    kind, record = bent(write.get("body"), generator)
    scope = f"{SPACE}/{generator.choice(AUDIENCES)}"
    return {**write, "scope": scope, "kind": kind, "body": record, "id": str(uuid.UUID(int=generator.getrandbits(128), version=4))}


@schemathesis.hook
def after_call(context, case, response):
    with lock:
        of = counts.setdefault(case.operation.label, {})
        of[str(response.status_code)] = of.get(str(response.status_code), 0) + 1


@atexit.register
def tell():
    with open(os.environ["QUNYUE_COUNT"], "w", encoding="utf-8") as out:
        json.dump(counts, out)


@schemathesis.check
def rights(ctx, response, case):
    """Whatever succeeds, this role may do."""
    if not 200 <= response.status_code < 300:
        return
    name = case.operation.definition.raw.get("operationId")
    if ROLE == "nobody":
        assert name in PUBLIC, f"nobody was let in: {name}"
    assert name not in {"setup", "redeem_invite", "redeem_reset"}, f"{name} succeeded by guessing"
    if name == "issue_reset":
        assert ROLE == "owner", f"{ROLE} got a link to somebody's account"
    parameters = case.path_parameters or {}
    if name == "set_questions":
        assert ROLE == "owner", f"{ROLE} set the questions"
    if parameters.get("space") == SPACE and "audience" not in parameters:
        assert OPEN[ROLE], f"{ROLE} reached {name}"
    elif parameters.get("space") == SPACE:
        assert parameters["audience"] in OPEN[ROLE], f"{ROLE} reached {parameters['audience']}"
    if name == "write_batch" and isinstance(case.body, dict):
        for write, result in zip(case.body.get("writes") or [], response.json()["results"]):
            if result["status"] < 300 and write["scope"].startswith(SPACE):
                audience = write["scope"].split("/", 1)[1]
                assert audience in OPEN[ROLE], f"{ROLE} wrote into {audience}"
