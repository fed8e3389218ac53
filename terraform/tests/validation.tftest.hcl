# What every variable accepts and refuses. A test puts the same cases to template.yaml: so the values are written as in
# JSON, one variable a line.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_region" {
    defaults = { id = "ap-southeast-3" }
  }

  mock_data "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:ap-southeast-3:123456789012:log-group:there" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { version = "1" }
  }
}

variables {
  provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf"
  artifact            = "versions.tf" # any file
  alarm_topic_arns    = ["arn:aws:sns:ap-southeast-3:123456789012:on-call"]
}

run "accepts_the_least" {
  command = plan

  variables {
    name                  = "ab"
    memory_size           = 128
    function_timeout      = 6
    attempt_timeout       = 5
    reserved_concurrency  = 0
    application_log_level = "TRACE"
    system_log_level      = "DEBUG"
    log_retention_days    = 1
    make_log_groups       = false
    tracing               = false
    idempotency           = false
    throttling_rate       = 1
    throttling_burst      = 1
    deployment_config     = "AllAtOnce"
  }
}

run "accepts_a_sandbox" {
  command = plan

  variables {
    provider_secret_arn = null
    mode                = "sandbox"
    page                = true
    provider_body       = "form"
    budget_daily        = 10
  }
}

run "refuses_another_mode" {
  command = plan

  variables {
    mode = "staging"
  }

  expect_failures = [var.mode]
}

run "refuses_production_without_a_secret" {
  command = plan

  variables {
    provider_secret_arn = null
  }

  expect_failures = [var.provider_secret_arn]
}

run "refuses_a_secret_in_the_sandbox" {
  command = plan

  variables {
    mode = "sandbox"
  }

  expect_failures = [var.provider_secret_arn]
}

