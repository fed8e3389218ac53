#!/usr/bin/env python3
"""Turns a month of the function's log into what the provider should bill, and holds it against the invoice.

Reads log lines from files, directories with all that is below them, or standard input, packed with gzip or not, in any of
these forms: plain lines; CloudWatch's export to S3; what Firehose writes for a subscription; what
`aws logs filter-log-events` and `aws logs get-query-results` print; Logs Insights' downloads as CSV and JSON, with @message.
Needs nothing but Python 3.9.

  docs/reconcile.py --from 2026-06-01 --to 2026-06-30 june             a table: charged, free and unknown per day
  docs/reconcile.py --by principal june                                the same per caller
  docs/reconcile.py --orders orders.csv june                           and every verification with its order number
  docs/reconcile.py --invoice invoice.csv --column order june          and what the invoice and the log disagree about

Days are those of Jakarta, unless --zone says otherwise. A day without any line of the function is told, as an export that
is not complete looks like it; --quiet-days says that they are right (a day on which nobody asked).

Exit code: 0, 1 where invoice and log disagree, 2 where the log can't be right: a verification without its charge, a day
without a line, no line at all, a file of another form, a part of a month.
"""
import argparse
import csv
import gzip
import io
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta, timezone

CHARGES = ("CHARGED", "FREE", "UNKNOWN")
FIELDS = ("day", "timestamp", "operation", "answer", "charge", "order_no", "provider_request_id", "request_id",
          "principal")
MOST_OF_INSIGHTS = 10_000  # rows; it says nothing of what it leaves out
PLATFORM = re.compile(r"(START|END|REPORT|INIT_START|EXTENSION|LOGS|TELEMETRY|RESTORE_START)\b")
HEADER = re.compile(r'(?=[^\n]*@)"?@?\w+"?(,"?@?\w+"?)*\r?\n')
MEMBER = re.compile(r'\s*"(field|message|value)": (".*"),?\s*$')


class Wrong(Exception):
    """What is given can't be used; its text says why."""


# --- What was logged, from any form


def paths(given):
    """The files that are given, and those below the directories that are given."""
    for name in given or ["-"]:
        if name != "-" and not os.path.exists(name):
            raise Wrong(f"{name}: no such file")
        if not os.path.isdir(name):
            yield name
            continue
        for directory, below, files in os.walk(name):
            below.sort()
            for file in sorted(files):
                if file != "aws-logs-write-test" and not file.startswith("."):  # the export's own
                    yield os.path.join(directory, file)


def opened(name):
    """A file as text, unpacked where it is packed, whatever its name."""
    file = sys.stdin.buffer if name == "-" else open(name, "rb")
    packed = file.peek(2)[:2] == b"\x1f\x8b"
    return io.TextIOWrapper(gzip.GzipFile(fileobj=file) if packed else file, encoding="utf-8", errors="replace",
                            newline="\n")


def messages(name):
    """What was logged, one after another; a message that came as an object stays one."""
    with opened(name) as file:
        start = file.read(4096)
        while start.isspace():
            start = file.read(4096)
        form = start.lstrip("\ufeff \t\r\n")
        text = Joined(form, file)
        if form.startswith('{"messageType"'):
            yield from of_firehose(text)
        elif form.startswith(('{"events"', '{"results"', '{"queryLanguage"', '{"statistics"', "[")):
            yield from of_insights(name, of_document(json.loads(text.read())))
        elif re.match(r"\{\s*\n", form):
            yield from of_insights(name, of_command(text))
        elif HEADER.match(form):
            yield from of_insights(name, of_csv(name, text))
        else:
            yield from text


class Joined:
    """A file from its beginning, though that was read already."""

    def __init__(self, start, file):
        self.start, self.file = start, file

    def read(self, size=-1):
        start, self.start = self.start, ""
        return start or self.file.read(size) if size >= 0 else start + self.file.read()

    def __iter__(self):
        *whole, rest = self.start.split("\n")
        yield from (line + "\n" for line in whole)
        yield rest + self.file.readline()
        yield from self.file


