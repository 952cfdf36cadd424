"""Functions that a script brings along where it needs them, as source."""

from __future__ import annotations

import re

HELPERS: dict[str, str] = {
    "packed": '''
def packed(text, shape):
    """The float32 tensor whose bytes are this base64 text."""
    if not text:
        return torch.zeros(shape)
    data = bytearray(base64.b64decode(text))
    return torch.frombuffer(data, dtype=torch.float32).reshape(shape)
''',
    "display": '''
def display(name, numbers):
    """Print the first 8 numbers of the first 8 rows, to six digits."""
    rows = numbers.tolist() if numbers.dim() == 2 else [numbers.tolist()]
    for row in rows[:8]:
        more = " ..." if len(row) > 8 else ""
        shown = " ".join(f"{each:>11.6g}" for each in row[:8])
        print(f"{name:<10}{shown}{more}")
        name = ""
    if len(rows) > 8:
        print(f"          and {len(rows) - 8} more rows")
''',
    "number": '''
def number(text):
    """The number that a text spells."""
    pattern = r"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"
    found = re.fullmatch(pattern, text.strip(), re.ASCII)
    if not found or not math.isfinite(float(found[0])):
        raise SystemExit(f"{text!r} is not a number")
    return float(found[0])
''',
    "whole": '''
def whole(text):
    """The whole number that a text spells."""
    if re.fullmatch(r"[+-]?\\d{1,19}", text.strip(), re.ASCII):
        return int(text)
    if number(text) != int(number(text)):
        raise SystemExit(f"{text!r} is not a whole number")
    return int(number(text))
''',
    "word": '''
def word(text):
    """A text is itself."""
    return text
''',
    "yes_no": '''
def yes_no(no, yes):
    """Reads one of two words as False or True."""
    def read(text):
        given = text.strip().casefold()
        if given in {no.strip().casefold(), yes.strip().casefold()}:
            return given == yes.strip().casefold()
        if given in {"yes", "true", "1", "y", "t"}:
            return True
        if given in {"no", "false", "0", "n", "f"}:
            return False
        raise SystemExit(f"{text!r} is neither {no} nor {yes}")
    return read
''',
    "days": '''
def days(date_format):
    """Reads a date or time as days since 1970-01-01, in UTC."""
    def read(text):
        times = ["", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S"]
        iso = [f"%Y-%m-%d{time}" for time in times]
        own = date_format.replace("%.f", ".%f").replace("%#z", "%z")
        for each in [own, own.replace(".%f", ""), *iso]:
            try:
                moment = datetime.datetime.strptime(text.strip(), each)
            except ValueError:
                continue
            if "%Y" not in each and "%y" not in each:
                moment = moment.replace(year=1970)
            utc = datetime.timezone.utc
            moment = moment if moment.tzinfo else moment.replace(tzinfo=utc)
            since = moment - datetime.datetime(1970, 1, 1, tzinfo=utc)
            microseconds = since // datetime.timedelta(microseconds=1)
            return microseconds / 86_400_000_000
        example = written_date(19874.5, date_format)
        raise SystemExit(f"{text!r} is not a date or time such as {example}")
    return read
''',
    "written_date": '''
def written_date(days, date_format):
    """Days since 1970-01-01 as a date or time."""
    try:
        since = datetime.timedelta(microseconds=round(days * 86_400_000_000))
        moment = datetime.datetime(1970, 1, 1) + since
    except (OverflowError, ValueError):
        return repr(days)
    if not date_format:
        time = " %H:%M:%S" if moment.second else " %H:%M" if days % 1 else ""
        date_format = f"%Y-%m-%d{time}"
    fraction = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
    date_format = date_format.replace("%.f", fraction).replace("%#z", "Z")
    return moment.strftime(date_format)
''',
    "value": '''
def value(cells, name, fill=None):
    """The cell of an input as a number, or what fills an empty one."""
    cell = cells.get(name)
    if cell is None:
        cell = fill
    if cell is None:
        raise SystemExit(f"a value is missing for {name}")
    return float(cell)
''',
    "signed_log": '''
def signed_log(x, unit):
    """The sign of x times ln(1 + |x| / unit)."""
    return math.copysign(math.log1p(abs(x) / unit), x)
''',
    "from_signed_log": '''
def from_signed_log(x, unit):
    """The number whose signed_log is x."""
    return math.copysign(unit * math.expm1(min(abs(x), 709.0)), x)
''',
    "clip": '''
def clip(x, limit):
    """x, but no further than the limit from 0."""
    return min(max(x, -limit), limit)
''',
    "one_hot": '''
def one_hot(cells, name, levels, fill=None, own=False):
    """1 for the level of the cell, 0 for the others.

    With own, an empty cell is a level of its own, the last.
    """
    cell = cells.get(name)
    if cell is None:
        cell = fill
    if cell is None and not own:
        raise SystemExit(f"a value is missing for {name}")
    if cell is None:
        place = len(levels)
    elif isinstance(cell, bool):
        place = int(cell)
    else:
        place = place_of(cell, levels)
    if place is None:
        warning = f"{name}: {cell!r} is not among the levels trained on"
        print(f"warning: {warning}", file=sys.stderr)
    return [float(each == place) for each in range(len(levels) + own)]
''',
    "place_of": '''
def place_of(text, levels):
    """Where a text is among the levels; None where it is not.

    It may differ in case and blanks, or be the same whole number.
    """
    def whole_part(text):
        pattern = r"\\s*\\+?(-?(?:0|[1-9]\\d*))(?:\\.0*)?\\s*"
        found = re.fullmatch(pattern, text, re.ASCII)
        return found[1] if found else ""
    if text in levels:
        return levels.index(text)
    numbers = {whole_part(each): place for place, each in enumerate(levels)}
    numbers.pop("", None)
    plain = [level.strip().casefold() for level in levels]
    given = text.strip().casefold()
    once = len(levels) <= 100 and plain.count(given) == 1
    by_word = plain.index(given) if once else None
    return numbers.get(whole_part(text), by_word)
''',
    "check_range": '''
def check_range(cells, name, low, high):
    """Warn of a number outside the range that was trained on."""
    if cells.get(name) is not None and not low <= cells[name] <= high:
        outside = f"{cells[name]} is outside {low:g} to {high:g}"
        print(f"warning: {name}: {outside}, the range trained on", file=sys.stderr)
''',
    "largest": '''
def largest(values):
    """The largest; where none is above 0 the largest size, 1 for zeros."""
    top = max(values)
    return top if top > 0 else max(map(abs, values)) or 1.0
''',
    "operand": '''
def operand(cells, name):
    """The cell as a number, NaN where it is empty."""
    if name not in cells:
        raise SystemExit(f"a value is missing for {name}")
    return math.nan if cells[name] is None else float(cells[name])
''',
    "text_cell": '''
def text_cell(cells, name):
    """The cell as a text, NaN where it is empty."""
    if name not in cells:
        raise SystemExit(f"a value is missing for {name}")
    return math.nan if cells[name] is None else cells[name]
''',
    "real": '''
def real(function, *values):
    """The result; NaN where a value is empty or it is not finite."""
    if any(each != each for each in values):
        return math.nan
    try:
        result = float(function(*values))
    except (ValueError, ZeroDivisionError, OverflowError):
        return math.nan
    return result if math.isfinite(result) else math.nan
''',
    "all_of": '''
def all_of(*values):
    """1 if all are true, 0 if one is 0, else NaN."""
    if 0 in values:
        return 0.0
    return math.nan if any(each != each for each in values) else 1.0
''',
    "any_of": '''
def any_of(*values):
    """1 if one is true, NaN if it is unknown, else 0."""
    if any(each == each and each != 0 for each in values):
        return 1.0
    return math.nan if any(each != each for each in values) else 0.0
''',
    "chosen": '''
def chosen(condition, then, otherwise):
    """One of two values, NaN where the condition is."""
    if condition != condition:
        return condition
    return then if condition else otherwise
''',
    "is_empty": '''
def is_empty(x):
    """1 for an empty value, else 0."""
    return float(x != x)
''',
    "printable": '''
def printable(text):
    """A text without characters that would disturb a terminal."""
    return "".join(each if each.isprintable() else "\\N{REPLACEMENT CHARACTER}" for each in text)
''',
    "moment": '''
def moment(days):
    """Days since 1970-01-01 as a date and time."""
    since = datetime.timedelta(microseconds=round(days * 86_400_000_000))
    return datetime.datetime(1970, 1, 1) + since
''',
    "days_of_date": '''
def days_of_date(year, month, day):
    """Days since 1970-01-01."""
    date = datetime.date(int(year), int(month), int(day))
    return (date - datetime.date(1970, 1, 1)).days
''',
}
"""By the name that the source calls them by."""
LIBRARIES = ("base64", "datetime", "math", "operator", "re", "sys")
"""The modules of Python's library that a script may import."""


def with_helpers(body: str, always: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """The lines that import what ``body`` and its helpers need, and the helpers' source."""
    used: list[str] = []
    waiting = [body]
    while waiting:
        text = waiting.pop()
        for name, code in HELPERS.items():
            if name not in used and re.search(rf"\b{name}(?=[(,])", text):
                used.append(name)
                waiting.append(code)
    ordered = [HELPERS[name].strip("\n") for name in HELPERS if name in used]
    whole = "\n".join([body, *ordered])
    imports = [f"import {name}" for name in LIBRARIES if name in always or re.search(rf"\b{name}\.", whole)]
    functional = ["from torch.nn import functional"] if "functional." in whole else []
    return [*imports, "", "import torch", *functional], ordered
