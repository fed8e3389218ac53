# What is made, by default and with every setting away from it.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_region" {
    defaults = { id = "ap-southeast-3" }
  }

  mock_data "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:ap-southeast-3:123456789012:log-group:there" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { version = "1", arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify", qualified_arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify:1" }
  }

  mock_resource "aws_apigatewayv2_authorizer" {
    defaults = { id = "jwt1" }
  }

  mock_resource "aws_apigatewayv2_stage" {
    defaults = { execution_arn = "arn:aws:execute-api:ap-southeast-3:123456789012:abc123/$default" }
  }
}

variables {
  provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf"
  artifact            = "versions.tf" # any file
  alarm_topic_arns    = ["arn:aws:sns:ap-southeast-3:123456789012:on-call"]
}

run "by_default" {
  command = plan

  assert {
    condition = (
      aws_lambda_function.verify.runtime == "provided.al2023"
      && aws_lambda_function.verify.architectures == tolist(["x86_64"])
      && aws_lambda_function.verify.memory_size == 256
      && aws_lambda_function.verify.timeout == 28
      && aws_lambda_function.verify.reserved_concurrent_executions == -1
      && aws_lambda_function.verify.publish
      && aws_lambda_function.verify.tracing_config[0].mode == "Active"
    )
    error_message = "The function is another one."
  }

  assert {
    condition = one(aws_lambda_function.verify.logging_config) == {
      log_format            = "JSON"
      log_group             = "/aws/lambda/ktp-verify"
      application_log_level = "INFO"
      system_log_level      = "INFO"
    }
    error_message = "The function does not log JSON into its own group."
  }

  assert {
    condition = aws_lambda_function.verify.environment[0].variables == tomap({
      DISABLE_SIGNAL_HANDLERS             = "true"
      KTP_VERIFY_PROVIDER_SECRET_ID       = var.provider_secret_arn
      KTP_VERIFY_PROVIDER_ATTEMPT_TIMEOUT = "20s"
      KTP_VERIFY_IDEMPOTENCY_TABLE        = "ktp-verify-idempotency"
    })
    error_message = "The function's environment is another one."
  }

  assert {
    condition     = toset([for route in aws_apigatewayv2_route.verify : "${route.route_key} ${route.authorization_type}"]) == toset(["POST /verify/id_name AWS_IAM", "POST /verify/id_selfie AWS_IAM"])
    error_message = "There are other routes, or one without IAM authorization."
  }

  assert {
    condition     = length(aws_apigatewayv2_authorizer.jwt) == 0
    error_message = "There is an authorizer that nobody asked for."
  }

  assert {
    condition     = aws_apigatewayv2_integration.alias.timeout_milliseconds > aws_lambda_function.verify.timeout * 1000
    error_message = "API Gateway gives up before the function."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit == 20
      && aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit == 40
      && !can(regex("(?i)body|path|query", aws_apigatewayv2_stage.default.access_log_settings[0].format))
    )
    error_message = "The stage lets more through, or logs what a caller sent."
  }

  assert {
    condition = toset([for permission in aws_lambda_permission.route : "${permission.principal} ${permission.qualifier} ${permission.source_arn}"]) == toset([
      "apigateway.amazonaws.com live arn:aws:execute-api:ap-southeast-3:123456789012:abc123/$default/POST/verify/id_name",
      "apigateway.amazonaws.com live arn:aws:execute-api:ap-southeast-3:123456789012:abc123/$default/POST/verify/id_selfie",
    ])
    error_message = "API Gateway may invoke something else than the alias by the two routes."
  }

  assert {
    condition     = length(aws_lambda_permission.invoker) == 0
    error_message = "Somebody may invoke the function whom nobody named."
  }

  assert {
    condition = (
      aws_dynamodb_table.idempotency[0].billing_mode == "PAY_PER_REQUEST"
      && aws_dynamodb_table.idempotency[0].hash_key == "id"
      && aws_dynamodb_table.idempotency[0].range_key == null
      && aws_dynamodb_table.idempotency[0].ttl[0].attribute_name == "expires_at"
      && aws_dynamodb_table.idempotency[0].ttl[0].enabled
      && !aws_dynamodb_table.idempotency[0].point_in_time_recovery[0].enabled
    )
    error_message = "The table is another one."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.made : group.retention_in_days == 90 && group.skip_destroy])
    error_message = "Logs are kept for another time, or go with the deployment."
  }

  assert {
    condition = output.alarm_names == tolist([
      "ktp-verify-api-5xx", "ktp-verify-bugs", "ktp-verify-charged", "ktp-verify-credentials", "ktp-verify-duration",
      "ktp-verify-errors", "ktp-verify-idempotency-store", "ktp-verify-provider", "ktp-verify-quota", "ktp-verify-throttles",
      "ktp-verify-unknown-charges",
    ])
    error_message = "An alarm is missing, or there is one more."
  }

  assert {
    condition = (
      aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaCanary10Percent10Minutes"
      && one(aws_codedeploy_deployment_group.live.alarm_configuration).enabled
      && one(aws_codedeploy_deployment_group.live.alarm_configuration).alarms == toset([
        "ktp-verify-api-5xx", "ktp-verify-bugs", "ktp-verify-duration", "ktp-verify-errors", "ktp-verify-release-1",
        "ktp-verify-unknown-charges",
      ])
      && one(aws_codedeploy_deployment_group.live.auto_rollback_configuration).enabled
      && contains(one(aws_codedeploy_deployment_group.live.auto_rollback_configuration).events, "DEPLOYMENT_STOP_ON_ALARM")
    )
    error_message = "A release is not a canary that rolls back on its alarms."
  }
}