def of_firehose(text):
    """Documents without anything between them, each with some events."""
    decoder, buffer = json.JSONDecoder(), ""
    for chunk in iter(lambda: text.read(1 << 20), ""):
        buffer += chunk
        while buffer:
            try:
                document, end = decoder.raw_decode(buffer)
            except ValueError:
                break  # its end is in the next chunk
            yield from (event["message"] for event in document.get("logEvents", []))
            buffer = buffer[end:].lstrip()
    if buffer:
        yield buffer  # cut off: no line of the function


def of_command(text):
    """What a command prints over many lines: the message of filter-log-events, or get-query-results' field and value."""
    field = None
    for line in text:
        member = MEMBER.match(line)
        if member and member[1] == "field":
            field = json.loads(member[2])
        elif member and (member[1] == "message" or field == "@message"):
            yield json.loads(member[2])
            field = None


def of_document(document):
    if isinstance(document, dict) and "events" in document:
        return [event["message"] for event in document["events"]]
    rows = document["results"] if isinstance(document, dict) else document
    return [row["@message"] if isinstance(row, dict) else {cell["field"]: cell["value"] for cell in row}["@message"]
            for row in rows]


def of_csv(name, text):
    csv.field_size_limit(1 << 20)  # a message of CloudWatch's has at most 1 MB
    reader = csv.DictReader(text)
    if "@message" not in (reader.fieldnames or []):
        raise Wrong(f"{name}: no column @message, only {', '.join(reader.fieldnames)}; query with `fields @message`")
    yield from (row["@message"] for row in reader)


def of_insights(name, rows):
    count = 0
    for count, message in enumerate(rows, 1):
        yield message
    if count == MOST_OF_INSIGHTS:
        raise Wrong(f"{name}: {count} rows, the most that Logs Insights gives: the rest is missing. Export the month instead")


def lines(name):
    """The function's lines in a file. A file without any must at least have those of Lambda itself."""
    found = known = False
    for message in messages(name):
        line = message
        if isinstance(message, str):
            start = message.find("{")
            try:
                line = json.loads(message[start:]) if start >= 0 else None
            except ValueError:
                line = None  # a line of something else
        if isinstance(line, dict) and "request_id" in line and "timestamp" in line:
            found = True
            yield line
        elif not known:
            known = str(line.get("type", "")).startswith("platform.") if isinstance(line, dict) else bool(
                PLATFORM.search(str(message)[:64]))
    if not found and not known:
        raise Wrong(f"{name}: no line of the function, and no form that is known: see docs/reconcile.md")


# --- The month, in a database in a temporary file: so its size does not matter


