#!/usr/bin/env python3
"""Turns a month of the function's log into what the provider should bill, and holds it against the invoice.

Reads log lines from files, directories with all that is below them, or standard input: plain lines, CloudWatch's export
to S3 (a timestamp before each line, .gz or not), or what `aws logs filter-log-events` prints. Needs nothing but Python 3.9.

  docs/reconcile.py --from 2026-06-01 --to 2026-06-30 june             a table: charged, free and unknown per day
  docs/reconcile.py --by principal june                                the same per caller
  docs/reconcile.py --orders orders.csv june                           and every verification with its order number
  docs/reconcile.py --invoice invoice.csv --column order june          and what the invoice and the log disagree about

Days are those of Jakarta, unless --zone says otherwise. A day without any line of the function is told, as an export that
is not complete looks like it; --quiet-days says that they are right (a day on which nobody asked).

Exit code: 0, 1 where invoice and log disagree, 2 where the log can't be right: a verification without its charge, a day
without a line, no line at all.
"""
import argparse
import csv
import gzip
import json
import os
import re
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone

CHARGES = ("CHARGED", "FREE", "UNKNOWN")
FIELDS = ("day", "timestamp", "operation", "answer", "charge", "order_no", "provider_request_id", "request_id",
          "principal")


def paths(given):
    """The files that are given, and those below the directories that are given."""
    for name in given or ["-"]:
        if not os.path.isdir(name):
            yield name
            continue
        for directory, below, files in os.walk(name):
            below.sort()
            for file in sorted(files):
                if file != "aws-logs-write-test":  # the export's own
                    yield os.path.join(directory, file)


def messages(name):
    """What was logged, line by line, whichever way it was exported. Only filter-log-events needs all of it at once."""
    if name == "-":
        yield from logged(sys.stdin)
    else:
        with (gzip.open if name.endswith(".gz") else open)(name, "rt", encoding="utf-8") as file:
            yield from logged(file)


def logged(file):
    first = next((line for line in file if line.strip()), "")
    if first.strip() == "{" or first.startswith('{"events"'):  # as filter-log-events prints it
        yield from (event["message"] for event in json.loads(first + file.read())["events"])
    else:
        yield first
        yield from file


def lines(name):
    """The JSON objects of the function in a file."""
    for message in messages(name):
        start = message.find("{")
        try:
            line = json.loads(message[start:]) if start >= 0 else None
        except ValueError:
            continue  # a line of something else
        if isinstance(line, dict) and "request_id" in line and "timestamp" in line:
            yield line


class Progress:
    """Tells on a terminal how far it is, as a month may take a minute."""

    def __init__(self):
        self.count = 0
        self.shown = sys.stderr.isatty()

    def line(self, name):
        self.count += 1
        if self.shown and self.count % 50_000 == 0:
            print(f"\r{self.count} lines, {name}", end="", file=sys.stderr, flush=True)


def day_of(timestamp, zone):
    # CloudWatch's form, before Python 3.11 too.
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).astimezone(zone).date().isoformat()


def verifications(files, zone, days):
    """
    Each verification once, in the order of their times: exports overlap, and CloudWatch may deliver a line twice. Counts
    all lines by day into days. Keeps what is told of a verification, and nothing else of its line.
    """
    seen, rows, progress, sandbox = set(), [], Progress(), 0
    for name in paths(files):
        for line in lines(name):
            progress.line(name)
            if line.get("livemode") is False:
                sandbox += 1
                continue
            days[day_of(line["timestamp"], zone)] += 1
            # Not a refused request, and not an answer from a record.
            if line.get("Verifications") != 1 or line["request_id"] in seen:
                continue
            seen.add(line["request_id"])
            answer = line.get("outcome") or line.get("status", "")
            rows.append((
                line["timestamp"], sys.intern(line.get("operation", "")), sys.intern(answer),
                sys.intern(line.get("charge", "")), line.get("order_no", ""), line.get("provider_request_id", ""),
                line["request_id"], sys.intern(line.get("principal", "-"))))
    if sandbox:
        print(f"{sandbox} lines of a sandbox are left out: nobody charged for them", file=sys.stderr)
    rows.sort()
    return Rows(rows, zone)


