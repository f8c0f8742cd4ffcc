#!/usr/bin/env python3
"""A second verifier of the ledger, independent of the service's code.

Written from the specifications alone: src/docs/ledger-leaf.md and src/docs/auditing.md, C2SP
signed-note, tlog-checkpoint, tlog-tiles and tlog-proof, RFC 8032 (Ed25519), RFC 8785 (canonical
JSON) and RFC 9162 section 2.1 (Merkle tree). Needs Python 3.9 or later and nothing else.
"""

import argparse
import base64
import collections
import datetime
import hashlib
import hmac
import http.client
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
import zipfile
import zlib

CLEAN, TAMPERED, UNREACHABLE, USAGE = 0, 1, 2, 64
NEWEST_SCHEMA = 2
WIDTH = 256
LIMIT = 1 << 26  # bytes of one file that are read into memory
LONGEST_LEAF = 65_535  # bytes; an entry bundle states a leaf's length in two bytes
LAG = datetime.timedelta(hours=1)  # published figures may omit only leaves younger than this
TRIES, PAUSE = 40, 0.25  # reads of a checkpoint with too few leaves; seconds between them


class Wrong(Exception):
    """A fault of a log, dossier or sample."""


class Usage(Exception):
    """An error that the user of this program must correct: wrong arguments, or an unusable file."""


class TooOld(Exception):
    """A leaf of a later schema: this verifier cannot decide whether it is correct."""


# Ed25519 (RFC 8032 section 5.1), verification only ------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point(data):
    """Decodes a point (section 5.1.3) to extended coordinates."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(data) != 32 or y >= P:
        raise Wrong("not a point of the curve")
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == (P - u) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if v * x * x % P != u or (x == 0 and sign):
        raise Wrong("not a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, p):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, p)
        p, scalar = add(p, p), scalar >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little"))


def verifies(key, message, signature):
    """Whether an Ed25519 signature is valid (section 5.1.7)."""
    try:
        a, r = point(key), point(signature[:32])
    except Wrong:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]) % P == 0


# Signed notes and checkpoints (C2SP) --------------------------------------------------------------

Key = collections.namedtuple("Key", "name id type public")
Checkpoint = collections.namedtuple("Checkpoint", "origin size root note")


def base64_bytes(text, length=None):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("not base 64: " + text[:60]) from None
    if base64.b64encode(data).decode() != text or length not in (None, len(data)):
        raise Wrong("not base 64 of %s bytes: %s" % (length, text[:60]))
    return data


def verifier_key(text):
    """name+hex8+base64(type ‖ public key), for types 1 (Ed25519) and 4 (Ed25519 cosignature)."""
    name, hex_id, rest = (text.split("+", 2) + ["", ""])[:3]
    data = base64_bytes(rest, 33)
    key_id = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if not name or key_id.hex() != hex_id or data[0] not in (1, 4):
        raise Wrong("not a verifier key: " + text[:100])
    return Key(name, key_id, data[0], data[1:])


def checkpoint(note, keys):
    """Parses a checkpoint. Refuses it if no key of the log signed it, or if the signature of any of
    the given keys is wrong."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise Wrong("not a signed note")
    text += "\n"
    signers = set()
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        if not match:
            raise Wrong("not a signature line: " + line[:100])
        data = base64_bytes(match[2])
        for key in keys:
            if key.name == match[1] and key.id == data[:4]:
                message, signature = text.encode(), data[4:]
                if key.type == 4:
                    seconds = int.from_bytes(signature[:8], "big")
                    message = b"cosignature/v1\ntime %d\n" % seconds + message
                    signature = signature[8:]
                if not verifies(key.public, message, signature):
                    raise Wrong("the signature of %s is wrong" % key.name)
                signers.add(key)
    lines = text.split("\n")
    if len(lines) < 4 or not re.fullmatch("0|[1-9][0-9]{0,14}", lines[1]):
        raise Wrong("not a checkpoint")
    if not any(key.type == 1 and key.name == lines[0] for key in signers):
        raise Wrong("no given key of the log signed the checkpoint of " + lines[0])
    return Checkpoint(lines[0], int(lines[1]), base64_bytes(lines[2], 32), note)


