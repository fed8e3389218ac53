# The policies as AWS gets them: planned by the real provider, with keys that open nothing and ARNs that AWS would give.

provider "aws" {
  region                      = "ap-southeast-3"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  provider_secret_arn = "arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf"
  artifact            = "versions.tf" # any file
}

override_resource {
  target          = aws_lambda_function.verify
  override_during = plan
  values          = { arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify", version = "1" }
}

override_resource {
  target          = aws_cloudwatch_log_group.function
  override_during = plan
  values          = { arn = "arn:aws:logs:ap-southeast-3:123456789012:log-group:/aws/lambda/ktp-verify" }
}

override_resource {
  target          = aws_dynamodb_table.idempotency
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:ap-southeast-3:123456789012:table/ktp-verify-idempotency" }
}

override_resource {
  target          = aws_cloudwatch_metric_alarm.api_5xx
  override_during = plan
  values          = { arn = "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-api-5xx" }
}

override_resource {
  target          = aws_cloudwatch_metric_alarm.duration
  override_during = plan
  values          = { arn = "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-duration" }
}

override_resource {
  target          = aws_cloudwatch_metric_alarm.count
  override_during = plan
  values          = { arn = "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-one-of-the-counts" }
}

run "the_function_may_do_exactly_this" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "ReadSecret"
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = ["arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf"]
        },
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:ap-southeast-3:123456789012:log-group:/aws/lambda/ktp-verify:*"]
        },
        {
          Sid      = "KeepQuestions"
          Effect   = "Allow"
          Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]
          Resource = ["arn:aws:dynamodb:ap-southeast-3:123456789012:table/ktp-verify-idempotency"]
        },
        {
          Sid      = "SendTraces"
          Effect   = "Allow"
          Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
          Resource = ["*"]
        },
      ]
    }
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function.policy}"
  }

  assert {
    condition = alltrue([
      for role, service in { function = "lambda", deployment = "codedeploy" } :
      jsondecode(role == "function" ? aws_iam_role.function.assume_role_policy : aws_iam_role.deployment.assume_role_policy) == {
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } }]
      }
    ])
    error_message = "Somebody else than Lambda and CodeDeploy may take a role."
  }
}

run "codedeploy_may_do_exactly_this" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.deployment.policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "MoveAlias"
          Effect = "Allow"
          Action = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
          Resource = [
            "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify",
            "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify:live",
          ]
        },
        {
          Sid    = "WatchAlarms"
          Effect = "Allow"
          Action = ["cloudwatch:DescribeAlarms"]
          Resource = [
            "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-api-5xx",
            "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-duration",
            "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-one-of-the-counts",
            "arn:aws:cloudwatch:ap-southeast-3:123456789012:alarm:ktp-verify-one-of-the-counts",
          ]
        },
      ]
    }
    error_message = "CodeDeploy's policy is another one: ${aws_iam_role_policy.deployment.policy}"
  }
}

run "without_tracing_and_table_there_is_no_star_and_no_table" {
  command = plan

  variables {
    tracing            = false
    idempotency        = false
    table_kms_key_arn  = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    secret_kms_key_arn = "arn:aws:kms:ap-southeast-3:123456789012:key/9876fedc-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.function.policy).Statement == [
      {
        Sid      = "ReadSecret"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = ["arn:aws:secretsmanager:ap-southeast-3:123456789012:secret:ktp-verify/provider-AbCdEf"]
      },
      {
        Sid      = "WriteLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:ap-southeast-3:123456789012:log-group:/aws/lambda/ktp-verify:*"]
      },
      {
        Sid       = "DecryptSecret"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:ap-southeast-3:123456789012:key/9876fedc-12ab-34cd-56ef-1234567890ab"]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.ap-southeast-3.amazonaws.com" } }
      },
    ]
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function.policy}"
  }
}

run "a_key_of_the_table_is_used_through_dynamodb_only" {
  command = plan

  variables {
    table_kms_key_arn = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement if statement.Sid == "UseTableKey"] == [
      {
        Sid       = "UseTableKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = ["arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
        Condition = { StringEquals = { "kms:ViaService" = "dynamodb.ap-southeast-3.amazonaws.com" } }
      },
    ]
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function.policy}"
  }

  assert {
    condition     = one(aws_dynamodb_table.idempotency[0].server_side_encryption).kms_key_arn == var.table_kms_key_arn
    error_message = "The table is not encrypted with the key."
  }
}