run "refuses_the_way_to_a_provider_in_the_sandbox" {
  command = plan

  variables {
    provider_secret_arn  = null
    mode                 = "sandbox"
    provider_url         = "https://provider.example.com"
    provider_proxy       = "proxy.bank.example:3128"
    provider_trust_store = "/opt/authorities.pem"
    secret_kms_key_arn   = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  expect_failures = [var.provider_url, var.provider_proxy, var.provider_trust_store, var.secret_kms_key_arn]
}

run "refuses_the_page_in_production" {
  command = plan

  variables {
    page = true
  }

  expect_failures = [var.page]
}

run "accepts_the_most" {
  command = plan

  variables {
    name                   = "aaaaaaaaaaaaaaaaaaaaaaaa"
    architecture           = "arm64"
    memory_size            = 10240
    function_timeout       = 29
    attempt_timeout        = 25
    provider_url           = "https://sandbox.example.com:8443/ktp"
    provider_proxy         = "proxy.bank.example:3128"
    provider_trust_store   = "/opt/authorities.pem"
    vpc_subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1", "subnet-01234567"]
    vpc_security_group_ids = ["sg-0123456789abcdef0", "sg-01234567"]
    layer_arns             = ["arn:aws:lambda:ap-southeast-3:123456789012:layer:agent:7", "arn:aws:lambda:ap-southeast-3:210987654321:layer:Agent_2-arm64:12"]
    reserved_concurrency   = 1000
    application_log_level  = "DEBUG"
    system_log_level       = "WARN"
    log_retention_days     = 3653
    point_in_time_recovery = true
    deletion_protection    = true
    table_kms_key_arn      = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    secret_kms_key_arn     = "arn:aws:kms:ap-southeast-3:123456789012:key/mrk-1234abcd"
    jwt_issuer             = "https://login.example.com/"
    jwt_audience           = ["ktp-verify", "mobile"]
    jwt_scopes_id_name     = ["ktp/name"]
    jwt_scopes_id_selfie   = ["ktp/name", "ktp/selfie"]
    throttling_rate        = 2500
    throttling_burst       = 1250
    deployment_config      = "Linear10PercentEvery1Minute"
    alarm_topic_arns       = ["arn:aws:sns:ap-southeast-3:123456789012:on-call", "arn:aws:sns:ap-southeast-3:123456789012:chat"]
    invokers               = ["arn:aws:iam::123456789012:role/onboarding/worker", "210987654321"]
  }
}

run "accepts_a_landing_zone" {
  command = plan

  variables {
    log_kms_key_arn              = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    environment_kms_key_arn      = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    function_role_arn            = "arn:aws:iam::123456789012:role/ktp/function"
    deployment_role_arn          = "arn:aws:iam::123456789012:role/deployment"
    hook_role_arn                = "arn:aws:iam::123456789012:role/hook"
    role_path                    = "/workloads/ktp/"
    permissions_boundary_arn     = "arn:aws:iam::123456789012:policy/landing-zone/boundary"
    domain_name                  = "ktp.bank.example"
    domain_certificate_arn       = "arn:aws:acm:ap-southeast-3:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    domain_base_path             = "identity/v1"
    domain_truststore_uri        = "s3://bank/authorities.pem"
    disable_execute_api_endpoint = true
  }
}

run "accepts_the_least_budget" {
  command = plan

  variables {
    budget_daily            = 1
    budget_monthly          = 1
    budget_per_caller_daily = 1
    budget_zone             = "UTC"
    budget_when_unavailable = "ask"
    provider_body           = "json"
    nik_check               = "off"
    name_case               = "as-given"
    charged_alarm           = 0
  }
}

run "accepts_the_largest_budget" {
  command = plan

  variables {
    budget_daily            = 999999999
    budget_monthly          = 999999999
    budget_per_caller_daily = 999999999
    budget_zone             = "America/Argentina/Buenos_Aires"
    budget_when_unavailable = "refuse"
    provider_body           = "form"
    nik_check               = "refuse"
    name_case               = "upper"
    charged_alarm           = 999999999
  }
}

run "refuses_a_budget_of_nothing" {
  command = plan

  variables {
    budget_daily            = 0
    budget_monthly          = -1
    budget_per_caller_daily = 0
    budget_zone             = "WIB +7"
    budget_when_unavailable = "allow"
    provider_body           = "xml"
    nik_check               = "warn"
    name_case               = "lower"
    charged_alarm           = -1
  }

  expect_failures = [
    var.budget_daily,
    var.budget_monthly,
    var.budget_per_caller_daily,
    var.budget_zone,
    var.budget_when_unavailable,
    var.provider_body,
    var.nik_check,
    var.name_case,
    var.charged_alarm,
  ]
}

run "refuses_parts_of_a_charge_and_too_many" {
  command = plan

  variables {
    budget_daily            = 0.5
    budget_monthly          = 1000000000
    budget_per_caller_daily = 1.5
    budget_zone             = "asia/jakarta"
    nik_check               = "Off"
  }

  expect_failures = [
    var.budget_daily,
    var.budget_monthly,
    var.budget_per_caller_daily,
    var.budget_zone,
    var.nik_check,
  ]
}

run "refuses_budgets_without_the_table_that_counts" {
  command = plan

  variables {
    idempotency             = false
    budget_daily            = 500
    budget_monthly          = 10000
    budget_per_caller_daily = 100
  }

  expect_failures = [var.budget_daily, var.budget_monthly, var.budget_per_caller_daily]
}

run "refuses_a_landing_zone_of_the_wrong_kind" {
  command = plan

  variables {
    provider_proxy           = "http://proxy.bank.example:3128"
    provider_trust_store     = "s3://bank/authorities.pem"
    vpc_security_group_ids   = ["default"]
    log_kms_key_arn          = "arn:aws:kms:ap-southeast-3:123456789012:alias/logs"
    environment_kms_key_arn  = "arn:aws:kms:ap-southeast-3:123456789012:alias/environment"
    function_role_arn        = "arn:aws:iam::123456789012:user/ktp"
    deployment_role_arn      = "deployment"
    hook_role_arn            = "arn:aws:iam::123456789012:role/*"
    role_path                = "workloads"
    permissions_boundary_arn = "arn:aws:iam::123456789012:role/boundary"
    domain_name              = "https://ktp.bank.example"
  }

  expect_failures = [
    var.provider_proxy,
    var.provider_trust_store,
    var.vpc_security_group_ids,
    var.log_kms_key_arn,
    var.environment_kms_key_arn,
    var.function_role_arn,
    var.deployment_role_arn,
    var.hook_role_arn,
    var.role_path,
    var.permissions_boundary_arn,
    var.domain_name,
  ]
}

run "refuses_subnets_and_a_domain_of_the_wrong_kind" {
  command = plan

  variables {
    vpc_subnet_ids         = ["private-a"]
    vpc_security_group_ids = ["sg-0123456789abcdef0"]
    domain_name            = "ktp.bank.example"
    domain_certificate_arn = "arn:aws:iam::123456789012:server-certificate/ktp"
    domain_base_path       = "/identity/"
  }

  expect_failures = [var.vpc_subnet_ids, var.domain_certificate_arn, var.domain_base_path]
}

run "refuses_a_layer_without_its_version" {
  command = plan

  variables {
    layer_arns = ["arn:aws:lambda:ap-southeast-3:123456789012:layer:agent"]
  }

  expect_failures = [var.layer_arns]
}

run "refuses_layers_with_an_image" {
  command = plan

  variables {
    artifact   = null
    image_uri  = "123456789012.dkr.ecr.ap-southeast-3.amazonaws.com/ktp-verify:1.0.0"
    layer_arns = ["arn:aws:lambda:ap-southeast-3:123456789012:layer:agent:7"]
  }

  expect_failures = [var.layer_arns]
}

run "refuses_subnets_without_security_groups" {
  command = plan

  variables {
    vpc_subnet_ids = ["subnet-0123456789abcdef0"]
  }

  expect_failures = [var.vpc_subnet_ids]
}

run "refuses_security_groups_without_subnets" {
  command = plan

  variables {
    vpc_security_group_ids = ["sg-0123456789abcdef0"]
  }

  expect_failures = [var.vpc_subnet_ids]
}

run "refuses_scopes_without_issuer" {
  command = plan

  variables {
    jwt_scopes_id_name   = ["ktp/name"]
    jwt_scopes_id_selfie = ["ktp/selfie"]
  }

  expect_failures = [var.jwt_scopes_id_name, var.jwt_scopes_id_selfie]
}

run "refuses_a_scope_with_a_blank" {
  command = plan

  variables {
    jwt_issuer           = "https://login.example.com/"
    jwt_audience         = ["ktp-verify"]
    jwt_scopes_id_name   = ["ktp name"]
    jwt_scopes_id_selfie = ["ktp selfie"]
  }

  expect_failures = [var.jwt_scopes_id_name, var.jwt_scopes_id_selfie]
}

run "refuses_what_belongs_to_a_domain_without_one" {
  command = plan

  variables {
    domain_certificate_arn       = "arn:aws:acm:ap-southeast-3:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    domain_base_path             = "ktp"
    disable_execute_api_endpoint = true
  }

  expect_failures = [var.domain_certificate_arn, var.domain_base_path, var.disable_execute_api_endpoint]
}

run "refuses_mutual_tls_that_anybody_goes_round" {
  command = plan

  variables {
    domain_name            = "ktp.bank.example"
    domain_certificate_arn = "arn:aws:acm:ap-southeast-3:123456789012:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    domain_truststore_uri  = "s3://bank/authorities.pem"
  }

  expect_failures = [var.domain_truststore_uri]
}

run "refuses_mutual_tls_of_a_domain_that_is_made_elsewhere" {
  command = plan

  variables {
    domain_name                  = "ktp.bank.example"
    domain_truststore_uri        = "s3://bank/authorities.pem"
    disable_execute_api_endpoint = true
  }

  expect_failures = [var.domain_truststore_uri]
}

run "accepts_an_attempt_of_10_in_11" {
  command = plan

  variables {
    function_timeout = 11
    attempt_timeout  = 10
  }
}

run "accepts_an_attempt_of_15_in_16" {
  command = plan

  variables {
    function_timeout = 16
    attempt_timeout  = 15
  }
}

run "accepts_an_attempt_of_20_in_21" {
  command = plan

  variables {
    function_timeout = 21
    attempt_timeout  = 20
  }
}

run "accepts_an_attempt_of_25_in_26" {
  command = plan

  variables {
    function_timeout = 26
    attempt_timeout  = 25
  }
}

run "refuses_what_is_of_the_wrong_kind" {
  command = plan

  variables {
    provider_secret_arn   = "ktp-verify/provider"
    name                  = "KTP-verify"
    architecture          = "riscv64"
    memory_size           = 127
    function_timeout      = 30
    provider_url          = "http://sandbox.example.com"
    reserved_concurrency  = -2
    application_log_level = "WARN"
    system_log_level      = "ERROR"
    log_retention_days    = 31
    table_kms_key_arn     = "arn:aws:kms:ap-southeast-3:123456789012:alias/ktp"
    secret_kms_key_arn    = "arn:aws:kms:ap-southeast-3:123456789012:alias/ktp"
    throttling_rate       = 0
    throttling_burst      = 0
    deployment_config     = "Canary50Percent1Minute"
    alarm_topic_arns      = ["on-call"]
    invokers              = ["arn:aws:lambda:ap-southeast-3:123456789012:function:onboarding"]
  }

  expect_failures = [
    var.provider_secret_arn,
    var.name,
    var.architecture,
    var.memory_size,
    var.function_timeout,
    var.provider_url,
    var.reserved_concurrency,
    var.application_log_level,
    var.system_log_level,
    var.log_retention_days,
    var.table_kms_key_arn,
    var.secret_kms_key_arn,
    var.throttling_rate,
    var.throttling_burst,
    var.deployment_config,
    var.alarm_topic_arns,
    var.invokers,
  ]
}

run "refuses_stars_and_what_is_too_much" {
  command = plan

  variables {
    provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/*"
    name                = "aaaaaaaaaaaaaaaaaaaaaaaaa"
    memory_size         = 10241
    attempt_timeout     = 7
    provider_url        = "https://sandbox.example.com/?a=b"
    table_kms_key_arn   = "arn:aws:kms:ap-southeast-3:123456789012:key/*"
    secret_kms_key_arn  = "arn:aws:kms:ap-southeast-3:123456789012:key/*"
    throttling_rate     = 2501
    throttling_burst    = 1251
    alarm_topic_arns    = ["arn:aws:sns:ap-southeast-3:123456789012:*"]
    invokers            = ["*"]
  }

  expect_failures = [
    var.provider_secret_arn,
    var.name,
    var.memory_size,
    var.attempt_timeout,
    var.provider_url,
    var.table_kms_key_arn,
    var.secret_kms_key_arn,
    var.throttling_rate,
    var.throttling_burst,
    var.alarm_topic_arns,
    var.invokers,
  ]
}

run "refuses_what_is_almost_right" {
  command = plan

  variables {
    provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider"
    name                = "ktp-"
    provider_url        = "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    invokers            = ["arn:aws:iam::123456789012:role/*"]
  }

  expect_failures = [
    var.provider_secret_arn,
    var.name,
    var.provider_url,
    var.invokers,
  ]
}

run "refuses_a_long_secret_and_a_short_time" {
  command = plan

  variables {
    provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-AbCdEf"
    function_timeout    = 5
  }

  expect_failures = [var.provider_secret_arn, var.function_timeout]
}

run "refuses_an_attempt_of_10_in_10" {
  command = plan

  variables {
    function_timeout = 10
    attempt_timeout  = 10
  }

  expect_failures = [var.attempt_timeout]
}

run "refuses_an_attempt_of_10_in_6" {
  command = plan

  variables {
    function_timeout = 6
    attempt_timeout  = 10
  }

  expect_failures = [var.attempt_timeout]
}

run "refuses_an_attempt_of_15_in_15" {
  command = plan

  variables {
    function_timeout = 15
    attempt_timeout  = 15
  }

  expect_failures = [var.attempt_timeout]
}

run "refuses_an_attempt_of_20_in_20" {
  command = plan

  variables {
    function_timeout = 20
    attempt_timeout  = 20
  }

  expect_failures = [var.attempt_timeout]
}

run "refuses_an_attempt_of_25_in_25" {
  command = plan

  variables {
    function_timeout = 25
    attempt_timeout  = 25
  }

  expect_failures = [var.attempt_timeout]
}

run "refuses_an_issuer_without_tls" {
  command = plan

  variables {
    jwt_issuer   = "http://login.example.com/"
    jwt_audience = ["ktp-verify"]
  }

  expect_failures = [var.jwt_issuer]
}

run "refuses_an_issuer_without_audience" {
  command = plan

  variables {
    jwt_issuer = "https://login.example.com/"
  }

  expect_failures = [var.jwt_issuer]
}

run "refuses_an_audience_without_issuer" {
  command = plan

  variables {
    jwt_audience = ["ktp-verify"]
  }

  expect_failures = [var.jwt_issuer]
}

run "refuses_an_audience_with_a_blank" {
  command = plan

  variables {
    jwt_issuer   = "https://login.example.com/"
    jwt_audience = ["ktp verify"]
  }

  expect_failures = [var.jwt_audience]
}

run "refuses_two_artifacts" {
  command = plan

  variables {
    artifact  = "versions.tf"
    image_uri = "123456789012.dkr.ecr.ap-southeast-3.amazonaws.com/ktp-verify:1.0.0"
  }

  expect_failures = [var.artifact]
}

run "refuses_no_artifact" {
  command = plan

  variables {
    artifact = null
  }

  expect_failures = [var.artifact]
}

run "refuses_a_hash_of_another_kind" {
  command = plan

  variables {
    artifact_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  }

  expect_failures = [var.artifact_hash]
}

run "refuses_an_image_of_another_registry" {
  command = plan

  variables {
    artifact  = null
    image_uri = "docker.io/library/ktp-verify"
  }

  expect_failures = [var.image_uri]
}

run "refuses_a_secret_of_another_region" {
  command = plan

  variables {
    provider_secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ktp-verify/provider-AbCdEf"
  }

  expect_failures = [aws_lambda_function.verify]
}
