#!/usr/bin/env python3
"""A second implementation of the three signature algorithms, for the golden vectors.

It restates the providers' documentation with nothing but the standard library and shares no line
with the Rust code, so that both can only agree where both are right.

    python3 reference.py check [DIR]    derives every case again, exits 1 on a difference
    python3 reference.py derive [DIR]   fills in what is missing in derived cases, keeps the rest
"""

import hashlib
import json
import os
import re
import sys
import urllib.parse

MASK = b"***"
# Go's url.QueryEscape, which is also Python's quote_plus since 3.7.
GO_FORM_SAFE = ""


def form(data):
    return urllib.parse.quote_plus(data, safe=GO_FORM_SAFE).encode("ascii")


def as_is(data):
    return data


def by_name(pairs):
    return sorted(pairs, key=lambda pair: pair[0])


def ascii_lower(data):
    return bytes(b + 32 if 0x41 <= b <= 0x5A else b for b in data)


def read(value, charset="utf-8", null=b""):
    """The bytes of a typed value: text, integer, null or {"hex": ...}."""
    if value is None:
        return null
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    if isinstance(value, bool) or isinstance(value, float):
        raise ValueError("neither truth values nor fractions are signed")
    return str(value).encode(charset)


# --- sorted_pairs: name=value&...&key=K, MD5, upper-case digits -------------------------------

def keep_sorted(pair):
    name, value = pair
    return name != b"sign" and value not in (b"", b"NULL")


def last_of_each(pairs):
    return by_name(dict(pairs).items())


def json_quoted(value, charset):
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).encode(charset)
    return read(value, charset)


def browser_form(data):
    return form(data).replace(b"%2A", b"*").replace(b"~", b"%7E")


SORTED_PAIRS = {
    "charset": "utf-8",
    "read": read,
    "keep": keep_sorted,
    "order": by_name,
    "name": None,  # By the case: as it is, or form-encoded.
    "value": None,
    "key": as_is,
    "finish": lambda items, key: b"&".join(items + [b"key=" + key]),
    "digits": str.upper,
}

SORTED_PAIRS_MISTAKES = {
    "lower_case_hex": {"digits": str.lower},
    "key_without_name": {"finish": lambda items, key: b"&".join(items + [key])},
    "key_sorted_in": {"finish": lambda items, key: b"&".join(sorted(items + [b"key=" + key]))},
    "key_first": {"finish": lambda items, key: b"&".join([b"key=" + key] + items)},
    "key_form_encoded": {"key": form},
    "leading_ampersand": {"finish": lambda items, key: b"&".join([b""] + items + [b"key=" + key])},
    "trailing_newline": {"key": lambda key: key + b"\n"},
    "empty_values_kept": {"keep": lambda pair: pair[0] != b"sign" and pair[1] != b"NULL"},
    "blank_values_left_out": {"keep": lambda pair: keep_sorted(pair) and pair[1].strip() != b""},
    "zero_left_out": {"keep": lambda pair: keep_sorted(pair) and pair[1] != b"0"},
    "null_as_text": {"read": lambda value, charset: read(value, charset, b"null")},
    "null_text_kept": {"keep": lambda pair: pair[0] != b"sign" and pair[1] != b""},
    "sign_kept": {"keep": lambda pair: pair[1] not in (b"", b"NULL")},
    "unsorted": {"order": list},
    "case_insensitive_order": {
        "order": lambda pairs: sorted(pairs, key=lambda pair: ascii_lower(pair[0]))
    },
    "joined_before_sorting": {
        "order": lambda pairs: sorted(pairs, key=lambda pair: pair[0] + b"=" + pair[1])
    },
    "encoded_before_sorting": {
        "order": lambda pairs: sorted(pairs, key=lambda pair: form(pair[0]))
    },
    "names_lower_cased": {
        "order": lambda pairs: by_name([(ascii_lower(n), v) for n, v in pairs])
    },
    "last_of_repeated_names": {"order": last_of_each},
    "values_trimmed": {"value": lambda value: value.strip()},
    "values_json_quoted": {"read": json_quoted},
    "values_form_encoded": {"name": form, "value": form},
    "values_raw": {"name": as_is, "value": as_is},
    "space_as_percent_20": {"value": lambda value: form(value).replace(b"+", b"%20")},
    "browser_form_encoding": {"name": browser_form, "value": browser_form},
    "names_left_raw": {"name": as_is},
    "gbk_bytes": {"charset": "gbk"},
}


def sorted_pairs(case, key, changes):
    step = {**SORTED_PAIRS, **changes}
    encode = {"raw": as_is, "form_encoded": form}[case["values"]]
    charset = step["charset"]
    if key is None:
        key = read(case["key"], charset)
    pairs = [(read(n, charset), step["read"](v, charset)) for n, v in case["params"]]
    pairs = step["order"]([pair for pair in pairs if step["keep"](pair)])
    name, value = step["name"] or encode, step["value"] or encode
    text = step["finish"]([name(n) + b"=" + value(v) for n, v in pairs], step["key"](key))
    return text, step["digits"](hashlib.md5(text).hexdigest())


