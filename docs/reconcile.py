#!/usr/bin/env python3
"""Turns a month of the function's log into what the provider should bill, and holds it against the invoice.

Reads log lines from files or standard input: plain lines, CloudWatch's export to S3 (a timestamp before each line, .gz or
not), or what `aws logs filter-log-events` prints. Needs nothing but Python 3.9.

  docs/reconcile.py log/*.gz                                     a table: charged, free and unknown per day
  docs/reconcile.py --orders orders.csv log/*.gz                 and every verification with its order number
  docs/reconcile.py --invoice invoice.csv --column order log/*   and what the invoice and the log disagree about

Exit code: 0, 1 where invoice and log disagree, 2 where the log can't be right (a verification without its charge).
"""
import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone

CHARGES = ("CHARGED", "FREE", "UNKNOWN")
FIELDS = ("day", "timestamp", "operation", "answer", "charge", "order_no", "provider_request_id", "request_id")


def texts(files):
    for name in files or ["-"]:
        if name == "-":
            yield sys.stdin.read()
        else:
            with (gzip.open if name.endswith(".gz") else open)(name, "rt", encoding="utf-8") as file:
                yield file.read()


def lines(text):
    """The JSON objects of the function in a text, whichever way it was exported."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if isinstance(document, dict) and "events" in document:
        messages = [event["message"] for event in document["events"]]
    else:
        messages = text.splitlines()
    for message in messages:
        start = message.find("{")
        try:
            line = json.loads(message[start:]) if start >= 0 else None
        except ValueError:
            continue  # a line of something else
        if isinstance(line, dict):
            yield line


def verifications(files, zone):
    """Each verification once: exports overlap, and CloudWatch may deliver a line twice."""
    seen = {}
    for text in texts(files):
        for line in lines(text):
            if line.get("Verifications") == 1:  # not a refused request, and not an answer from a record
                seen[line["request_id"]] = line
    for line in sorted(seen.values(), key=lambda line: line["timestamp"]):
        time = datetime.fromisoformat(line["timestamp"].replace("Z", "+00:00")).astimezone(zone)
        yield {
            "day": time.date().isoformat(),
            "timestamp": line["timestamp"],
            "operation": line.get("operation", ""),
            "answer": line.get("outcome") or line.get("status", ""),
            "charge": line.get("charge", ""),
            "order_no": line.get("order_no", ""),
            "provider_request_id": line.get("provider_request_id", ""),
            "request_id": line["request_id"],
        }


def table(rows):
    """Charged, free and unknown per day and operation, and in all."""
    days = defaultdict(Counter)
    for row in rows:
        days[row["day"], row["operation"]][row["charge"]] += 1
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["day", "operation", "charged", "free", "unknown"])
    for (day, operation), counts in sorted(days.items()):
        out.writerow([day, operation] + [counts[charge] for charge in CHARGES])
    total = sum(days.values(), Counter())
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


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="log files, - for standard input")
    parser.add_argument("--zone", default="+00:00", help="where the invoice's days begin, as +07:00 (default: UTC)")
    parser.add_argument("--orders", help="file for every verification, as CSV")
    parser.add_argument("--invoice", help="the provider's invoice, as CSV with a header")
    parser.add_argument("--column", default="order_no", help="the invoice's column of order numbers")
    given = parser.parse_args(arguments)
    sign, hours, minutes = re.fullmatch(r"([+-])(\d\d):(\d\d)", given.zone).groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    rows = list(verifications(given.files, timezone(-offset if sign == "-" else offset)))
    wrong = [row for row in rows if row["charge"] not in CHARGES]
    if wrong:
        sys.stderr.write(f"{len(wrong)} verifications without a charge, the first is {wrong[0]['request_id']}\n")
        return 2
    table(rows)
    if given.orders:
        with open(given.orders, "w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, FIELDS, lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    found = compare(rows, billed(given.invoice, given.column)) if given.invoice else []
    for difference in found:
        print(difference, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
