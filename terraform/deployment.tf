# An apply publishes a version; bin/release has CodeDeploy move the alias to it, and back where an alarm goes off.

resource "aws_lambda_alias" "live" {
  name             = local.alias
  description      = "What callers reach; moved by CodeDeploy"
  function_name    = aws_lambda_function.verify.function_name
  function_version = aws_lambda_function.verify.version

  lifecycle {
    ignore_changes = [function_version, routing_config] # CodeDeploy's
  }
}

resource "aws_codedeploy_app" "verify" {
  name             = var.name
  compute_platform = "Lambda"
  tags             = var.tags
}

resource "aws_codedeploy_deployment_group" "live" {
  app_name               = aws_codedeploy_app.verify.name
  deployment_group_name  = local.alias
  deployment_config_name = "CodeDeployDefault.Lambda${var.deployment_config}"
  service_role_arn       = local.deployment_role_arn
  tags                   = var.tags

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  alarm_configuration {
    enabled = true
    alarms  = local.rollback_alarms[*].alarm_name
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"]
  }

  depends_on = [aws_iam_role_policy.deployment]
}

check "released" {
  assert {
    condition     = aws_lambda_alias.live.function_version == aws_lambda_function.verify.version
    error_message = "Version ${aws_lambda_function.verify.version} is published, and the alias still serves ${aws_lambda_alias.live.function_version}. Release it: bin/release, with the directory of this configuration."
  }
}

check "alarms_reach_somebody" {
  assert {
    condition     = length(var.alarm_topic_arns) > 0
    error_message = "Alarms reach nobody: alarm_topic_arns is empty."
  }
}