run "nothing_is_asked_again_by_lambda" {
  command = plan

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.live.qualifier == "live"
      && aws_lambda_function_event_invoke_config.live.maximum_retry_attempts == 0
      && aws_lambda_function_event_invoke_config.live.maximum_event_age_in_seconds == 60
    )
    error_message = "Lambda repeats a failed asynchronous invocation: the question is paid again."
  }
}

run "with_everything_set" {
  command = plan

  variables {
    name                   = "ktp-staging"
    architecture           = "arm64"
    memory_size            = 1024
    function_timeout       = 29
    attempt_timeout        = 25
    provider_url           = "https://sandbox.example.com"
    reserved_concurrency   = 10
    application_log_level  = "DEBUG"
    system_log_level       = "WARN"
    log_retention_days     = 60
    tracing                = false
    point_in_time_recovery = true
    deletion_protection    = true
    jwt_issuer             = "https://login.example.com/"
    jwt_audience           = ["ktp-verify"]
    throttling_rate        = 5
    throttling_burst       = 7
    deployment_config      = "AllAtOnce"
    alarm_topic_arns       = ["arn:aws:sns:ap-southeast-3:123456789012:on-call"]
    invokers               = ["arn:aws:iam::123456789012:role/onboarding", "210987654321"]
  }

  assert {
    condition = (
      aws_lambda_function.verify.function_name == "ktp-staging"
      && aws_lambda_function.verify.architectures == tolist(["arm64"])
      && aws_lambda_function.verify.memory_size == 1024
      && aws_lambda_function.verify.timeout == 29
      && aws_lambda_function.verify.reserved_concurrent_executions == 10
      && aws_lambda_function.verify.tracing_config[0].mode == "PassThrough"
      && aws_lambda_function.verify.logging_config[0].application_log_level == "DEBUG"
      && aws_lambda_function.verify.logging_config[0].system_log_level == "WARN"
      && aws_lambda_function.verify.environment[0].variables["KTP_VERIFY_PROVIDER_URL"] == "https://sandbox.example.com"
      && aws_lambda_function.verify.environment[0].variables["KTP_VERIFY_PROVIDER_ATTEMPT_TIMEOUT"] == "25s"
    )
    error_message = "A setting does not reach the function."
  }

  assert {
    condition     = alltrue([for route in aws_apigatewayv2_route.verify : route.authorization_type == "JWT" && route.authorizer_id == aws_apigatewayv2_authorizer.jwt[0].id])
    error_message = "A route does not ask for a token."
  }

  assert {
    condition = one(aws_apigatewayv2_authorizer.jwt[0].jwt_configuration) == {
      issuer   = "https://login.example.com/"
      audience = toset(["ktp-verify"])
    }
    error_message = "Tokens of another issuer, or for somebody else, are let through."
  }

  assert {
    condition     = aws_dynamodb_table.idempotency[0].point_in_time_recovery[0].enabled && aws_dynamodb_table.idempotency[0].deletion_protection_enabled
    error_message = "The table is not guarded."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.duration.metric_query != null && anytrue([for query in aws_cloudwatch_metric_alarm.duration.metric_query : query.expression == "100 * p99 / 29000"])
    error_message = "The alarm of the duration does not follow the time-out."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.count), [aws_cloudwatch_metric_alarm.api_5xx, aws_cloudwatch_metric_alarm.duration]) : alarm.alarm_actions == toset(var.alarm_topic_arns) && alarm.ok_actions == toset(var.alarm_topic_arns)])
    error_message = "An alarm reaches nobody."
  }

  assert {
    condition     = toset([for permission in aws_lambda_permission.invoker : "${permission.principal} ${permission.qualifier}"]) == toset(["arn:aws:iam::123456789012:role/onboarding live", "210987654321 live"])
    error_message = "Others than the named may invoke the alias, or something else than the alias."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.live.deployment_config_name == "CodeDeployDefault.LambdaAllAtOnce"
    error_message = "The deployment is another one."
  }
}