class Rows:
    """The verifications, each as a row of the CSV; kept as tuples, which need a fifth of the memory."""

    def __init__(self, rows, zone):
        self.rows, self.zone = rows, zone

    def __iter__(self):
        for row in self.rows:
            yield dict(zip(FIELDS, (day_of(row[0], self.zone), *row)))


def uncovered(days, first, last):
    """The days of the time asked for, or between the first and the last line, that have no line at all."""
    if not days and not (first and last):
        return ["no line of the function at all"]
    day, end = date.fromisoformat(first or min(days)), date.fromisoformat(last or max(days))
    missing = []
    while day <= end:
        if not days[day.isoformat()]:
            missing.append(f"no line on {day.isoformat()}: is the export complete?")
        day += timedelta(days=1)
    return missing


def table(rows, by):
    """Charged, free and unknown per day or principal, and operation, and in all."""
    groups = defaultdict(Counter)
    for row in rows:
        groups[row[by], row["operation"]][row["charge"]] += 1
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([by, "operation", "charged", "free", "unknown"])
    for (group, operation), counts in sorted(groups.items()):
        out.writerow([group, operation] + [counts[charge] for charge in CHARGES])
    total = sum(groups.values(), Counter())
    out.writerow(["total", ""] + [total[charge] for charge in CHARGES])


def billed(name, column):
    with open(name, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if column not in (reader.fieldnames or []):
            sys.exit(f"{name} has no column {column!r}; it has {reader.fieldnames}")
        return Counter(row[column].strip() for row in reader if row[column].strip())


def compare(rows, orders):
    """What the invoice and the log disagree about, as lines for people; empty where they agree."""
    by_order = {row["order_no"]: row for row in rows if row["order_no"]}
    found = []
    for order, times in sorted(orders.items()):
        row = by_order.get(order)
        if times > 1:
            found.append(f"{order}: {times} times on the invoice")
        if row is None:
            found.append(f"{order}: on the invoice, not in the log; one of the unknown charges?")
        elif row["charge"] == "FREE":
            found.append(f"{order}: on the invoice, but {row['answer']} of {row['timestamp']} is free")
        elif row["charge"] == "UNKNOWN":
            found.append(f"{order}: on the invoice, and unknown until now: {row['answer']} of {row['timestamp']}")
    for row in rows:
        if row["charge"] == "CHARGED" and row["order_no"] not in orders:
            found.append(f"{row['order_no'] or 'no order number'}: charged at {row['timestamp']}, not on the invoice")
    return found


def zone_of(text):
    match = re.fullmatch(r"([+-])(\d\d):(\d\d)", text)
    if not match:
        raise argparse.ArgumentTypeError("must be like +07:00")
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)


def read(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="log files or directories, - for standard input")
    parser.add_argument("--zone", type=zone_of, default="+07:00", help="where the invoice's days begin (+07:00, WIB)")
    parser.add_argument("--from", dest="first", type=lambda d: date.fromisoformat(d).isoformat(), help="the first day")
    parser.add_argument("--to", dest="last", type=lambda d: date.fromisoformat(d).isoformat(), help="the last day")
    parser.add_argument("--by", choices=("day", "principal"), default="day", help="what the table counts by (day)")
    parser.add_argument("--quiet-days", action="store_true", help="days without lines are right")
    parser.add_argument("--orders", help="file for every verification, as CSV")
    parser.add_argument("--invoice", help="the provider's invoice, as CSV with a header")
    parser.add_argument("--column", default="order_no", help="the invoice's column of order numbers")
    return parser.parse_args(arguments)


def within(rows, first, last):
    rows.rows = [row for row in rows.rows
                 if (first or "") <= day_of(row[0], rows.zone) <= (last or "9999")]
    return rows


def main(arguments=None):
    given, days = read(arguments), Counter()
    rows = within(verifications(given.files, given.zone, days), given.first, given.last)
    wrong = [row for row in rows if row["charge"] not in CHARGES]
    if wrong:
        sys.stderr.write(f"{len(wrong)} verifications without a charge, the first is {wrong[0]['request_id']}\n")
        return 2
    table(rows, given.by)
    if given.orders:
        with open(given.orders, "w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, FIELDS, lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    missing = [] if given.quiet_days else uncovered(days, given.first, given.last)
    found = compare(rows, billed(given.invoice, given.column)) if given.invoice else []
    for told in missing + found:
        print(told, file=sys.stderr)
    return 2 if missing else 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