# Merkle tree (RFC 9162 section 2.1) ---------------------------------------------------------------


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    """The root over leaf hashes. Splits at the largest power of two below their number."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    stack = []  # (number of leaves, hash) of complete subtrees, largest first
    for each in hashes:
        stack.append((1, each))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (size, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * size, node_hash(left, right)))
    result = stack.pop()[1]
    while stack:
        result = node_hash(stack.pop()[1], result)
    return result


def root_of_proof(leaf, index, size, proof):
    """The root that an inclusion proof gives (section 2.1.3.2)."""
    if index >= size:
        raise Wrong("leaf %d of %d" % (index, size))
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            raise Wrong("the proof has too many hashes")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise Wrong("the proof has too few hashes")
    return r


# Leaves (src/docs/ledger-leaf.md) -----------------------------------------------------------------

MEMBERS = {"v", "entryId", "type", "aggregate", "actor", "occurredAt", "recordedAt", "transition",
           "facts"}
FACTS = {  # by aggregate type: the facts and their members; None permits any members
    "WISH": {
        "wish": dict.fromkeys(
            "kind category subcategory channel community claimPolicy capacity places needsApproval "
            "claimableBy claimableFrom budgetFen claimBy completeBy sample".split(), {})
        | {"beneficiaries": {"buildings": {}, "households": {}, "people": {}}},
        "round": {}, "progress": {}, "redo": {}, "reason": {},
        "claim": {"id": {}, "claimant": {"type": {}, "id": {}}, "organisation": {},
                  "participants": {}},
        "claims": dict.fromkeys(
            "PENDING ACTIVE COMPLETED DECLINED RELEASED REVOKED LAPSED".split(), {}),
        "lateRecord": {}, "onBehalfOf": {"type": {}, "id": {}},
        "confirmation": {"by": {}, "proxyReason": {}, "acceptedBy": {}, "signatures": {},
                         "rating": {}},
        "deadlines": {"claimBy": {}, "completeBy": {}, "contactBy": {}, "noticeUntil": {},
                      "barredUntil": {}},
        "invitation": {"id": {}, "claimant": {"type": {}, "id": {}}, "reserved": {}, "until": {}},
        "invitations": dict.fromkeys(
            "WAITING INVITED ACCEPTED DECLINED EXPIRED WITHDRAWN".split(), {}),
        "shortfall": {"places": {}, "fen": {}},
        "evidence": {"kind": {}, "mediaType": {}, "bytes": {}},
        "meeting": {"heldAt": {}, "participants": {}},
        "followUp": {"visitedOn": {}, "result": {}},
        "consent": {"state": {}},
        "collector": {},
        "correction": {"entry": {}, "fields": {}, "before": None}},
    "ORGANISATION": {"organisation": dict.fromkeys(
        "kind sector creditCode parent division state mergedInto".split(), {})},
    "MEMBER": {"member": dict.fromkeys(
        "organisation kind community serviceAreas showsName state".split(), {})},
    "CHECK_IN": {"checkIn": {"subject": {"type": {}, "id": {}}, "community": {},
                             "organisation": {}, "checkedInAt": {}, "state": {}}},
    "DIVISION": {"division": dict.fromkeys("path level parent year successor".split(), {})},
    "SUBCATEGORY": {"subcategory": dict.fromkeys("category nameZh nameEn active".split(), {})},
    "LEADERBOARD": {"board": {
        "division": {}, "month": {}, "treeSize": {},
        **dict.fromkeys(("organisations", "members"), dict.fromkeys(
            "rank id fulfilled participations earliestFulfilment".split(), {}))}},
    "READ": {"read": {"leaves": {}, "entries": {}, "fields": {}, "purpose": {}, "entry": {},
                      "subject": {"type": {}, "id": {}}}},
    "ERASURE": {"erasure": {"of": {}, "subjects": {"type": {}, "id": {}}, "reason": {}}},
    "HOLD": {"hold": {"subjectType": {}}},
    "FINDING": {"finding": {
        "wish": {}, "group": {}, "station": {}, "demand": {}, "entry": {}, "subject": {}}},
    "REPORT": {"report": {"wish": {}, "subject": {}, "reason": {}, "result": {}}},
    "DUTY": {"duty": dict.fromkeys("member quarter owed done treeSize".split(), {})},
    "ACCOUNT": {"account": dict.fromkeys(
        "role state member organisation division voucher".split(), {})},
    "CLIENT": {"client": dict.fromkeys("role state scopes division organisation keys".split(), {})},
    "CALENDAR": {"calendar": {"source": {}, "restdays": {}, "workdays": {}}},
    "WEIGHTS": {"weights": {
        "version": {}, "limits": {"MEMBER": {}, "ORGANISATION": {}},
        "points": dict.fromkeys("""NEARNESS SKILL AREA CAPACITY MONEY EXPERIENCE SATISFACTION
            DEADLINE WAITING ROUNDS RECENT""".split(), {})}},
    "DEMAND": {
        "demand": dict.fromkeys(
            "kind category channel community enterprise hall sample level department routeHall"
            " route due answerBy public".split(), {}),
        "support": dict.fromkeys("id state".split(), {}),
        "merged": {"into": {}},
        "adopted": {}, "wish": {}, "satisfied": {}, "answers": {}, "days": {}},
    "STATION": {
        "station": dict.fromkeys("kind origin virtual community hosts area sample".split(), {}),
        "space": dict.fromkeys(
            "id seats area bookers approval longest quota open".split(), {}),
        "attendant": dict.fromkeys("id member ended".split(), {}),
        "booking": dict.fromkeys("id space member organisation start end state".split(), {}),
        "figure": dict.fromkeys("indicator year month value".split(), {}),
        "cancelled": {}},
    "GROUP": {  # leader and reason occur in old leaves only
        "group": dict.fromkeys("kind community host parent places sample leader".split(), {}),
        "membership": dict.fromkeys("id member state joinedAt reason".split(), {}),
        "ended": {}},
}
TYPES = set("""
    WISH_CREATED WISH_EDITED WISH_SUBMITTED WISH_RETURNED WISH_REJECTED WISH_REFERRED
    WISH_PUBLISHED WISH_REPUBLISHED WISH_EXPIRED WISH_WITHDRAWN WISH_CLAIMING_CLOSED
    WISH_EXTENDED WISH_CONFIRMED WISH_DISSATISFIED WISH_REOPENED WISH_ARCHIVED WISH_CORRECTED
    CLAIM_REQUESTED CLAIM_APPROVED CLAIM_DECLINED CLAIM_RELEASED CLAIM_REVOKED CLAIM_LAPSED
    CLAIM_OVERDUE CLAIM_EXTENDED CLAIM_PARTICIPANTS_CHANGED CLAIM_CONTACTED CLAIM_ASSESSED
    CLAIM_STARTED CLAIM_PROGRESSED CLAIM_PARTLY_DELIVERED CLAIM_DELIVERED CLAIM_PLEDGED
    MONEY_POSTED MONEY_REFUNDED MONEY_REVERSED EVIDENCE_ADDED MEETING_HELD FOLLOW_UP_MADE
    CONSENT_RECORDED CONSENT_WITHDRAWN WISH_NOTED WISH_WORDS_AMENDED WISH_UNPUBLISHED
    WISH_RESUMED WISH_THANKED THANKS_PUBLISHED THANKS_HIDDEN WISH_MOVED CLAIM_HANDED_OVER
    CLAIMANT_INVITED WAITING_LIST_JOINED PLACE_OFFERED INVITATION_DECLINED
    INVITATION_WITHDRAWN INVITATION_EXPIRED WISH_HANDED_OVER
    DIVISION_RECORDED DIVISION_CHANGED DIVISION_MERGED DIVISION_CLOSED
    ORGANISATION_RECORDED ORGANISATION_CHANGED ORGANISATION_MERGED
    ORGANISATION_DISSOLVED MEMBER_RECORDED MEMBER_CHANGED MEMBER_LEFT CHECKED_IN
    CHECK_IN_REVOKED CHECK_IN_MOVED ACCOUNT_RECORDED ACCOUNT_CHANGED CLIENT_RECORDED CLIENT_CHANGED
    LEADERBOARD_FROZEN PERSONAL_FIELDS_READ OPENINGS_READ SUBJECT_ERASED
    SUBCATEGORY_CONFIGURED HOLD_PLACED HOLD_RELEASED FINDING_ACCEPTED FINDING_REJECTED
    REPORT_CLOSED DUTY_FROZEN CALENDAR_IMPORTED WEIGHTS_CONFIGURED GROUP_PROPOSED GROUP_EDITED GROUP_AMENDED GROUP_APPROVED
    GROUP_SUSPENDED GROUP_RESUMED GROUP_DISBANDED GROUP_HANDED_OVER GROUP_MOVED MEMBERSHIP_APPLIED
    MEMBERSHIP_RECORDED MEMBERSHIP_ADMITTED MEMBERSHIP_DECLINED MEMBERSHIP_LEFT
    MEMBERSHIP_REMOVED
    STATION_PLANNED STATION_CHANGED STATION_OPENED STATION_SUSPENDED STATION_RESUMED STATION_CLOSED
    ATTENDANT_ADDED ATTENDANT_ENDED SPACE_ADDED SPACE_CHANGED SPACE_CLOSED BOOKING_MADE
    BOOKING_CONFIRMED BOOKING_DECLINED BOOKING_CANCELLED BOOKING_USED BOOKING_MISSED FIGURE_RECORDED
    DEMAND_SUBMITTED DEMAND_REVISED DEMAND_ACCEPTED DEMAND_RETURNED DEMAND_REJECTED
    DEMAND_WITHDRAWN DEMAND_DISPATCHED DEMAND_TAKEN DEMAND_HANDED_BACK DEMAND_ESCALATED
    DEMAND_ANSWERED DEMAND_EVALUATED DEMAND_OBJECTED DEMAND_REOPENED DEMAND_CLOSED
    DEMAND_PUBLISHED DEMAND_UNPUBLISHED DEMAND_SUPPORTED SUPPORT_TAKEN_BACK DEMAND_MERGED
    DEMAND_CONVERTED DEMAND_MOVED
