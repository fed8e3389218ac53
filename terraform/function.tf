data "aws_region" "current" {}

locals {
  alias = "live"

  environment = merge(
    {
      DISABLE_SIGNAL_HANDLERS             = "true" # of the native image, which otherwise traps what Lambda stops it with
      KTP_VERIFY_PROVIDER_SECRET_ID       = var.provider_secret_arn
      KTP_VERIFY_PROVIDER_ATTEMPT_TIMEOUT = "${var.attempt_timeout}s"
    },
    var.provider_url == null ? {} : { KTP_VERIFY_PROVIDER_URL = var.provider_url },
    var.idempotency ? { KTP_VERIFY_IDEMPOTENCY_TABLE = aws_dynamodb_table.idempotency[0].name } : {},
  )
}

resource "aws_lambda_function" "verify" {
  function_name = var.name
  description   = "Verifies Indonesian identity cards (KTP) with a paid provider"

  filename         = var.artifact
  source_code_hash = filebase64sha256(var.artifact)
  runtime          = "provided.al2023"
  handler          = "not.used.in.provided.runtime"
  architectures    = [var.architecture]

  role                           = aws_iam_role.function.arn
  memory_size                    = var.memory_size
  timeout                        = var.function_timeout
  reserved_concurrent_executions = var.reserved_concurrency

  # A version for every change of code or configuration: the alias serves versions only.
  publish = true

  environment {
    variables = local.environment
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.function.name
    application_log_level = var.application_log_level
    system_log_level      = var.system_log_level
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  lifecycle {
    precondition {
      condition     = split(":", var.provider_secret_arn)[3] == data.aws_region.current.name
      error_message = "provider_secret_arn must be in the region that this is deployed to: the function asks Secrets Manager there."
    }
  }

  # The first start reads the secret: not before it may.
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_lambda_permission" "invoker" {
  for_each = toset(var.invokers)

  statement_id  = "invoker-${substr(sha1(each.value), 0, 12)}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.verify.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = each.value
}
