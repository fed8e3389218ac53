# What people on call look at. docs/dashboard.svg shows it, docs/runbook.md says what to do.

resource "aws_cloudwatch_dashboard" "verify" {
  dashboard_name = var.name
  dashboard_body = templatefile("${path.module}/dashboard.json", {
    name      = var.name
    namespace = local.namespace
    region    = local.region
    api_id    = aws_apigatewayv2_api.verify.id
    alarms = join("\", \"", sort(concat(
      values(aws_cloudwatch_metric_alarm.count)[*].arn,
      values(aws_cloudwatch_metric_alarm.budget)[*].arn,
      [
        aws_cloudwatch_metric_alarm.api_5xx.arn,
        aws_cloudwatch_metric_alarm.duration.arn,
        aws_cloudwatch_metric_alarm.provider.arn,
        aws_cloudwatch_metric_alarm.release.arn,
      ],
    )))
  })
}

# In Logs Insights, in a folder of the function's name.
resource "aws_cloudwatch_query_definition" "saved" {
  for_each = jsondecode(file("${path.module}/queries.json"))

  name            = "${var.name}/${each.key}"
  log_group_names = [local.log_groups.function.name]
  query_string    = join("\n", each.value)
}
