data "aws_region" "current" {}
data "aws_partition" "current" {}

locals {
  alias   = "live"
  sandbox = var.mode == "sandbox"
  region  = data.aws_region.current.id # the attribute that versions 5 and 6 of the provider both have
  image   = var.image_uri != null
  zip     = var.artifact != null

  # The file is read where it is there: a plan without it, and a removal, leave the code as it is.
  hash = var.artifact_hash != null ? var.artifact_hash : try(filebase64sha256(var.artifact), null)

  # The function has a default of its own for each.
  input_and_budget = {
    KTP_VERIFY_PROVIDER_BODY           = var.provider_body
    KTP_VERIFY_NIK_CHECK               = var.nik_check
    KTP_VERIFY_NAME_CASE               = var.name_case
    KTP_VERIFY_BUDGET_DAILY            = var.budget_daily
    KTP_VERIFY_BUDGET_MONTHLY          = var.budget_monthly
    KTP_VERIFY_BUDGET_PER_CALLER_DAILY = var.budget_per_caller_daily
    KTP_VERIFY_BUDGET_ZONE             = var.budget_zone
    KTP_VERIFY_BUDGET_WHEN_UNAVAILABLE = var.budget_when_unavailable
  }

  environment = merge(
    {
      DISABLE_SIGNAL_HANDLERS             = "true" # of the native image, which otherwise traps what Lambda stops it with
      KTP_VERIFY_PROVIDER_ATTEMPT_TIMEOUT = "${var.attempt_timeout}s"
    },
    local.sandbox ? { KTP_VERIFY_MODE = var.mode } : { KTP_VERIFY_PROVIDER_SECRET_ID = var.provider_secret_arn },
    var.page ? { KTP_VERIFY_PAGE = "on" } : {},
    var.provider_url == null ? {} : { KTP_VERIFY_PROVIDER_URL = var.provider_url },
    var.provider_proxy == null ? {} : { QUARKUS_REST_CLIENT_PROVIDER_PROXY_ADDRESS = var.provider_proxy },
    var.provider_trust_store == null ? {} : { QUARKUS_TLS_PROVIDER_TRUST_STORE_PEM_CERTS = var.provider_trust_store },
    var.idempotency ? { KTP_VERIFY_IDEMPOTENCY_TABLE = aws_dynamodb_table.idempotency[0].name } : {},
    { for name, value in local.input_and_budget : name => tostring(value) if value != null },
  )
}

resource "aws_lambda_function" "verify" {
  function_name = var.name
  description   = "Verifies Indonesian identity cards (KTP) with a paid provider"

  package_type      = local.image ? "Image" : "Zip"
  image_uri         = var.image_uri
  filename          = var.artifact
  s3_bucket         = try(var.artifact_s3.bucket, null)
  s3_key            = try(var.artifact_s3.key, null)
  s3_object_version = try(var.artifact_s3.version, null)
  source_code_hash  = local.hash
  runtime           = local.image ? null : "provided.al2023"
  handler           = local.image ? null : "not.used.in.provided.runtime"
  architectures     = [var.architecture]

  role                           = local.function_role_arn
  memory_size                    = var.memory_size
  timeout                        = var.function_timeout
  reserved_concurrent_executions = var.reserved_concurrency
  kms_key_arn                    = var.environment_kms_key_arn
  layers                         = var.layer_arns
  tags                           = var.tags

  # A version for every change of code or configuration: the alias serves versions only.
  publish = true

  environment {
    variables = local.environment
  }

  logging_config {
    log_format            = "JSON"
    log_group             = local.log_groups.function.name
    application_log_level = var.application_log_level
    system_log_level      = var.system_log_level
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = length(var.vpc_subnet_ids) == 0 ? [] : [true]

    content {
      subnet_ids         = var.vpc_subnet_ids
      security_group_ids = var.vpc_security_group_ids
    }
  }

  lifecycle {
    precondition {
      condition     = local.sandbox || try(split(":", var.provider_secret_arn)[3], "") == local.region
      error_message = "provider_secret_arn must be in the region that this is deployed to: the function asks Secrets Manager there."
    }

    precondition {
      condition     = length(var.allowed_regions) == 0 || contains(var.allowed_regions, local.region)
      error_message = "This would be deployed to ${local.region}, which allowed_regions does not name."
    }
  }

  # The first start reads the secret: not before it may.
  depends_on = [aws_iam_role_policy.function]
}

# Lambda would ask again by itself, twice, where an asynchronous invocation fails: a paid question each time.
resource "aws_lambda_function_event_invoke_config" "live" {
  function_name                = aws_lambda_function.verify.function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

resource "aws_lambda_permission" "invoker" {
  for_each = toset(var.invokers)

  statement_id  = "invoker-${substr(sha1(each.value), 0, 12)}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.verify.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = each.value
}

check "artifact" {
  assert {
    condition     = !local.zip || try(fileexists(var.artifact), false)
    error_message = "artifact is not there: nothing can be deployed that changes the code. Build it with ./mvnw package -Dnative -DskipTests."
  }
}