run "what_is_set_reaches_the_function" {
  command = plan

  variables {
    provider_body           = "form"
    nik_check               = "off"
    name_case               = "upper"
    budget_daily            = 500
    budget_monthly          = 10000
    budget_per_caller_daily = 100
    budget_zone             = "Asia/Makassar"
    budget_when_unavailable = "ask"
  }

  assert {
    condition = { for name, value in aws_lambda_function.verify.environment[0].variables : name => value if can(regex("BUDGET|BODY|NIK|CASE", name)) } == {
      KTP_VERIFY_PROVIDER_BODY           = "form"
      KTP_VERIFY_NIK_CHECK               = "off"
      KTP_VERIFY_NAME_CASE               = "upper"
      KTP_VERIFY_BUDGET_DAILY            = "500"
      KTP_VERIFY_BUDGET_MONTHLY          = "10000"
      KTP_VERIFY_BUDGET_PER_CALLER_DAILY = "100"
      KTP_VERIFY_BUDGET_ZONE             = "Asia/Makassar"
      KTP_VERIFY_BUDGET_WHEN_UNAVAILABLE = "ask"
    }
    error_message = "The function is told something else."
  }

  assert {
    condition     = [for name in output.alarm_names : name if can(regex("budget|charged$", name))] == ["ktp-verify-budget-100", "ktp-verify-budget-80", "ktp-verify-caller-budget-100", "ktp-verify-charged"]
    error_message = "An alarm of a budget is missing, or there is one more."
  }

  assert {
    condition     = toset([for query in aws_cloudwatch_metric_alarm.budget["80"].metric_query : query.expression if query.return_data]) == toset(["MAX([daily, monthly])"])
    error_message = "The alarm does not look at the budget that is used more."
  }
}

run "a_budget_of_a_month_alone" {
  command = plan

  variables {
    budget_monthly = 10000
    charged_alarm  = 0
  }

  assert {
    condition     = [for name in output.alarm_names : name if can(regex("budget|charged$", name))] == ["ktp-verify-budget-100", "ktp-verify-budget-80"]
    error_message = "There are alarms that never go off, or one is missing."
  }

  assert {
    condition     = [for query in aws_cloudwatch_metric_alarm.budget["100"].metric_query : one(query.metric).metric_name if query.return_data] == ["MonthlyBudgetUsed"]
    error_message = "The alarm looks at another budget."
  }
}

