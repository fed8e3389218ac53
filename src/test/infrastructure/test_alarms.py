"""Each fault by each way in, played from the function's own lines against the alarms' definitions of both tools."""

import collections
import json
import re
import unittest

import model
import sam
from applied import deployment

TIMES = 10  # within five minutes
STATISTICS = {"Sum": sum, "Maximum": max, "p99": max}


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


def metrics(line, by_http):
    """What CloudWatch has after the line came so often: {(namespace, metric): values}, of this function."""
    values = collections.defaultdict(list)
    for directive in (line or {}).get("_aws", {}).get("CloudWatchMetrics", []):
        if directive["Dimensions"] == [["FunctionName"]]:
            for metric in directive["Metrics"]:
                value = line[metric["Name"]]
                values["ktp-verify", metric["Name"]] += (value if isinstance(value, list) else [value]) * TIMES
    if line is not None and "Bugs" in line:
        values["ktp-verify", "Bugs"] = [1] * TIMES
    if line is None:
        values["AWS/Lambda", "Errors"] = [1] * TIMES
    if by_http:
        values["AWS/ApiGateway", "Count"] = [1] * TIMES
        values["AWS/ApiGateway", "5xx"] = [int(line is None or line["http_status"] >= 500)] * TIMES
    return values


def goes_off(alarm, values):
    """Whether it does, by its definition. An expression is Python's once IF and MAX are functions."""
    queries = alarm["queries"] or {"alone": {"metric": alarm["metric"], "expression": "", "returns": True}}
    given = {}
    for query, (namespace, metric, statistic, _) in ((q, of["metric"]) for q, of in queries.items() if not of["expression"]):
        found = values.get((namespace, metric))
        if not found:
            return False  # no data, which is no alarm
        given[query] = STATISTICS[statistic](found)
    (watched,) = [of["expression"] or query for query, of in queries.items() if of["returns"]]
    for function, name in (("IF(", "choose("), ("MAX(", "max(")):
        watched = watched.replace(function, name)
    return eval(watched, {"choose": lambda c, a, b: a if c else b}, given) >= alarm["breach"][1]


def spent(label, **used):
    """A line of the golden ones with so much of the budgets used, and of no other."""
    line = json.loads(json.dumps(LINES[label]))
    for directive in line["_aws"]["CloudWatchMetrics"]:
        directive["Metrics"] = [m for m in directive["Metrics"]
                                if not m["Name"].endswith("BudgetUsed") or m["Name"] in used]
    return line | used


