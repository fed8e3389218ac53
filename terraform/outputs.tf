output "api_url" {
  description = "Base address of the HTTP API, without /verify."
  value       = aws_apigatewayv2_api.verify.api_endpoint
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.verify.arn
}

output "alias_arn" {
  description = "ARN of the alias: what another Lambda invokes."
  value       = aws_lambda_alias.live.arn
}

output "route_arns" {
  description = "What a caller's IAM policy allows execute-api:Invoke on."
  value       = sort([for permission in aws_lambda_permission.route : permission.source_arn])
}

output "log_group_name" {
  description = "Log group of the function."
  value       = aws_cloudwatch_log_group.function.name
}

output "access_log_group_name" {
  description = "Log group of the API's access log."
  value       = aws_cloudwatch_log_group.access.name
}

output "table_name" {
  description = "Name of the idempotency table; null without one."
  value       = one(aws_dynamodb_table.idempotency[*].name)
}

output "alarm_names" {
  description = "Names of all alarms."
  value = sort(concat(
    [aws_cloudwatch_metric_alarm.api_5xx.alarm_name, aws_cloudwatch_metric_alarm.duration.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.count : alarm.alarm_name],
  ))
}

output "release" {
  description = "Input of aws deploy create-deployment --cli-input-json: moves the alias to the version that was published last."
  value = jsonencode({
    applicationName     = aws_codedeploy_app.verify.name
    deploymentGroupName = aws_codedeploy_deployment_group.live.deployment_group_name
    revision = {
      revisionType = "AppSpecContent"
      appSpecContent = {
        content = jsonencode({
          version = "0.0"
          Resources = [{
            (var.name) = {
              Type = "AWS::Lambda::Function"
              Properties = {
                Name           = aws_lambda_function.verify.function_name
                Alias          = local.alias
                CurrentVersion = aws_lambda_alias.live.function_version
                TargetVersion  = aws_lambda_function.verify.version
              }
            }
          }]
        })
      }
    }
  })
}