class Month:
    """The verifications of a month, each once: exports overlap, and CloudWatch may deliver a line twice."""

    def __init__(self, directory):
        self.base = sqlite3.connect(os.path.join(directory, "month"), isolation_level=None)
        self.base.executescript(f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000; PRAGMA temp_store = FILE;
            CREATE TABLE verification ({", ".join(FIELDS)});
            CREATE TABLE billed (order_no PRIMARY KEY, times) WITHOUT ROWID;
            BEGIN""")
        self.days = Counter()
        self.sandbox = self.count = 0

    def all(self, query, *values):
        return self.base.execute(query, values)

    def read(self, given, zone, first, last):
        """Reads the log; gives what is wrong with it."""
        wrong = []
        for name in paths(given):
            try:
                rows = self.rows(name, zone, first, last)
                self.base.executemany(f"INSERT INTO verification VALUES ({', '.join('?' * len(FIELDS))})", rows)
            except Wrong as e:
                wrong.append(str(e))
            except (OSError, EOFError, ValueError, KeyError, TypeError, csv.Error) as e:
                wrong.append(f"{name}: broken ({type(e).__name__}): is it whole?")
        self.base.executescript("""
            CREATE INDEX by_request ON verification (request_id);
            DELETE FROM verification WHERE rowid IN (SELECT later.rowid FROM verification later JOIN verification earlier
                ON earlier.request_id = later.request_id AND earlier.rowid < later.rowid);
            DROP INDEX by_request; CREATE INDEX by_order ON verification (order_no)""")
        return wrong

    def rows(self, name, zone, first, last):
        for line in lines(name):
            self.progress(name)
            if line.get("livemode") is False:
                self.sandbox += 1
                continue
            self.days[day_of(line["timestamp"], zone)] += 1
            # A verification that was killed is told by the next one that asks the same, perhaps a day later.
            time = line.get("sent_at") or line["timestamp"]
            day = day_of(time, zone)
            # Not a refused request, and not an answer from a record.
            if line.get("Verifications") == 1 and first <= day <= last:
                yield (day, time, line.get("operation", ""), line.get("outcome") or line.get("status", ""),
                       line.get("charge", ""), line.get("order_no", ""), line.get("provider_request_id", ""),
                       line["request_id"], line.get("principal", "-"))

    def progress(self, name):
        """Tells on a terminal how far it is, as a month may take minutes."""
        self.count += 1
        if self.count % 50_000 == 0 and sys.stderr.isatty():
            print(f"\r{self.count} lines, {name}", end="", file=sys.stderr, flush=True)

    def uncharged(self):
        """How many verifications have no charge that is known, and the first of them."""
        return self.all(f"SELECT count(*), min(request_id) FROM verification WHERE charge NOT IN {CHARGES}").fetchone()

    def uncovered(self, first, last):
        """The days of the time asked for, or between the first and the last line, that have no line at all."""
        if not self.days and not (first and last):
            return ["no line of the function at all"]
        day, end = date.fromisoformat(first or min(self.days)), date.fromisoformat(last or max(self.days))
        missing = []
        while day <= end:
            if not self.days[day.isoformat()]:
                missing.append(f"no line on {day.isoformat()}: is the export complete?")
            day += timedelta(days=1)
        return missing

    def table(self, by, out):
        """Charged, free and unknown per day or principal, and operation, and in all."""
        counts = ", ".join(f"coalesce(sum(charge = '{charge}'), 0)" for charge in CHARGES)
        out = csv.writer(out, lineterminator="\n")
        out.writerow([by, "operation", "charged", "free", "unknown"])
        out.writerows(self.all(f"SELECT {by}, operation, {counts} FROM verification GROUP BY 1, 2 ORDER BY 1, 2"))
        out.writerow(["total", "", *self.all(f"SELECT {counts} FROM verification").fetchone()])

    def orders(self, name):
        with open(name, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(FIELDS)
            out.writerows(self.all("SELECT * FROM verification ORDER BY timestamp, request_id"))

    def bill(self, orders):
        self.base.executemany("INSERT INTO billed VALUES (?, 1) ON CONFLICT (order_no) DO UPDATE SET times = times + 1", orders)

    def compare(self):
        """What the invoice and the log disagree about, as lines for people, and what is told besides."""
        both = "FROM verification JOIN billed USING (order_no)"
        first, last = self.all(f"SELECT min(day), max(day) {both}").fetchone()
        if first is None:
            return ["no order of the invoice is in the log: is it another month, or another column?"], []
        found = [f"{order}: {times} times on the invoice" for order, times in self.all(
            "SELECT order_no, times FROM billed WHERE times > 1 ORDER BY 1")]
        found += [f"{order}: on the invoice, but {answer} of {time} is free" for order, answer, time in self.all(
            f"SELECT order_no, answer, timestamp {both} WHERE charge = 'FREE' ORDER BY 1")]
        found += [f"{order}: on the invoice, and unknown until now: {answer} of {time}" for order, answer, time in self.all(
            f"SELECT order_no, answer, timestamp {both} WHERE charge = 'UNKNOWN' ORDER BY 1")]
        found += [f"{order or 'no order number'}: charged at {time}, not on the invoice" for order, time in self.all(
            "SELECT order_no, timestamp FROM verification WHERE charge = 'CHARGED' AND day BETWEEN ? AND ?"
            " AND order_no NOT IN (SELECT order_no FROM billed) ORDER BY timestamp", first, last)]
        lost = [f"{order}: on the invoice, not in the log" for order, in self.all(
            "SELECT order_no FROM billed WHERE order_no NOT IN (SELECT order_no FROM verification) ORDER BY 1")]
        unknown, = self.all("SELECT count(*) FROM verification WHERE charge = 'UNKNOWN' AND order_no = ''"
                            " AND day BETWEEN ? AND ?", first, last).fetchone()
        told = [*lost, *self.of_lost(len(lost), unknown, first, last), *self.outside(first, last)]
        return (found + told, []) if len(lost) > unknown else (found, told)

    @staticmethod
    def of_lost(lost, unknown, first, last):
        """An answer that was lost has no order number in the log, so it can only be counted."""
        if lost:
            yield (f"not in the log: {lost}; unknown charges without an order number from {first} to {last}: {unknown}. " + (
                "They explain each other" if lost <= unknown
                else f"{lost - unknown} more than that: see docs/reconcile.md"))

    def outside(self, first, last):
        charged, = self.all("SELECT count(*) FROM verification WHERE charge = 'CHARGED' AND day NOT BETWEEN ? AND ?",
                            first, last).fetchone()
        if charged:
            yield f"{charged} charged before {first} or after {last}, the invoice's first and last day, are not compared"


def day_of(timestamp, zone):
    # CloudWatch's form, before Python 3.11 too.
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).astimezone(zone).date().isoformat()


def billed(name, column):
    """The order numbers of the invoice."""
    try:
        with open(name, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if column not in (reader.fieldnames or []):
                raise Wrong(f"{name} has no column {column!r}; it has {reader.fieldnames}")
            yield from ((row[column].strip(),) for row in reader if (row[column] or "").strip())
    except OSError as e:
        raise Wrong(f"{name}: {e.strerror}") from e


# --- What is asked for


def zone_of(text):
    match = re.fullmatch(r"([+-])(\d\d):([0-5]\d)", text)
    if not match or int(match[2]) > 14:
        raise argparse.ArgumentTypeError(f"{text!r} is no offset from UTC such as +07:00 (WIB), +08:00 (WITA), +09:00 (WIT)")
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def day(text):
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-06-01") from None


def read(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="log files or directories, - for standard input")
    parser.add_argument("--zone", type=zone_of, default="+07:00", help="where the invoice's days begin (+07:00, WIB)")
    parser.add_argument("--from", dest="first", type=day, help="the first day")
    parser.add_argument("--to", dest="last", type=day, help="the last day")
    parser.add_argument("--by", choices=("day", "principal"), default="day", help="what the table counts by (day)")
    parser.add_argument("--quiet-days", action="store_true", help="days without lines are right")
    parser.add_argument("--orders", help="file for every verification, as CSV")
    parser.add_argument("--invoice", help="the provider's invoice, as CSV with a header")
    parser.add_argument("--column", default="order_no", help="the invoice's column of order numbers")
    given = parser.parse_args(arguments)
    if given.first and given.last and given.first > given.last:
        parser.error(f"--from {given.first} is after --to {given.last}")
    return given


def tell(messages):
    for message in messages:
        print(message, file=sys.stderr)


def main(arguments=None):
    given = read(arguments)
    with tempfile.TemporaryDirectory() as directory:
        month = Month(directory)
        try:
            if given.invoice:
                month.bill(billed(given.invoice, given.column))
            wrong = month.read(given.files, given.zone, given.first or "", given.last or "9999")
        except Wrong as e:
            tell([e])
            return 2
        if month.sandbox:
            tell([f"{month.sandbox} lines of a sandbox are left out: nobody charged for them"])
        uncharged, request_id = month.uncharged()
        if uncharged:
            tell([f"{uncharged} verifications without a charge, the first is {request_id}"])
            return 2
        month.table(given.by, sys.stdout)
        if given.orders:
            month.orders(given.orders)
        if not given.quiet_days:
            wrong += month.uncovered(given.first, given.last)
        found, told = month.compare() if given.invoice else ([], [])
        tell(wrong + found + told)
    return 2 if wrong else 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
