locals {
  through_alias = { FunctionName = var.name, Resource = "${var.name}:${local.alias}" }
  own           = { FunctionName = var.name }
  namespace     = local.sandbox ? "ktp-verify/sandbox" : "ktp-verify"

  # Each alarm's description ends with its section there.
  runbook = "Runbook: docs/runbook.md"

  # Alarms of one metric: of a sum over five minutes, unless they say otherwise.
  counts = merge(
    {
      errors = {
        description = "The function itself failed 3 times in 5 minutes: crashed, ran out of time or memory."
        namespace   = "AWS/Lambda", metric = "Errors", dimensions = local.through_alias, threshold = 3
      }
      throttles = {
        description = "Lambda refused invocations: the concurrency is used up, the function's or the account's."
        namespace   = "AWS/Lambda", metric = "Throttles", dimensions = local.own, threshold = 1
      }
      credentials = {
        description = "The provider refuses the account or does not read what is sent, or the secret cannot be read: no verification works."
        namespace   = local.namespace, metric = "CredentialsRefused", dimensions = local.own, threshold = 1
      }
      quota = {
        description = "The quota with the provider is used up: no verification works."
        namespace   = local.namespace, metric = "QuotaExhausted", dimensions = local.own, threshold = 1
      }
      bugs = {
        description = "A bug was answered properly, with INTERNAL_ERROR: no error of Lambda's, so nothing else tells."
        namespace   = local.namespace, metric = "Bugs", dimensions = local.own, threshold = 1
      }
      unknown-charges = {
        description = "3 verifications in 5 minutes may have been charged without an answer: look for them on the provider's bill."
        namespace   = local.namespace, metric = "UnknownCharges", dimensions = local.own, threshold = 3
      }
    },
    var.idempotency ? {
      idempotency-store = {
        description = "The idempotency table did not answer 3 times in 5 minutes: repeated questions may be charged again."
        namespace   = local.namespace, metric = "StoreFailures", dimensions = local.own, threshold = 3
      }
    } : {},
    var.budget_per_caller_daily == null ? {} : {
      caller-budget-100 = {
        description = "A caller's budget of a day is used up: none of its verifications works until the next day begins. The others are served."
        namespace   = local.namespace, metric = "CallerBudgetUsed", dimensions = local.own, threshold = 100
        statistic   = "Maximum", period = 3600
      }
    },
    # Of the last 24 hours whenever it is looked at, not of a calendar day.
    var.charged_alarm == 0 ? {} : {
      charged = {
        description = "As many charges within 24 hours as the alarm's threshold says: more than somebody expected."
        namespace   = local.namespace, metric = "Charged", dimensions = local.own, threshold = var.charged_alarm
        period      = 86400
      }
    },
  )

  # How much is used of the budgets of all callers together that are set, and of a caller's own.
  common_budgets = merge(
    var.budget_daily == null ? {} : { daily = "DailyBudgetUsed" },
    var.budget_monthly == null ? {} : { monthly = "MonthlyBudgetUsed" },
  )

  # What a new version can cause. The others would only keep a release from mending something.
  rollback_alarms = concat(
    [
      aws_cloudwatch_metric_alarm.release,
      aws_cloudwatch_metric_alarm.count["bugs"],
      aws_cloudwatch_metric_alarm.count["errors"],
    ],
    # In the sandbox, test numbers set these off.
    [for alarm in [
      aws_cloudwatch_metric_alarm.api_5xx,
      aws_cloudwatch_metric_alarm.duration,
      aws_cloudwatch_metric_alarm.count["unknown-charges"],
    ] : alarm if !local.sandbox],
  )
}

resource "aws_cloudwatch_metric_alarm" "count" {
  for_each = local.counts

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.description} ${local.runbook}#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = try(each.value.statistic, "Sum")
  period              = try(each.value.period, 300)
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}

# Over an hour, as the function tells how much is used with each charge only: a quiet while would end an alarm and the next
# charge would send it anew. Used up for all, or for one caller, are two alarms.
resource "aws_cloudwatch_metric_alarm" "budget" {
  for_each = length(local.common_budgets) == 0 ? {} : {
    80  = "80 % of the budget of a day or of a month, of all callers together, is used."
    100 = "The budget of a day or of a month, of all callers together, is used up: no verification works until the next one begins."
  }

  alarm_name          = "${var.name}-budget-${each.key}"
  alarm_description   = "${each.value} ${local.runbook}#budget-${each.key}"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = tonumber(each.key)
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  dynamic "metric_query" {
    for_each = length(local.common_budgets) == 2 ? ["MAX([daily, monthly])"] : []

    content {
      id          = "used"
      expression  = metric_query.value
      label       = "the one that is used more"
      return_data = true
    }
  }

  dynamic "metric_query" {
    for_each = local.common_budgets

    content {
      id          = metric_query.key
      return_data = length(local.common_budgets) == 1

      metric {
        namespace   = local.namespace
        metric_name = metric_query.value
        dimensions  = local.own
        stat        = "Maximum"
        period      = 3600
      }
    }
  }
}

# Of the version that was published last, and of no other: at a tenth of little traffic, three errors never come together.
# A new name for each version, as an alarm keeps its state. It tells nobody: during a release CodeDeploy looks at it, and
# afterwards "errors" is for people.
resource "aws_cloudwatch_metric_alarm" "release" {
  alarm_name          = "${var.name}-release-${aws_lambda_function.verify.version}"
  alarm_description   = "The version that was published last failed once: crashed, ran out of time or memory. For its release alone. ${local.runbook}#release"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = merge(local.through_alias, { ExecutedVersion = aws_lambda_function.verify.version })
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "provider" {
  alarm_name          = "${var.name}-provider"
  alarm_description   = "20 % of the verifications within 5 minutes, and at least 3, got no verdict for a reason that is not the caller's. ${local.runbook}#provider"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 20
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "percent"
    expression  = "IF(failures >= 3, 100 * failures / verifications, 0)"
    label       = "failed in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failures = "Failures", verifications = "Verifications" }

    content {
      id = metric_query.key

      metric {
        namespace   = local.namespace
        metric_name = metric_query.value
        dimensions  = local.own
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "api_5xx" {
  alarm_name          = "${var.name}-api-5xx"
  alarm_description   = "5 % of the API's answers within 5 minutes, and at least 3, were 5xx. ${local.runbook}#api-5xx"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "percent"
    expression  = "IF(errors >= 3, 100 * errors / requests, 0)"
    label       = "5xx in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "5xx", requests = "Count" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        dimensions  = { ApiId = aws_apigatewayv2_api.verify.id }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "duration" {
  alarm_name          = "${var.name}-duration"
  alarm_description   = "The slowest 1 % took 70 % of the function's time-out or more, in 3 of 5 minutes: answers are about to be lost. ${local.runbook}#duration"
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 70
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "percent"
    expression  = "100 * p99 / ${var.function_timeout}000"
    label       = "p99 in percent of the time-out"
    return_data = true
  }

  metric_query {
    id = "p99"

    metric {
      namespace   = "AWS/Lambda"
      metric_name = "Duration"
      dimensions  = local.through_alias
      stat        = "p99"
      period      = 60
    }
  }
}