# --- brace_pairs: name{$$}value{$$$}...time{$$$$}K, MD5, lower-case digits ---------------------

def keep_brace(pair):
    return pair[0] not in (b"sign", b"timer")


def with_time_as_parameter(case):
    params = [pair for pair in case["params"] if pair[0] != "timer"]
    return {**case, "params": params + [["timer", case["time"]]], "time": ""}


def json_escape(value):
    return json.dumps(value.decode("utf-8")).replace("\\\"", "\"")[1:-1].encode("ascii")


def json_unescape(value):
    return re.sub(
        rb"\\u([0-9a-f]{4})", lambda m: chr(int(m.group(1), 16)).encode("utf-8"), value
    )


BRACE_PAIRS = {
    "charset": "utf-8",
    "case": as_is,
    "keep": keep_brace,
    "order": by_name,
    "name": ascii_lower,
    "value": as_is,
    "finish": lambda items, time, key: b"".join(items) + time + b"{$$$$}" + key,
    "digits": str.lower,
}

BRACE_PAIRS_MISTAKES = {
    "upper_case_hex": {"digits": str.upper},
    "separator_missing_after_last": {
        "finish": lambda items, time, key: b"".join(items)[: -len(b"{$$$}")]
        + time + b"{$$$$}" + key
    },
    "time_missing": {"finish": lambda items, time, key: b"".join(items) + b"{$$$$}" + key},
    "time_as_value": {
        "finish": lambda items, time, key: b"".join(items) + time + b"{$$$}{$$$$}" + key
    },
    "timer_as_parameter": {
        "case": with_time_as_parameter,
        "keep": lambda pair: pair[0] != b"sign",
    },
    "key_missing": {"finish": lambda items, time, key: b"".join(items) + time + b"{$$$$}"},
    "key_separator_missing": {"finish": lambda items, time, key: b"".join(items) + time + key},
    "trailing_newline": {
        "finish": lambda items, time, key: b"".join(items) + time + b"{$$$$}" + key + b"\n"
    },
    "sign_kept": {"keep": lambda pair: pair[0] != b"timer"},
    "empty_values_left_out": {"keep": lambda pair: keep_brace(pair) and pair[1] != b""},
    "unsorted": {"order": list},
    "names_lower_cased_first": {
        "order": lambda pairs: by_name([(ascii_lower(n), v) for n, v in pairs])
    },
    "names_not_lower_cased": {"name": as_is},
    "names_lower_cased_beyond_ascii": {
        "name": lambda name: name.decode("utf-8").lower().encode("utf-8")
    },
    "values_lower_cased": {"value": ascii_lower},
    "values_trimmed": {"value": lambda value: value.strip()},
    "values_form_encoded": {"value": form},
    "values_escaped": {"value": json_escape},
    "values_unescaped": {"value": json_unescape},
    "last_of_repeated_names": {"order": last_of_each},
    "gbk_bytes": {"charset": "gbk"},
}


def brace_pairs(case, key, changes):
    step = {**BRACE_PAIRS, **changes}
    charset = step["charset"]
    if key is None:
        key = read(case["key"], charset)
    case = step["case"](case)
    pairs = [(read(n, charset), read(v, charset)) for n, v in case["params"]]
    pairs = step["order"]([pair for pair in pairs if step["keep"](pair)])
    items = [step["name"](n) + b"{$$}" + step["value"](v) + b"{$$$}" for n, v in pairs]
    text = step["finish"](items, read(case.get("time", ""), charset), key)
    return text, step["digits"](hashlib.md5(text).hexdigest())


# --- secret_digest: MD5 of the secret, lower-case digits ---------------------------------------

SECRET_DIGEST = {
    "bytes": lambda secret: secret.encode("utf-8"),
    "digits": lambda data: hashlib.md5(data).hexdigest(),
}

