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
  value       = local.log_groups.function.name
}

output "access_log_group_name" {
  description = "Log group of the API's access log."
  value       = local.log_groups.access.name
}

output "table_name" {
  description = "Name of the idempotency table; null without one."
  value       = one(aws_dynamodb_table.idempotency[*].name)
}

output "alarm_names" {
  description = "Names of the alarms that are sent to the topics."
  value = sort(concat(
    [
      aws_cloudwatch_metric_alarm.api_5xx.alarm_name, aws_cloudwatch_metric_alarm.duration.alarm_name,
      aws_cloudwatch_metric_alarm.provider.alarm_name,
    ],
    [for alarm in aws_cloudwatch_metric_alarm.count : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.budget : alarm.alarm_name],
  ))
}

output "api_id" {
  description = "Id of the HTTP API, to map a domain of another configuration to it."
  value       = aws_apigatewayv2_api.verify.id
}

output "stage_id" {
  description = "Id of the API's stage."
  value       = aws_apigatewayv2_stage.default.id
}

output "domain_target" {
  description = "What the DNS record of domain_name points to; null without a domain that is made here."
  value       = one(aws_apigatewayv2_domain_name.own[*].domain_name_configuration[0].target_domain_name)
}

output "domain_hosted_zone_id" {
  description = "Hosted zone of domain_target, for an alias record."
  value       = one(aws_apigatewayv2_domain_name.own[*].domain_name_configuration[0].hosted_zone_id)
}

output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.verify.function_name
}

output "function_version" {
  description = "The version that was published last; the alias serves it once it is released."
  value       = aws_lambda_function.verify.version
}

output "function_role_arn" {
  description = "ARN of the role that the function takes."
  value       = local.function_role_arn
}

output "codedeploy_application" {
  description = "Name of CodeDeploy's application."
  value       = aws_codedeploy_app.verify.name
}

output "codedeploy_deployment_group" {
  description = "Name of CodeDeploy's deployment group."
  value       = aws_codedeploy_deployment_group.live.deployment_group_name
}

output "release" {
  description = "Input of aws deploy create-deployment --cli-input-json, which bin/release gives; null where the alias serves what was published last."
  value = aws_lambda_alias.live.function_version == aws_lambda_function.verify.version ? null : jsonencode({
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
          Hooks = [{ BeforeAllowTraffic = aws_lambda_function.hook.function_name }]
        })
      }
    }
  })
}