""".split())
# RAISED: types of aggregates and entries with old leaves of schema 1 and new leaves of schema 2.
# SECOND: types that have had schema 2 from the beginning.
RAISED = set("""
    CHECK_IN READ ERASURE WISH_CONFIRMED WISH_DISSATISFIED WISH_REOPENED CLAIM_LAPSED
""".split())
SIGNATURES = {"COMMITTEE": 1, "REPRESENTATIVES": 3}  # the fewest that an acceptance needs
SECOND = set("""
    CALENDAR GROUP STATION DEMAND REPORT WEIGHTS DUTY WISH_NOTED WISH_WORDS_AMENDED WISH_UNPUBLISHED
    WISH_RESUMED WISH_THANKED THANKS_PUBLISHED THANKS_HIDDEN WISH_MOVED CHECK_IN_MOVED
    CLAIMANT_INVITED WAITING_LIST_JOINED PLACE_OFFERED INVITATION_DECLINED
    INVITATION_WITHDRAWN INVITATION_EXPIRED
    DIVISION_MERGED DIVISION_CLOSED CLAIM_HANDED_OVER WISH_HANDED_OVER ORGANISATION_MERGED
""".split())
CODE = re.compile("[A-Za-z0-9_./:+*-]{0,64}")  # ids, roles, commands and states: no words
FIELD = re.compile("[A-Za-z0-9_.-]{1,64}")
TIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
MAC = re.compile("[A-Za-z0-9_-]{43}")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
MOVES = {("FUNDING", "COMMITTED"), ("COMMITTED", "SPENT"), ("COMMITTED", "FUNDING"),
         ("SPENT", "RETURNED"), ("SPENT", "COMMITTED"), ("RETURNED", "SPENT")}


def canonical(value):
    """RFC 8785 for objects, arrays, strings, booleans and integers."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, (str, bool)) or isinstance(value, int) and abs(value) < 2**53:
        return ENCODE(value)
    raise Wrong("null, a fraction or a large number in a leaf")