run "a_budget_of_callers_alone" {
  command = plan

  variables {
    budget_per_caller_daily = 100
  }

  assert {
    condition     = [for name in output.alarm_names : name if can(regex("budget|charged$", name))] == ["ktp-verify-caller-budget-100", "ktp-verify-charged"]
    error_message = "There are alarms that never go off, or one is missing."
  }
}

run "a_sandbox_with_its_page" {
  command = plan

  variables {
    provider_secret_arn = null
    mode                = "sandbox"
    page                = true
  }

  assert {
    condition = (
      lookup(aws_lambda_function.verify.environment[0].variables, "KTP_VERIFY_MODE", "") == "sandbox"
      && lookup(aws_lambda_function.verify.environment[0].variables, "KTP_VERIFY_PAGE", "") == "on"
      && !contains(keys(aws_lambda_function.verify.environment[0].variables), "KTP_VERIFY_PROVIDER_SECRET_ID")
    )
    error_message = "The function is not told that it is a sandbox."
  }

  assert {
    condition = toset([for route in concat(values(aws_apigatewayv2_route.verify), values(aws_apigatewayv2_route.page)) : "${route.route_key} ${route.authorization_type}"]) == toset([
      "POST /verify/id_name AWS_IAM", "POST /verify/id_selfie AWS_IAM", "GET / NONE", "GET /page/{file} NONE",
    ])
    error_message = "More is open than the page, or less."
  }

  assert {
    condition     = toset([for alarm in values(aws_cloudwatch_metric_alarm.count) : alarm.namespace if !startswith(alarm.namespace, "AWS/")]) == toset(["ktp-verify/sandbox"])
    error_message = "An alarm looks at production's metrics."
  }
}

run "a_sandbox_without_a_page" {
  command = plan

  variables {
    provider_secret_arn = null
    mode                = "sandbox"
  }

  assert {
    condition     = length(aws_apigatewayv2_route.page) + length(aws_lambda_permission.page) == 0
    error_message = "A route is open without a page."
  }
}

run "without_a_table" {
  command = plan

  variables {
    idempotency = false
  }

  assert {
    condition = (
      length(aws_dynamodb_table.idempotency) == 0
      && output.table_name == null
      && !contains(keys(aws_lambda_function.verify.environment[0].variables), "KTP_VERIFY_IDEMPOTENCY_TABLE")
      && !contains(output.alarm_names, "ktp-verify-idempotency-store")
    )
    error_message = "Something of the table is left."
  }
}

run "nothing_new_is_no_release" {
  command = plan

  assert {
    condition     = output.release == null
    error_message = "There is a release of what is served already."
  }
}

