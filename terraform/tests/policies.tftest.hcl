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
  alarm_topic_arns    = ["arn:aws:sns:ap-southeast-3:123456789012:on-call"]
}

override_resource {
  target          = aws_lambda_function.verify
  override_during = plan
  values          = { arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify", version = "1" }
}

override_resource {
  target          = aws_cloudwatch_log_group.made
  override_during = plan
  values          = { arn = "arn:aws:logs:ap-southeast-3:123456789012:log-group:/aws/lambda/ktp-verify" }
}

override_resource {
  target          = aws_dynamodb_table.idempotency
  override_during = plan
  values          = { arn = "arn:aws:dynamodb:ap-southeast-3:123456789012:table/ktp-verify-idempotency" }
}

override_resource {
  target          = aws_lambda_function.hook
  override_during = plan
  values          = { arn = "arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify-before-traffic" }
}

override_resource {
  target          = aws_codedeploy_app.verify
  override_during = plan
  values          = { arn = "arn:aws:codedeploy:ap-southeast-3:123456789012:application:ktp-verify" }
}

run "the_function_may_do_exactly_this" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.function[0].policy) == {
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
          Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
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
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function[0].policy}"
  }

  assert {
    condition = alltrue([
      for role, service in { function = "lambda", hook = "lambda", deployment = "codedeploy" } :
      jsondecode({
        function   = aws_iam_role.function[0].assume_role_policy
        hook       = aws_iam_role.hook[0].assume_role_policy
        deployment = aws_iam_role.deployment[0].assume_role_policy
        }[role]) == {
        Version   = "2012-10-17"
        Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } }]
      }
    ])
    error_message = "Somebody else than Lambda and CodeDeploy may take a role."
  }
}

run "a_sandbox_may_read_no_secret" {
  command = plan

  variables {
    provider_secret_arn = null
    mode                = "sandbox"
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.function[0].policy).Statement : statement.Sid] == ["WriteLogs", "KeepQuestions", "SendTraces"]
    error_message = "The sandbox's policy is another one: ${aws_iam_role_policy.function[0].policy}"
  }
}

run "codedeploy_may_do_exactly_this" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.deployment[0].policy) == {
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
          Sid      = "AskFirst"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = ["arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify-before-traffic"]
        },
        {
          Sid      = "WatchAlarms"
          Effect   = "Allow"
          Action   = ["cloudwatch:DescribeAlarms"]
          Resource = ["*"]
        },
      ]
    }
    error_message = "CodeDeploy's policy is another one: ${aws_iam_role_policy.deployment[0].policy}"
  }
}

run "the_check_before_a_release_may_do_exactly_this" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role_policy.hook[0].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "AskVersion"
          Effect   = "Allow"
          Action   = ["lambda:InvokeFunction"]
          Resource = ["arn:aws:lambda:ap-southeast-3:123456789012:function:ktp-verify:*"]
        },
        {
          Sid      = "Report"
          Effect   = "Allow"
          Action   = ["codedeploy:PutLifecycleEventHookExecutionStatus"]
          Resource = ["arn:aws:codedeploy:ap-southeast-3:123456789012:deploymentgroup:ktp-verify/*"]
        },
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:ap-southeast-3:123456789012:log-group:/aws/lambda/ktp-verify:*"]
        },
      ]
    }
    error_message = "The hook's policy is another one: ${aws_iam_role_policy.hook[0].policy}"
  }
}

run "in_a_vpc_lambda_may_make_interfaces_and_the_code_may_not" {
  command = plan

  variables {
    vpc_subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    vpc_security_group_ids = ["sg-0123456789abcdef0"]
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.function[0].policy).Statement : statement if contains(["BeInVpc", "NotByCode"], statement.Sid)] == [
      {
        Sid    = "BeInVpc"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = ["*"]
      },
      {
        Sid       = "NotByCode"
        Effect    = "Deny"
        Action    = ["ec2:*"]
        Resource  = ["*"]
        Condition = { ArnLike = { "lambda:SourceFunctionArn" = "arn:aws:lambda:ap-southeast-3:*:function:ktp-verify" } }
      },
    ]
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function[0].policy}"
  }

  assert {
    condition     = one(aws_lambda_function.verify.vpc_config).subnet_ids == toset(var.vpc_subnet_ids) && one(aws_lambda_function.verify.vpc_config).security_group_ids == toset(var.vpc_security_group_ids)
    error_message = "The function is in another network."
  }
}

run "a_layer_brings_an_agent_and_no_rights" {
  command = plan

  variables {
    layer_arns = ["arn:aws:lambda:ap-southeast-3:123456789012:layer:agent:7"]
  }

  assert {
    condition     = aws_lambda_function.verify.layers == var.layer_arns
    error_message = "The function has other layers."
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.function[0].policy, "layer")
    error_message = "The function's role needs no right to a layer: who deploys does."
  }
}

run "roles_stay_within_a_landing_zone" {
  command = plan

  variables {
    role_path                = "/workloads/ktp/"
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    environment_kms_key_arn  = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = alltrue([
      for role in [aws_iam_role.function[0], aws_iam_role.deployment[0], aws_iam_role.hook[0]] :
      role.path == var.role_path && role.permissions_boundary == var.permissions_boundary_arn
    ])
    error_message = "A role is made elsewhere, or without the boundary."
  }

  assert {
    condition = (
      aws_lambda_function.verify.kms_key_arn == var.environment_kms_key_arn
      && [for statement in jsondecode(aws_iam_role_policy.function[0].policy).Statement : statement.Resource if statement.Sid == "DecryptEnvironment"] == [[var.environment_kms_key_arn]]
    )
    error_message = "The environment is not encrypted with the key, or can't be read."
  }
}

run "roles_of_the_bank_are_taken_and_none_is_made" {
  command = plan

  variables {
    function_role_arn   = "arn:aws:iam::123456789012:role/ktp/function"
    deployment_role_arn = "arn:aws:iam::123456789012:role/ktp/deployment"
    hook_role_arn       = "arn:aws:iam::123456789012:role/ktp/hook"
  }

  assert {
    condition = (
      length(aws_iam_role.function) + length(aws_iam_role.deployment) + length(aws_iam_role.hook) == 0
      && aws_lambda_function.verify.role == var.function_role_arn
      && aws_lambda_function.hook.role == var.hook_role_arn
      && aws_codedeploy_deployment_group.live.service_role_arn == var.deployment_role_arn
    )
    error_message = "A role is made that nobody needs, or another one is taken."
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
    condition = jsondecode(aws_iam_role_policy.function[0].policy).Statement == [
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
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function[0].policy}"
  }
}

run "a_key_of_the_table_is_used_through_dynamodb_only" {
  command = plan

  variables {
    table_kms_key_arn = "arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.function[0].policy).Statement : statement if statement.Sid == "UseTableKey"] == [
      {
        Sid       = "UseTableKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = ["arn:aws:kms:ap-southeast-3:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
        Condition = { StringEquals = { "kms:ViaService" = "dynamodb.ap-southeast-3.amazonaws.com" } }
      },
    ]
    error_message = "The function's policy is another one: ${aws_iam_role_policy.function[0].policy}"
  }

  assert {
    condition     = one(aws_dynamodb_table.idempotency[0].server_side_encryption).kms_key_arn == var.table_kms_key_arn
    error_message = "The table is not encrypted with the key."
  }
}