def text_of(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Wrong("not UTF-8") from None


def parsed(text, what):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Wrong(what + " is not JSON") from None


def unknown_fact(shape, value):
    """Returns the first member of a fact that the schema does not have; None if there is none."""
    if isinstance(value, list):
        return next(filter(None, (unknown_fact(shape, one) for one in value)), None)
    if isinstance(value, dict) and shape is not None:
        for name, member in value.items():
            if name not in shape:
                return name
            below = unknown_fact(shape[name], member)
            if below:
                return name + "." + below
    return None


def schemas(aggregate, entry, facts):
    """Returns the schema versions that a leaf of these types with these facts can have. Late
    records, and leaves that change invitations, always have schema 2."""
    if SECOND & {aggregate, entry} or {"lateRecord", "invitations"} & set(facts):
        return {2}
    return {1, 2} if RAISED & {aggregate, entry} else {1}


def parse_leaf(data):
    """Parses a leaf and checks its form."""
    try:
        return checked_leaf(data)
    except RecursionError:
        raise Wrong("a leaf is nested too deeply") from None


def checked_leaf(data):
    text = text_of(data)
    leaf = parsed(text, "the leaf")
    if not isinstance(leaf, dict) or canonical(leaf) != text:
        raise Wrong("not canonical JSON")
    if type(leaf.get("v")) is not int or leaf["v"] < 1:
        raise Wrong("no schema version")
    if leaf["v"] > NEWEST_SCHEMA:
        raise TooOld("schema %d" % leaf["v"])
    try:
        of, actor, change = leaf["aggregate"], leaf["actor"], leaf["transition"]
        commitments = leaf.get("commitments", {})
        good = (
            MEMBERS <= set(leaf) <= MEMBERS | {"postings", "commitments"}
            and set(of) == {"type", "id", "version"}
            and set(actor) - {"organisation"} == {"id", "role"}
            and {"command"} <= set(change) <= {"command", "from", "to"}
            and type(of["version"]) is int and of["version"] >= 1
            and of["type"] in FACTS and leaf["type"] in TYPES
            and leaf["v"] in schemas(of["type"], leaf["type"], leaf["facts"])
            and all(CODE.fullmatch(text) for text in [
                leaf["entryId"], of["id"], *actor.values(), *change.values()])
            and all(moment(leaf[time]) for time in ("occurredAt", "recordedAt"))
            and isinstance(leaf["facts"], dict)
            and all(FIELD.fullmatch(field) and MAC.fullmatch(mac)
                    for field, mac in commitments.items())
            and ("commitments" not in leaf or commitments) and leaf.get("postings") != []
            and all(
                set(move) == {"from", "to", "form", "fenByClaim"} and move["fenByClaim"]
                and all(CODE.fullmatch(move[name]) for name in ("from", "to", "form"))
                and all(CODE.fullmatch(claim) and type(fen) is int
                        for claim, fen in move["fenByClaim"].items())
                for move in leaf.get("postings", [])))
    except (KeyError, TypeError, AttributeError):
        good = False
    if not good:
        raise Wrong("does not follow the leaf schema: " + text[:200])
    unknown = unknown_fact(FACTS[of["type"]], leaf["facts"])
    if unknown:
        raise Wrong("states %s, a fact that the schema does not have" % unknown)
    return leaf


def commitment(salt, field, value):
    """The commitment to a value; salt is base64url without padding."""
    key = base64.urlsafe_b64decode(salt + "=" * (-len(salt) % 4))
    if len(key) != 32:
        raise Wrong("a salt has 32 bytes, not %d" % len(key))
    message = "microwish/commitment/v1\n%s\n%s" % (field, value)
    mac = hmac.new(key, message.encode(), "sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


# The contents of the log: chains of versions, and sums --------------------------------------------


def taking_part(claimant, participants):
    member = claimant and claimant["type"] == "MEMBER"
    return participants | {claimant["id"]} if member else set(participants)


class Wish:
    """The state of a wish after the leaves so far, for the checks of later leaves and for the
    sums."""

    def __init__(self):
        self.facts, self.state, self.opened, self.claims = {}, None, False, {}
        self.sheet, self.late = False, 0
        self.organisations, self.delivered = {}, set()
        self.people = {}  # by claim: the claimant, the participants, the participants at a delivery
        self.invited = {}  # the live invitations by id, in the order in which they began
        self.early = []  # the claimants whose invitations expired before their time
        self.accounts = collections.Counter()
        self.committed = collections.Counter()  # by claim

    def apply(self, leaf):
        facts = leaf["facts"]
        check_late(leaf, self)
        self.facts = facts.get("wish", self.facts)
        self.state = leaf["transition"].get("to")
        self.opened |= self.state == "OPEN"
        claim = facts.get("claim", {})
        self.late += "lateRecord" in facts
        if leaf["type"] == "CLAIM_HANDED_OVER":
            self.check_successor(claim, leaf["actor"])
        if "claimant" in claim:
            self.people.setdefault(claim["id"], [None, set(), set()])[0] = claim["claimant"]
            self.organisations[claim["id"]] = claim.get("organisation")
        if "participants" in claim:
            self.people.setdefault(claim["id"], [None, set(), set()])[1] = set(
                claim["participants"])
        if leaf["type"] in ("CLAIM_DELIVERED", "CLAIM_PARTLY_DELIVERED"):
            people = self.people.setdefault(claim["id"], [None, set(), set()])
            people[2] |= taking_part(people[0], people[1])
            if leaf["type"] == "CLAIM_DELIVERED":
                self.delivered.add(claim["id"])
        self.delivered -= set(facts.get("redo", []))
        self.sheet |= not claim and facts.get("evidence", {}).get("kind") == "SIGNED_SHEET"
        self.check_acceptance(facts.get("confirmation", {}))
        self.follow_invitations(leaf)
        for state, ids in facts.get("claims", {}).items():
            self.claims.update(dict.fromkeys(ids, state))
        for move in leaf.get("postings", []):
            if (move["from"], move["to"]) not in MOVES:
                raise Wrong("posting from %(from)s to %(to)s" % move)
            for claim, fen in move["fenByClaim"].items():
                if fen <= 0:
                    raise Wrong("posting of %d fen" % fen)
                self.accounts[move["from"]] -= fen
                self.accounts[move["to"]] += fen
                self.committed[claim] += fen * (
                    (move["to"] == "COMMITTED") - (move["from"] == "COMMITTED"))
        self.check_money()

    def check_acceptance(self, said):
        if said.get("by") == "ACCEPTANCE" and not (
                self.sheet and self.facts.get("kind") == "PROJECT"
                and said["signatures"] >= SIGNATURES.get(said["acceptedBy"], 1 << 53)):
            raise Wrong("an acceptance of no project, without a signed sheet, or by too few")

    def follow_invitations(self, leaf):
        """Checks the invitations that a leaf changes, and the places that they hold."""
        facts, kind, begun = leaf["facts"], leaf["type"], leaf["facts"].get("invitation", {})
        said = {state: sorted(ids) for state, ids in facts.get("invitations", {}).items()}
        if not self.invited and not said and not begun:
            return
        now = digits(max(leaf["recordedAt"], leaf["occurredAt"]))
        due = {one for one, what in self.invited.items()
               if what["until"] and digits(what["until"]) <= now}
        over = set(said.get("EXPIRED", []))
        going = {one: what for one, what in self.invited.items() if one not in over}
        own, state, until = None, INVITED_BY.get(kind), begun.get("until")
        whom = begun.get("claimant")
        if kind in ("CLAIMANT_INVITED", "WAITING_LIST_JOINED"):
            own = begun["id"]
            if own in going or any(one["claimant"] == whom for one in going.values()):
                raise Wrong("%s has two live invitations" % whom["id"])
            if state == "INVITED" and (begun["reserved"] and not self.free(going.values())
                                       or until is None):
                raise Wrong("invitation %s holds a place that is not free, or has no end" % own)
        elif kind == "PLACE_OFFERED":
            own = next((one for one, what in going.items() if what["state"] == "WAITING"), None)
            if own is None or own != begun["id"] or until is None:
                raise Wrong("a place is offered to %s, but the first in line is %s" % (
                    begun["id"], own))
            if not self.free(one for one in going.values() if one["state"] == "INVITED"):
                raise Wrong("a place is offered, but none is free")
        elif kind in ("CLAIM_REQUESTED", "CLAIM_HANDED_OVER"):
            holder, state = facts["claim"]["claimant"], "ACCEPTED"
            own = next((one for one, what in going.items() if what["claimant"] == holder), None)
            kept = own and going[own]["reserved"] and going[own]["state"] == "INVITED"
            if kind == "CLAIM_REQUESTED" and going and not kept and not self.free(going.values()):
                raise Wrong("%s claims a place that is held for others" % holder["id"])
        elif kind in ("INVITATION_DECLINED", "INVITATION_WITHDRAWN"):
            own = (said.get(state) or [None])[0]
            if own not in going:
                raise Wrong("%s of the invitation %s, which is not live" % (kind, own))
        whom = going[own]["claimant"] if own in going else whom
        actor = leaf["actor"]
        if kind in ("WAITING_LIST_JOINED", "INVITATION_DECLINED") and whom != (
                {"type": "MEMBER", "id": actor["id"]} if actor["role"] == "MEMBER"
                else {"type": "ORGANISATION", "id": actor.get("organisation")}):
            raise Wrong("%s by %s, but the invitation is for %s" % (kind, actor["id"], whom["id"]))
        ours = {"EXPIRED": due | over & set(self.invited)}
        if own:
            ours.setdefault(state, set()).add(own)
        elif kind == "WISH_CLAIMING_CLOSED" or self.state not in CLAIMABLE:
            left = "WITHDRAWN" if kind == "WISH_WITHDRAWN" else "EXPIRED"
            ours[left] = ours.get(left, set()) | set(going)
            due |= set() if left == "WITHDRAWN" else over
        ours = {state: sorted(ids) for state, ids in ours.items() if ids}
        if said != ours or kind == "INVITATION_EXPIRED" and not over:
            raise Wrong("%s changes invitations to %s, but by the leaves to %s" % (
                kind, said, ours))
        for one in over - due:
            # When a place is to be offered, the service also ends the wait of claimants who can no
            # longer claim the wish. This verifier cannot check that.
            if self.invited[one]["state"] == "INVITED" or kind not in (
                    "PLACE_OFFERED", "INVITATION_EXPIRED"):
                self.early.append(self.invited[one]["claimant"])
        for entered, ids in ours.items():
            for one in ids:
                if entered not in ("INVITED", "WAITING"):
                    del self.invited[one]
                elif one in self.invited:
                    self.invited[one].update(state=entered, until=until)
                else:
                    self.invited[one] = {"claimant": whom, "reserved": begun["reserved"],
                                         "state": entered, "until": until}

    def free(self, invited):
        """Whether a place is free: neither taken by a claim nor held by one of these
        invitations."""
        held = sum(one["reserved"] for one in invited)
        return self.facts.get("capacity") != "PLACES" or (
            len(self.counting()) + held < self.facts["places"])

    def check_successor(self, claim, actor):
        """Checks a hand-over: the claim goes to another member of its organisation, or an operator
        records that it follows its claimant to another organisation."""
        known = self.people.get(claim["id"])
        if not known or claim["id"] in self.delivered or self.claims.get(claim["id"]) not in (
                "PENDING", "ACTIVE"):
            raise Wrong("claim %s is handed over, but is not to be done" % claim["id"])
        (before, people, _), after = known, claim["claimant"]
        moves = claim["organisation"] != self.organisations.get(claim["id"])
        if after["type"] == before["type"] == "MEMBER" and after["id"] != before["id"]:
            good = not moves and set(claim["participants"]) == (
                people - {before["id"]} | {after["id"]})
        else:
            good = (
                moves and after["type"] == before["type"] and actor["role"] == "OPERATOR"
                and set(claim["participants"]) == people
                and (after["type"] == "MEMBER" or after["id"] == claim["organisation"]))
        if not good:
            raise Wrong("claim %s is handed over to %s of %s" % (
                claim["id"], after["id"], claim["organisation"]))

    def check_money(self):
        held = [self.accounts[name] for name in ("COMMITTED", "SPENT", "RETURNED")]
        if min(held) < 0 or min(self.committed.values(), default=0) < 0:
            raise Wrong("an account is negative: %s" % dict(self.accounts))
        budget = self.facts.get("budgetFen", 0)
        if 0 < budget < held[0] + held[1]:
            raise Wrong("the budget of %d fen is exceeded: %s" % (budget, dict(self.accounts)))

    def counting(self):
        return [claim for claim, state in self.claims.items() if state in ("ACTIVE", "COMPLETED")]


def check_late(leaf, wish):
    """Checks a late record: only an operator may record what a claimant, participant or resident
    did offline."""
    facts, actor = leaf["facts"], leaf["actor"]
    whom, late = facts.get("onBehalfOf"), facts.get("lateRecord")
    paper = facts.get("confirmation", {}).get("proxyReason") == "ON_PAPER"
    if whom is None and late is None:
        if paper or actor["role"] == "OPERATOR" and leaf["type"] in BY_CLAIMANTS:
            raise Wrong("%s by an operator, but not on behalf of anybody" % leaf["type"])
        return
    if late is not True or whom is None:
        raise Wrong("only one of lateRecord and onBehalfOf")
    if actor["role"] != "OPERATOR":
        raise Wrong("a late record by the role %s" % actor["role"])
    if leaf["occurredAt"] > leaf["recordedAt"]:
        raise Wrong("a late record of the future")
    claim = facts.get("claim", {})
    holder, people, _ = wish.people.get(claim.get("id"), (None, set(), set()))
    party = {"type": whom["type"], "id": whom.get("id")}
    if leaf["type"] in BY_RESIDENTS:
        good = whom == {"type": "RESIDENT"} and paper
    elif leaf["type"] in BY_CLAIMANTS:
        good = party == claim.get("claimant", holder) or (
            leaf["type"] in BY_PARTICIPANTS and party["type"] == "MEMBER" and party["id"] in people)
    else:
        good = False
    if not good:
        raise Wrong("%s is recorded on behalf of %s" % (leaf["type"], whom))


def digits(time):
    """Returns a time as text with nine decimals, so that times compare as texts."""
    seconds, _, decimals = time.rstrip("Z").partition(".")
    return seconds + "." + decimals.ljust(9, "0")


CLAIMABLE = {"OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED"}
INVITED_BY = {"CLAIMANT_INVITED": "INVITED", "WAITING_LIST_JOINED": "WAITING",
              "PLACE_OFFERED": "INVITED", "INVITATION_DECLINED": "DECLINED",
              "INVITATION_WITHDRAWN": "WITHDRAWN"}
LEAVING = {"MEMBER_LEFT", "ORGANISATION_DISSOLVED", "ORGANISATION_MERGED"}
BY_PARTICIPANTS = set("""
    CLAIM_CONTACTED CLAIM_ASSESSED CLAIM_STARTED CLAIM_PROGRESSED CLAIM_PARTICIPANTS_CHANGED
""".split())
BY_CLAIMANTS = BY_PARTICIPANTS | set("""
    CLAIM_REQUESTED CLAIM_PLEDGED CLAIM_PARTLY_DELIVERED CLAIM_DELIVERED CLAIM_RELEASED
""".split())
BY_RESIDENTS = {"WISH_CONFIRMED", "WISH_DISSATISFIED"}
COUNTS = ("published", "claimed", "fulfilled", "participations", "claimingMembers")
MONEY = ("funding", "committed", "spent", "returned")
PEOPLE = ("participations", "claimingMembers")  # missing if another figure contains few people


class Contents:
    """Checks each leaf against the leaves before it, and adds up wishes and money."""

    def __init__(self, draw=None):
        self.entries, self.last, self.wishes, self.draw = set(), {}, {}, draw
        self.recorded, self.merged, self.moves, self.gone = [], set(), [], set()

    def add(self, index, leaf):
        of, change = leaf["aggregate"], leaf["transition"]
        place = (of["type"], of["id"])
        self.recorded.append((index, leaf["recordedAt"]))
        version, state = self.last.get(place, (0, None))
        self.last[place] = (of["version"], change.get("to"))
        if leaf["entryId"] in self.entries:
            raise Wrong("entry %s occurs twice" % leaf["entryId"])
        self.entries.add(leaf["entryId"])
        if of["version"] != version + 1:
            raise Wrong("%s %s has version %d after %d" % (*place, of["version"], version))
        if change.get("from") != state and (
                "from" in change or of["type"] in ("WISH", "GROUP", "STATION", "DEMAND")):
            raise Wrong("%s from %s, but %s %s was in state %s" % (
                change["command"], change.get("from"), *place, state))
        if leaf["type"] == "DIVISION_MERGED":
            said = leaf["facts"]["division"]
            self.merged.add((said["path"], said["successor"]))
        if leaf["type"] in LEAVING:
            self.gone.add((of["type"], of["id"]))
        if leaf["type"] == "WISH_MOVED":
            place = self.wishes.get(of["id"], Wish()).facts.get("community")
            self.moves.append((index, place, leaf["facts"]["wish"]["community"]))
        if of["type"] == "WISH":
            if self.draw and of["version"] == 1:
                self.draw.add(index, leaf)
            try:
                self.wishes.setdefault(of["id"], Wish()).apply(leaf)
            except (KeyError, TypeError, AttributeError) as malformed:
                raise Wrong("a fact of another form: %r" % malformed) from None
        elif "postings" in leaf:
            raise Wrong("a posting that is not on a wish")

    def check_moves(self, report):
        """Reports moves to a community that is not the successor. Called after the last leaf,
        because leaves of different aggregates are only nearly in the order of recording."""
        for index, before, after in self.moves:
            if (before, after) not in self.merged:
                report("leaf %d: a wish moves from %s to %s, which no entry merged" % (
                    index, before, after))

    def check_early(self, report):
        """Reports invitations that expired early although their claimant never left. Called after
        the last leaf."""
        recorded = {kind for kind, _ in self.last}
        for wish in self.wishes.values():
            for whom in wish.early:
                if whom["type"] in recorded and (whom["type"], whom["id"]) not in self.gone:
                    report("an invitation of %s expired before its time" % whom["id"])

    def figures(self):
        figures = collections.Counter()
        for part, kind in (("wishes", "WISH"), ("projects", "PROJECT")):
            members = set()
            for name in COUNTS + (MONEY if kind == "PROJECT" else ()):
                figures["%s.%s" % (part, name)] = 0  # the service publishes 0 if there is no wish
            for wish in self.wishes.values():
                if not wish.opened or wish.facts.get("kind") != kind:
                    continue
                counting = wish.counting()
                figures[part + ".published"] += 1
                figures[part + ".claimed"] += bool(counting)
                figures[part + ".fulfilled"] += wish.state in ("FULFILLED", "ARCHIVED")
                for claim in counting:
                    claimant, people, delivering = wish.people.get(claim, (None, set(), set()))
                    people = taking_part(claimant, people) | delivering
                    figures[part + ".participations"] += len(people)
                    members |= people
                if kind == "PROJECT":
                    for account, name in (("COMMITTED", "committed"), ("SPENT", "spent"),
                                          ("RETURNED", "returned")):
                        figures["projects." + name] += wish.accounts[account]
                    figures["projects.funding"] -= wish.accounts["FUNDING"]
            figures[part + ".claimingMembers"] = len(members)
        return figures


def moment(text):
    try:
        if TIME.fullmatch(text):
            return datetime.datetime.fromisoformat(text[:-1])  # 20 times as fast as strptime
    except ValueError:
        pass
    raise Wrong("not a time: " + text)


def compare_figures(ours, published, report):
    """Compares the figures with the service's overview, which states money in yuan with two
    decimals."""
    for name, value in sorted(ours.items()):
        part, field = name.split(".")
        theirs = published.get(part, {}).get(field)
        shown = "%d.%02d" % divmod(value, 100) if field in MONEY else value
        if theirs is None:
            if field not in PEOPLE:
                report("%s is not published, but the leaves give %s" % (name, shown))
        elif str(theirs) != str(shown):
            report("%s is published as %s, but the leaves give %s" % (name, theirs, shown))


# Sample (src/docs/auditing.md) --------------------------------------------------------------------


def ticket(seed, wish):
    return hashlib.sha256(("microwish/sample/v1\n%s\n%s" % (seed, wish)).encode()).hexdigest()


class Draw:
    """Draws a sample again and compares it with the one that the service returned."""

    def __init__(self, sample):
        self.sample, self.strata = sample, {}
        if not all(type(sample[name]) is int and sample[name] >= 0 for name in ("treeSize", "n")):
            raise Wrong("sample: treeSize or n is no number")

    def add(self, index, leaf):
        if index >= self.sample["treeSize"]:
            return
        wish, stratum = leaf["facts"].get("wish", {}), self.sample.get("stratum")
        community = wish.get("community", "UNKNOWN")
        name = {None: "ALL", "KIND": wish.get("kind", "UNKNOWN"), "STREET": community[:9],
                "COMMUNITY": community}[stratum]
        of = leaf["aggregate"]["id"]
        self.strata.setdefault(name, []).append((ticket(self.sample["seed"], of), index, of))

    def compare(self, hashes):
        size = self.sample["treeSize"]
        if size > len(hashes) or root(hashes[:size]).hex() != self.sample["rootHash"]:
            raise Wrong("sample: the tree of %d leaves has another root" % size)
        drawn = [
            {"name": name, "population": len(all_of_it), "wishes": [
                {"wishId": of, "leafIndex": index}
                for _, index, of in sorted(all_of_it)[:self.sample["n"]]]}
            for name, all_of_it in sorted(self.strata.items())]
        if drawn != self.sample["strata"]:
            raise Wrong("sample: the leaves give %s" % json.dumps(drawn)[:300])


# Where the log is ---------------------------------------------------------------------------------


class Log:
    """The files of a log, at a service's address or in a directory."""

    def __init__(self, place):
        self.base = place.rstrip("/")
        self.remote = re.match("https?://", place)

    def read(self, path, prefix="/api/v1/ledger/"):
        if not self.remote:
            file = os.path.join(self.base, path)
            if not os.path.isdir(self.base):
                raise OSError(self.base + " is not a directory")
            if not os.path.isfile(file):
                return None
            with open(file, "rb") as opened:
                return opened.read(LIMIT)
        for _ in range(60):
            try:
                with urllib.request.urlopen(self.base + prefix + path, timeout=30) as answer:
                    if answer.headers.get("Content-Type", "").startswith("text/html"):
                        raise OSError(self.base + " is a web page, not a log")
                    return answer.read(LIMIT)
            except urllib.error.HTTPError as refused:
                if refused.code == 404:
                    return None
                if refused.code not in (429, 503):
                    raise
                wait = refused.headers.get("Retry-After", "1")
                time.sleep(min(60, int(wait)) if re.fullmatch("[0-9]{1,4}", wait) else 1)
            except (http.client.HTTPException, ValueError) as broken:
                raise OSError("%s: %r" % (self.base, broken)) from None
        raise OSError(self.base + " is too busy")

    def tile(self, level, index, width):
        name = "%03d" % (index % 1000)
        while index >= 1000:
            index //= 1000
            name = "x%03d/%s" % (index % 1000, name)
        path = "tile/%s/%s%s" % (level, name, "" if width == WIDTH else ".p/%d" % width)
        data = self.read(path)
        if data is None:
            raise Wrong(path + " is missing")
        return path, data


def bundle(path, data, count):
    """Returns the leaves of an entry bundle, which stores each as a 16-bit big-endian length and
    its bytes."""
    leaves, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Wrong(path + " ends within a leaf")
        leaves.append(data[at + 2:end])
        at = end
    if len(leaves) != count:
        raise Wrong("%s has %d leaves instead of %d" % (path, len(leaves), count))
    return leaves


def newest_checkpoint(log, keys, size):
    """Returns the log's checkpoint. A service may count leaves before it signs a checkpoint that
    covers them, so the checkpoint is read again for some seconds until it has at least `size`
    leaves."""
    for attempt in range(TRIES):
        note = log.read("checkpoint")
        if note is None:
            raise OSError("there is no checkpoint")
        tree = checkpoint(text_of(note), keys)
        if tree.size >= size or not log.remote or attempt == TRIES - 1:
            return tree
        time.sleep(PAUSE)


def chunks(size):
    return [(index, min(WIDTH, size - index * WIDTH)) for index in range(-(-size // WIDTH))]


def read_log(log, tree, contents, report, published, asked):
    """Reads all leaves; returns their hashes and why some contents could not be checked.

    published: the overview, or None; asked: the time at which it was requested"""
    hashes, too_old = [], None
    counted = None if published is None else published["asOf"]["treeSize"]
    if counted is not None and not 0 <= counted <= tree.size:
        report("the overview counts %d leaves, the checkpoint has %d" % (counted, tree.size))
    for index, width in chunks(tree.size):
        leaves = bundle(*log.tile("entries", index, width), width)
        path, tile = log.tile(0, index, width)
        for leaf in leaves:
            number = len(hashes)
            hashes.append(leaf_hash(leaf))
            if number == counted and not too_old:
                compare_figures(contents.figures(), published, report)
            try:
                if not too_old:
                    contents.add(number, parse_leaf(leaf))
            except TooOld as later:
                too_old = "leaf %d: %s" % (number, later)
            except Wrong as fault:
                report("leaf %d: %s" % (number, fault))
        if tile != b"".join(hashes[index * WIDTH:]):
            report("%s does not have the hashes of its leaves" % path)
    if counted == tree.size and not too_old:
        compare_figures(contents.figures(), published, report)
    left_out = [at for index, at in contents.recorded if index == counted]
    if left_out and moment(left_out[0]) < asked - LAG:
        report("the overview counts only %d leaves, up to %s" % (counted, left_out[0]))
    level, below = 1, hashes
    while len(below) >= WIDTH:
        above = [root(below[at:at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)]
        for index, width in chunks(len(above)):
            if width < WIDTH and not log.remote:
                continue  # A copy of the log need not contain partial upper tiles.
            path, tile = log.tile(level, index, width)
            if tile != b"".join(above[index * WIDTH:index * WIDTH + width]):
                report("%s does not have the hashes of the tiles below" % path)
        level, below = level + 1, above
    if root(hashes) != tree.root:
        report("the leaves give another root hash than the checkpoint has")
    return hashes, too_old


# Dossiers (src/docs/auditing.md) ------------------------------------------------------------------


def check_dossier(file, keys):
    """Checks a dossier against the keys alone; returns what it proves."""
    with zipfile.ZipFile(file) as archive:
        names, listed = collections.Counter(archive.namelist()), {"index.html"}

        def once(name):
            """Marks a file as listed and refuses a second listing: otherwise an index could list a
            large file many times and keep this program busy."""
            if name in listed or name not in names:
                raise Wrong("dossier: %s is missing, or listed twice" % name)
            listed.add(name)
            return name

        def read(name, most=LIMIT):
            if archive.getinfo(once(name)).file_size > most:
                raise Wrong("dossier: %s is too large" % name)
            return archive.read(name)

        index = parsed(text_of(read("dossier.json")), "dossier.json")
        if index["format"] != "microwish/dossier/v1":
            raise Wrong("dossier: unknown format")
        tree = checkpoint(text_of(read("checkpoint")), keys)
        if (index["treeSize"], index["rootHash"]) != (tree.size, tree.root.hex()):
            raise Wrong("dossier: dossier.json does not say what the checkpoint is")
        contents, opened, evidence, earlier = Contents(), 0, {}, -1
        for line in index["leaves"]:
            data, proof = read(line["leaf"], LONGEST_LEAF), text_of(read(line["proof"]))
            head, _, note = proof.partition("\n\n")
            lines = head.split("\n")
            if lines[0] != "c2sp.org/tlog-proof@v1" or not re.fullmatch("index [0-9]+", lines[1]):
                raise Wrong("dossier: %s is not a proof" % line["proof"])
            number = int(lines[1][6:])
            hashes = [base64_bytes(one, 32) for one in lines[2:]]
            if note != tree.note or root_of_proof(
                    leaf_hash(data), number, tree.size, hashes) != tree.root:
                raise Wrong("dossier: %s does not prove %s" % (line["proof"], line["leaf"]))
            leaf = parse_leaf(data)
            contents.add(number, leaf)
            of = leaf["aggregate"]
            if number <= earlier or (of["type"], of["id"]) != ("WISH", index["wishId"]):
                raise Wrong("dossier: %s is not the wish's next leaf" % line["leaf"])
            if (line["entryId"], line["leafIndex"]) != (leaf["entryId"], number):
                raise Wrong("dossier: dossier.json does not say what %s is" % line["leaf"])
            earlier = number
            if line.get("openings"):
                for one in parsed(text_of(read(line["openings"])), "openings")["openings"]:
                    made = leaf.get("commitments", {}).get(one["field"], "")
                    if commitment(one["salt"], one["field"], one["value"]) != made:
                        raise Wrong("dossier: %s of version %d is not what the leaf commits to" % (
                            one["field"], of["version"]))
                    opened += 1
                    if one["field"] == "evidence":
                        size = leaf["facts"].get("evidence", {}).get("bytes")
                        evidence[leaf["entryId"]] = (size, one["value"])
        if not contents.wishes:
            raise Wrong("dossier: no leaves")
        for line in index["evidence"]:
            size, stated = evidence.get(line["entryId"], (0, None))
            if type(size) is not int:
                raise Wrong("dossier: no leaf states the size of %s" % line["file"])
            digest, length = hashlib.sha256(), 0
            with archive.open(once(line["file"])) as content:
                while length <= size:  # A longer file is not read to its end.
                    block = content.read(1 << 16)
                    if not block:
                        break
                    digest.update(block)
                    length += len(block)
            if (size, stated) != (length, digest.hexdigest()):
                raise Wrong("dossier: %s is not the file that was added" % line["file"])
        for name, times_named in names.items():
            if times_named > 1 or name not in listed:
                raise Wrong("dossier: %s occurs twice, or the index does not name it" % name)
        return tree, "wish %s, %d versions, %d opened commitments, %d files" % (
            index["wishId"], len(index["leaves"]), opened, len(index["evidence"]))


def json_file(path):
    with open(path, "rb") as file:
        return parsed(text_of(file.read(LIMIT)), path)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Usage(message)


def main(words):
    try:
        return verify(words)
    except Usage as fault:
        print(fault)
        return USAGE
    except (OSError, MemoryError) as unreachable:
        print("cannot be read: %s" % unreachable)
        return UNREACHABLE


def verify(words):
    parser = Parser(description="Verifies a micro-wish ledger.")
    parser.add_argument("log", nargs="?", help="base URL of the service, or a directory")
    parser.add_argument("--key", action="append", default=[], help="verifier key; repeatable")
    parser.add_argument("--since", help="file with the checkpoint that the log must extend")
    parser.add_argument("--sample", help="response of GET /ledger/sample, to be drawn again")
    parser.add_argument("--dossier", help="a dossier; without a log it is checked alone")
    arguments = parser.parse_args(words)
    if not arguments.log and (not arguments.dossier or arguments.sample or arguments.since):
        raise Usage("expected a log; or only --dossier, without --sample and --since")
    try:
        keys = [verifier_key(key) for key in arguments.key]
    except Wrong as fault:
        raise Usage(fault) from None
    if not any(key.type == 1 for key in keys):
        raise Usage("expected --key, the verifier key of the log")
    findings = []

    def report(what):
        findings.append(what)
        if len(findings) <= 100:
            print("WRONG: " + what)

    too_old = None
    try:
        tree = None
        if arguments.dossier:
            tree, proven = check_dossier(arguments.dossier, keys)
            print("DOSSIER: " + proven)
        if arguments.log:
            too_old = check_log(arguments, keys, tree, report)
    except TooOld as later:
        too_old = str(later)
    except (Wrong, KeyError, TypeError, IndexError, AttributeError, ValueError, RuntimeError,
            EOFError, zipfile.BadZipFile, zlib.error) as fault:
        report("%s" % fault if isinstance(fault, Wrong) else "ill-formed: %r" % fault)
    if findings:
        print("TAMPERED: %d findings" % len(findings))
        return TAMPERED
    if too_old:
        print("verifier too old: " + too_old)
        return UNREACHABLE
    print("CLEAN")
    return CLEAN


def check_log(arguments, keys, dossier, report):
    log = Log(arguments.log)
    earlier = [dossier] if dossier else []
    if arguments.since and os.path.exists(arguments.since):
        with open(arguments.since, "rb") as file:
            try:
                earlier.append(checkpoint(text_of(file.read(LIMIT)), keys))
            except Wrong as fault:
                raise Usage("%s: %s" % (arguments.since, fault)) from None
    elif arguments.since:
        print(arguments.since + " does not exist: there is no earlier run")
    # Read before the checkpoint, whose tree then normally has all leaves that the figures count.
    asked = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    overview = log.read("statistics/overview", "/api/v1/") if log.remote else None
    published = None if overview is None else parsed(text_of(overview), "the overview")
    counted = 0 if published is None else published["asOf"]["treeSize"]
    if type(counted) is not int:
        raise Wrong("the overview counts %r leaves" % (counted,))
    tree = newest_checkpoint(log, keys, max([counted] + [before.size for before in earlier]))
    print("%s: %d leaves" % (tree.origin, tree.size))
    draw = Draw(json_file(arguments.sample)) if arguments.sample else None
    contents = Contents(draw)
    for before in earlier:
        if before.origin != tree.origin:
            raise Usage("the earlier checkpoint is of the log %s, not of %s" % (
                before.origin, tree.origin))
    if log.remote and overview is None:
        report("the overview is missing")
    hashes, too_old = read_log(log, tree, contents, report, published, asked)
    for before in earlier:
        if before.size > tree.size or root(hashes[:before.size]) != before.root:
            report("the log does not extend its earlier tree of %d leaves" % before.size)
    if draw:
        draw.compare(hashes)
    if not too_old:
        contents.check_moves(report)
        contents.check_early(report)
        states = collections.Counter(wish.state for wish in contents.wishes.values())
        print("wishes by state: %s" % dict(sorted(states.items())))
        print("late records: %d" % sum(wish.late for wish in contents.wishes.values()))
        figures = contents.figures()
        for name, value in sorted(figures.items()):
            print("%-26s %12d" % (name, value))
    return too_old


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