run "a_release_asks_first_and_moves_the_alias_from_what_it_serves_to_what_is_published" {
  command = plan

  override_resource {
    target          = aws_lambda_alias.live
    override_during = plan
    values          = { function_version = "1" }
  }

  override_resource {
    target          = aws_lambda_function.verify
    override_during = plan
    values          = { version = "2", qualified_arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify:2" }
  }

  assert {
    condition = (
      aws_lambda_function.hook.environment[0].variables == tomap({ TARGET = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify:2" })
      && aws_cloudwatch_metric_alarm.release.dimensions == tomap({ FunctionName = "ktp-verify", Resource = "ktp-verify:live", ExecutedVersion = "2" })
      && aws_cloudwatch_metric_alarm.release.threshold == 1
    )
    error_message = "Another version is asked, or watched."
  }
}

run "a_zip_in_s3" {
  command = plan

  variables {
    artifact      = null
    artifact_s3   = { bucket = "artifacts", key = "ktp-verify/function.zip", version = "3" }
    artifact_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  assert {
    condition = (
      aws_lambda_function.verify.s3_bucket == "artifacts"
      && aws_lambda_function.verify.s3_key == "ktp-verify/function.zip"
      && aws_lambda_function.verify.s3_object_version == "3"
      && aws_lambda_function.verify.source_code_hash == var.artifact_hash
      && aws_lambda_function.verify.filename == null
    )
    error_message = "The code is taken from elsewhere."
  }
}

run "a_container_image" {
  command = plan

  variables {
    artifact  = null
    image_uri = "123456789012.dkr.ecr.ap-southeast-3.amazonaws.com/ktp-verify:1.0.0"
  }

  assert {
    condition = (
      aws_lambda_function.verify.package_type == "Image"
      && aws_lambda_function.verify.image_uri == var.image_uri
      && aws_lambda_function.verify.runtime == null
      && aws_lambda_function.verify.handler == null
      && aws_lambda_function.verify.filename == null
    )
    error_message = "The function is not the image."
  }
}

run "log_groups_that_are_there_are_taken" {
  command = plan

  variables {
    make_log_groups = false
  }

  assert {
    condition = (
      length(aws_cloudwatch_log_group.made) == 0
      && aws_lambda_function.verify.logging_config[0].log_group == "/aws/lambda/ktp-verify"
      && aws_apigatewayv2_stage.default.access_log_settings[0].destination_arn == "arn:aws:logs:ap-southeast-3:123456789012:log-group:there"
    )
    error_message = "A log group is made, or another is written to."
  }
}

run "a_domain_with_mutual_tls_and_no_way_round_it" {
  command = plan

  variables {
    domain_name                  = "ktp.bank.example"
    domain_certificate_arn       = "arn:aws:acm:ap-southeast-3:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    domain_base_path             = "identity/v1"
    domain_truststore_uri        = "s3://bank/authorities.pem"
    disable_execute_api_endpoint = true
    jwt_issuer                   = "https://login.example.com/"
    jwt_audience                 = ["ktp-verify"]
    jwt_scopes_id_selfie         = ["ktp/selfie"]
  }

  assert {
    condition = (
      aws_apigatewayv2_domain_name.own[0].mutual_tls_authentication[0].truststore_uri == var.domain_truststore_uri
      && aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].endpoint_type == "REGIONAL"
      && aws_apigatewayv2_domain_name.own[0].domain_name_configuration[0].security_policy == "TLS_1_2"
      && aws_apigatewayv2_api_mapping.own[0].api_mapping_key == "identity/v1"
      && aws_apigatewayv2_api.verify.disable_execute_api_endpoint
    )
    error_message = "There is a way in without the client's certificate."
  }

  assert {
    condition = (
      aws_apigatewayv2_route.verify["POST /verify/id_name"].authorization_scopes == null
      && aws_apigatewayv2_route.verify["POST /verify/id_selfie"].authorization_scopes == toset(["ktp/selfie"])
    )
    error_message = "A route asks for other scopes."
  }
}

run "a_domain_that_is_there_gets_a_path" {
  command = plan

  variables {
    domain_name      = "api.bank.example"
    domain_base_path = "ktp"
  }

  assert {
    condition     = length(aws_apigatewayv2_domain_name.own) == 0 && aws_apigatewayv2_api_mapping.own[0].domain_name == "api.bank.example"
    error_message = "The domain is made once more, or another one is mapped."
  }
}

run "an_alarm_that_reaches_nobody_is_told" {
  command = plan

  variables {
    alarm_topic_arns = []
  }

  expect_failures = [check.alarms_reach_somebody]
}

run "an_artifact_that_is_not_there_is_told_and_leaves_the_code_alone" {
  command = plan

  variables {
    artifact = "no-such.zip"
  }

  assert {
    condition     = local.hash == null
    error_message = "There is a hash of nothing."
  }

  expect_failures = [check.artifact]
}

run "what_stays_in_the_country_is_not_deployed_elsewhere" {
  command = plan

  variables {
    allowed_regions = ["ap-southeast-1"]
  }

  expect_failures = [aws_lambda_function.verify]
}