SECRET_DIGEST_MISTAKES = {
    "upper_case_hex": {"digits": lambda data: hashlib.md5(data).hexdigest().upper()},
    "sixteen_digits": {"digits": lambda data: hashlib.md5(data).hexdigest()[8:24]},
    "md5_of_md5": {
        "digits": lambda data: hashlib.md5(hashlib.md5(data).hexdigest().encode()).hexdigest()
    },
    "secret_trimmed": {"bytes": lambda secret: secret.strip().encode("utf-8")},
    "secret_lower_cased": {"bytes": lambda secret: secret.lower().encode("utf-8")},
    "secret_in_quotes": {"bytes": lambda secret: b'"' + secret.encode("utf-8") + b'"'},
    "secret_cut_at_nul": {"bytes": lambda secret: secret.split("\0")[0].encode("utf-8")},
    "secret_hex_decoded": {"bytes": bytes.fromhex},
    "trailing_newline": {"bytes": lambda secret: secret.encode("utf-8") + b"\n"},
    "trailing_carriage_return": {"bytes": lambda secret: secret.encode("utf-8") + b"\r"},
    "byte_order_mark": {"bytes": lambda secret: b"\xef\xbb\xbf" + secret.encode("utf-8")},
    "utf_16_bytes": {"bytes": lambda secret: secret.encode("utf-16-le")},
    "latin_1_bytes": {"bytes": lambda secret: secret.encode("latin-1")},
    "gbk_bytes": {"bytes": lambda secret: secret.encode("gbk")},
}


def secret_digest(case, key, changes):
    if key is not None:
        return key, ""
    step = {**SECRET_DIGEST, **changes}
    data = step["bytes"](case["key"])
    return data, step["digits"](data)


# --- the files ---------------------------------------------------------------------------------

ALGORITHMS = {
    "sorted_pairs": (sorted_pairs, SORTED_PAIRS_MISTAKES),
    "brace_pairs": (brace_pairs, BRACE_PAIRS_MISTAKES),
    "secret_digest": (secret_digest, SECRET_DIGEST_MISTAKES),
}


def as_text(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"hex": data.hex()}


def derived_fields(algorithm, case):
    """What the case must hold, by name of the stage."""
    build, mistakes = ALGORITHMS[algorithm]
    right = build(case, None, {})[1]
    fields = {
        "masked_string_to_sign": as_text(build(case, MASK, {})[0]),
        "signature": right,
    }
    if "must_reject" in case:
        wrong = build(case, None, mistakes[case["must_reject"]["mistake"]])[1]
        if wrong == right:
            raise ValueError("the mistake makes no difference here")
        fields["must_reject.signature"] = wrong
    return fields


def place_of(case, field):
    if field == "must_reject.signature":
        return case["must_reject"], "signature"
    return case, field


def files_below(folder):
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".json"):
                yield os.path.join(parent, name)


def check(folder):
    failures = 0

    def fail(path, case_id, stage, what):
        nonlocal failures
        failures += 1
        print(ascii(f"{path}: {case_id}: {stage}: {what}")[1:-1])

    for path in files_below(folder):
        name = os.path.relpath(path, folder)
        try:
            with open(path, encoding="utf-8") as file:
                data = json.load(file)
            algorithm, cases = data["algorithm"], data["cases"]
            ALGORITHMS[algorithm]
        except (ValueError, KeyError, TypeError) as error:
            fail(name, "-", "file", repr(error))
            continue
        for case in cases:
            case_id = case.get("id")
            try:
                expected = derived_fields(algorithm, case)
            except (ValueError, KeyError, TypeError) as error:
                fail(name, case_id, "case", repr(error))
                continue
            for stage, value in expected.items():
                place, field = place_of(case, stage)
                if place.get(field) != value:
                    fail(name, case_id, stage, f"file {place.get(field)!r}, derived {value!r}")
        print(f"reference: {name}: {len(cases)} cases derived again")
    return failures == 0


def derive(folder):
    for path in files_below(folder):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        for case in data["cases"]:
            for stage, value in derived_fields(data["algorithm"], case).items():
                place, field = place_of(case, stage)
                if stage == "must_reject.signature" or case["source"]["kind"] == "derived":
                    place.setdefault(field, value)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(layout(data))
    return True


FIELDS = [
    "id", "comment", "params", "values", "time", "key", "masked_string_to_sign", "signature",
    "payload", "must_reject", "source",
]


def layout(data):
    """One field a line, one parameter a line: a difference in git shows what changed."""
    def text(value):
        return json.dumps(value, ensure_ascii=False)

    def field(name, value):
        if name == "params" and value:
            rows = ",\n".join(f"        {text(pair)}" for pair in value)
            return f'      "params": [\n{rows}\n      ]'
        return f'      "{name}": {text(value)}'

    def entry(case):
        names = sorted(case, key=FIELDS.index)
        return "    {\n" + ",\n".join(field(name, case[name]) for name in names) + "\n    }"

    cases = ",\n".join(entry(case) for case in data["cases"])
    return f'{{\n  "algorithm": {text(data["algorithm"])},\n  "cases": [\n{cases}\n  ]\n}}\n'


def main(arguments):
    commands = {"check": check, "derive": derive}
    if len(arguments) not in (1, 2) or arguments[0] not in commands:
        print("usage: reference.py check|derive [DIR]", file=sys.stderr)
        return 2
    folder = arguments[1] if len(arguments) == 2 else os.path.dirname(os.path.abspath(__file__))
    return 0 if commands[arguments[0]](folder) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