class Alarms(unittest.TestCase):
    maxDiff = None

    def played(self, deployed):
        faults = {**{fault: (LINES.get(label), *expected) for fault, (label, *expected) in FAULTS.items()},
                  "a bug": (BUG, {"bugs", "provider", "api-5xx"}, {"bugs", "provider"})}
        for fault, (line, over_http, directly) in faults.items():
            for by_http, expected in ((True, over_http), (False, directly)):
                with self.subTest(fault, by_http=by_http):
                    self.assertEqual(expected, self.went(deployed, metrics(line, by_http)))

    @staticmethod
    def went(deployed, values):
        return {alarm.removeprefix(deployed["function"]["name"] + "-")
                for alarm, made in deployed["alarms"].items() if goes_off(made, values)}

    def test_sam(self):
        self.played(model.of_sam(*sam.deployed()))

    def test_terraform(self):
        self.played(deployment("minimal"))

    def test_a_release_is_rolled_back_where_nobody_comes_by_http(self):
        deployed = model.of_sam(*sam.deployed())
        for line in (BUG, None):
            values = metrics(line, by_http=False)
            stops = [alarm for alarm in deployed["deployment"]["alarms"] if goes_off(deployed["alarms"][alarm], values)]
            self.assertTrue(stops)

    def test_a_failure_among_many_is_none(self):
        """Fewer than three, or less than a fifth."""
        alarm = model.of_sam(*sam.deployed())["alarms"]["ktp-verify-provider"]
        for failures, verifications, expected in ((2, 2, False), (3, 3, True), (3, 16, False), (20, 100, True)):
            values = {("ktp-verify", "Failures"): [failures], ("ktp-verify", "Verifications"): [verifications]}
            self.assertEqual(expected, goes_off(alarm, values), (failures, verifications))

    def budgets(self, deployed):
        """Played against a deployment with all three budgets."""
        refused = "the budget is used up"
        self.assertEqual((429, 1, 100), tuple(LINES[refused][k] for k in ("http_status", "BudgetRefusals", "MonthlyBudgetUsed")))
        for line, expected in (
            (LINES[refused], {"budget-80", "budget-100"}),
            (spent(refused, CallerBudgetUsed=100), {"caller-budget-100"}),
            (spent(refused, CallerBudgetUsed=7, DailyBudgetUsed=100, MonthlyBudgetUsed=9), {"budget-80", "budget-100"}),
            (spent("charged", CallerBudgetUsed=99, DailyBudgetUsed=79, MonthlyBudgetUsed=79), set()),
            (spent("charged", CallerBudgetUsed=1, DailyBudgetUsed=80, MonthlyBudgetUsed=1), {"budget-80"}),
            (spent("charged", CallerBudgetUsed=1, DailyBudgetUsed=1, MonthlyBudgetUsed=99), {"budget-80"}),
            (spent("charged", CallerBudgetUsed=100, DailyBudgetUsed=5, MonthlyBudgetUsed=1), {"caller-budget-100"}),
        ):
            for by_http in (True, False):
                with self.subTest(line["message"], by_http=by_http, **{k: line.get(k) for k in line if k.endswith("Used")}):
                    self.assertEqual(expected, self.went(deployed, metrics(line, by_http)))

    def test_budgets_of_sam(self):
        self.budgets(model.of_sam(*sam.deployed(
            {"BudgetDaily": "500", "BudgetMonthly": "10000", "BudgetPerCallerDaily": "100"})))

    def test_budgets_of_terraform(self):
        self.budgets(deployment("complete"))

    def test_one_budget_alone(self):
        """The function writes nothing of a budget that is not set."""
        for budget, metric in (("BudgetDaily", "DailyBudgetUsed"), ("BudgetMonthly", "MonthlyBudgetUsed")):
            deployed = model.of_sam(*sam.deployed({budget: "500"}))
            for used, expected in ((79, set()), (80, {"budget-80"}), (100, {"budget-80", "budget-100"})):
                with self.subTest(budget, used=used):
                    values = metrics(spent("charged", **{metric: used}), by_http=True)
                    self.assertEqual(expected, self.went(deployed, values))

    def test_alarms_are_made_where_they_can_go_off(self):
        of_budgets = {"budget-80", "budget-100", "caller-budget-100", "charged"}
        for given, expected in (
            ({}, {"charged"}),
            ({"ChargedAlarm": "0"}, set()),
            ({"BudgetDaily": "5"}, {"budget-80", "budget-100", "charged"}),
            ({"BudgetMonthly": "5"}, {"budget-80", "budget-100", "charged"}),
            ({"BudgetPerCallerDaily": "5", "ChargedAlarm": "0"}, {"caller-budget-100"}),
        ):
            with self.subTest(str(given)):
                deployed = model.of_sam(*sam.deployed(given))
                self.assertEqual({f"ktp-verify-{alarm}" for alarm in expected},
                                 set(deployed["alarms"]) & {f"ktp-verify-{alarm}" for alarm in of_budgets})

    def test_charges_of_a_day(self):
        for deployed, limit in ((model.of_sam(*sam.deployed()), 1000), (deployment("minimal"), 1000),
                                (deployment("complete"), 400)):
            alarm = deployed["alarms"][deployed["function"]["name"] + "-charged"]
            self.assertEqual([["ktp-verify", "Charged", "Sum", 86400], 1], [alarm["metric"], alarm["evaluation"][0]])
            for charges, expected in ((limit - 1, False), (limit, True)):
                self.assertEqual(expected, goes_off(alarm, {("ktp-verify", "Charged"): [1] * charges}))

    def test_no_alarm_looks_back_longer_than_cloudwatch_allows(self):
        """A day where its period is less than an hour; seven days else, and one where an older limit holds."""
        for alarm, made in deployment("complete")["alarms"].items():
            periods = [m[3] for m in [made["metric"], *(q["metric"] for q in made["queries"].values())] if m[3]]
            self.assertLessEqual(max(periods) * made["evaluation"][0], 86400, alarm)


if __name__ == "__main__":
    unittest.main()
