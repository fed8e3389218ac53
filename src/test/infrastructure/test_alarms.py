"""Each fault by each way in, played from the function's own lines against the alarms' definitions of both tools."""

import collections
import json
import re
import unittest

import model
import sam
from applied import deployment

TIMES = 10  # within five minutes
FIVE_MINUTES = 300


def golden():
    """The function's lines by their labels; GoldenLinesTest holds them against the function."""
    text = (sam.ROOT / "src/test/resources/golden/lines.txt").read_text()
    return {label: json.loads(line) for label, line in re.findall(r"^# (.*)\n(.*)$", text, re.M)}


LINES = golden()
# fault: (the line that it leaves, alarms over HTTP, alarms by direct invocation)
FAULTS = {
    "512 SOURCE_SERVICE_UNAVAILABLE": ("the provider fails", {"provider", "api-5xx"}, {"provider"}),
    "500 INTERNAL_ERROR": ("the provider fails", {"provider", "api-5xx"}, {"provider"}),
    "connections refused": ("never sent", {"provider", "api-5xx"}, {"provider"}),
    "certificate not trusted": ("the provider's certificate is not trusted", {"provider", "api-5xx"}, {"provider"}),
    "401": ("the provider refuses the credentials", {"credentials", "provider", "api-5xx"}, {"credentials", "provider"}),
    "OUT_OF_QUOTA": ("the quota is used up", {"quota", "provider", "api-5xx"}, {"quota", "provider"}),
    "HTML 502": ("the answer is lost", {"unknown-charges", "provider", "api-5xx"}, {"unknown-charges", "provider"}),
    "no answer in time": ("the answer is late", {"unknown-charges", "provider", "api-5xx"},
                          {"unknown-charges", "provider"}),
    "result 04 always": ("free, the caller may ask again", {"provider"}, {"provider"}),
    "rate limit always": ("rate limit, twice", {"provider"}, {"provider"}),
    "a result code of no page": ("a result code of no page", {"unknown-charges", "provider"},
                                 {"unknown-charges", "provider"}),
    "the caller's fault": ("the provider refuses the request", set(), set()),
    "a bad field": ("a bad field", set(), set()),
    "all is well": ("charged", set(), set()),
    "all is well, by records": ("the same again: replayed", set(), set()),
    # Lambda's own, without a line.
    "the function crashes": (None, {"errors", "release-1", "api-5xx"}, {"errors", "release-1"}),
}
# What JournalTest finds in the line of a bug.
BUG = {**LINES["never sent"], "status": "INTERNAL_ERROR", "http_status": 500, "Bugs": 1}


def metrics(line, name, by_http):
    """What CloudWatch has after the line came so often: {(namespace, metric): sum}, of this function."""
    sums = collections.Counter({("AWS/Lambda", "Duration"): 0})
    for directive in (line or {}).get("_aws", {}).get("CloudWatchMetrics", []):
        if directive["Dimensions"] == [["FunctionName"]]:
            for metric in directive["Metrics"]:
                value = line[metric["Name"]]
                sums["ktp-verify", metric["Name"]] += TIMES * (value if isinstance(value, int) else 0)
    if line is not None and "Bugs" in line:
        sums["ktp-verify", "Bugs"] = TIMES
    if line is None:
        sums["AWS/Lambda", "Errors"] = TIMES
    if by_http:
        sums["AWS/ApiGateway", "Count"] = TIMES
        sums["AWS/ApiGateway", "5xx"] = TIMES if line is None or line["http_status"] >= 500 else 0
    return sums


def goes_off(alarm, sums):
    """Whether it does, by its definition. An expression is Python's once IF is a function."""
    namespace, metric, *_ = alarm["metric"]
    if metric:
        value = sums[namespace, metric]
    else:
        given = {q: sums[tuple(of["metric"][:2])] for q, of in alarm["queries"].items() if not of["expression"]}
        (expression,) = [of["expression"] for of in alarm["queries"].values() if of["returns"]]
        if given.get("requests") == 0 or given.get("verifications") == 0:
            return False  # no data, which is no alarm
        value = eval(expression.replace("IF(", "choose("), {"choose": lambda c, a, b: a if c else b}, given)
    return value >= alarm["breach"][1]


class Alarms(unittest.TestCase):
    maxDiff = None

    def played(self, deployed):
        name = deployed["function"]["name"]
        faults = {**{fault: (LINES.get(label), *expected) for fault, (label, *expected) in FAULTS.items()},
                  "a bug": (BUG, {"bugs", "provider", "api-5xx"}, {"bugs", "provider"})}
        for fault, (line, over_http, directly) in faults.items():
            for by_http, expected in ((True, over_http), (False, directly)):
                with self.subTest(fault, by_http=by_http):
                    sums = metrics(line, name, by_http)
                    went = {alarm.removeprefix(f"{name}-")
                            for alarm, made in deployed["alarms"].items() if goes_off(made, sums)}
                    self.assertEqual(expected, went)

    def test_sam(self):
        self.played(model.of_sam(*sam.deployed()))

    def test_terraform(self):
        self.played(deployment("minimal"))

    def test_a_release_is_rolled_back_where_nobody_comes_by_http(self):
        deployed = model.of_sam(*sam.deployed())
        for line in (BUG, None):
            sums = metrics(line, "ktp-verify", by_http=False)
            stops = [alarm for alarm in deployed["deployment"]["alarms"] if goes_off(deployed["alarms"][alarm], sums)]
            self.assertTrue(stops)

    def test_a_failure_among_many_is_none(self):
        """Fewer than three, or less than a fifth."""
        alarm = model.of_sam(*sam.deployed())["alarms"]["ktp-verify-provider"]
        for failures, verifications, expected in ((2, 2, False), (3, 3, True), (3, 16, False), (20, 100, True)):
            sums = collections.Counter({("ktp-verify", "Failures"): failures,
                                        ("ktp-verify", "Verifications"): verifications})
            self.assertEqual(expected, goes_off(alarm, sums), (failures, verifications))


if __name__ == "__main__":
    unittest.main()
