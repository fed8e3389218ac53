locals {
  function_role_arn   = var.function_role_arn != null ? var.function_role_arn : aws_iam_role.function[0].arn
  deployment_role_arn = var.deployment_role_arn != null ? var.deployment_role_arn : aws_iam_role.deployment[0].arn
  hook_role_arn       = var.hook_role_arn != null ? var.hook_role_arn : aws_iam_role.hook[0].arn

  partition = data.aws_partition.current.partition

  write_logs = {
    Sid      = "WriteLogs"
    Effect   = "Allow"
    Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    Resource = ["${local.log_groups.function.arn}:*"] # the streams of this group
  }
}

resource "aws_iam_role" "function" {
  count = var.function_role_arn == null ? 1 : 0

  name_prefix          = "${var.name}-function-"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  description          = "What the function ${var.name} may do"
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  count = var.function_role_arn == null ? 1 : 0

  name = "function"
  role = aws_iam_role.function[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for arn in var.provider_secret_arn[*] : {
        Sid      = "ReadSecret"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [arn]
      }],
      [local.write_logs],
      [for arn in aws_dynamodb_table.idempotency[*].arn : {
        Sid      = "KeepQuestions"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = [arn]
      }],
      # A star. X-Ray has no resources that these two actions could name: AWS's list of actions shows none for them.
      [for resource in var.tracing ? ["*"] : [] : {
        Sid      = "SendTraces"
        Effect   = "Allow"
        Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
        Resource = [resource]
      }],
      # A star. Lambda makes the interfaces with this role, and refuses the function where a resource is named: they have
      # no name before they are made. The statement after it keeps the function's own code from doing the same.
      [for resource in length(var.vpc_subnet_ids) == 0 ? [] : ["*"] : {
        Sid    = "BeInVpc"
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = [resource]
      }],
      [for resource in length(var.vpc_subnet_ids) == 0 ? [] : ["*"] : {
        Sid       = "NotByCode"
        Effect    = "Deny"
        Action    = ["ec2:*"]
        Resource  = [resource]
        Condition = { ArnLike = { "lambda:SourceFunctionArn" = "arn:${local.partition}:lambda:${local.region}:*:function:${var.name}" } }
      }],
      [for key in var.secret_kms_key_arn[*] : {
        Sid       = "DecryptSecret"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = [key]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${local.region}.amazonaws.com" } }
      }],
      [for key in var.environment_kms_key_arn[*] : {
        Sid      = "DecryptEnvironment"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [key]
      }],
      [for key in var.idempotency ? var.table_kms_key_arn[*] : [] : {
        Sid       = "UseTableKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
        Resource  = [key]
        Condition = { StringEquals = { "kms:ViaService" = "dynamodb.${local.region}.amazonaws.com" } }
      }],
    )
  })
}

resource "aws_iam_role" "deployment" {
  count = var.deployment_role_arn == null ? 1 : 0

  name_prefix          = "${var.name}-deployment-"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  description          = "What CodeDeploy may do to move the alias of ${var.name}"
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codedeploy.amazonaws.com" }
    }]
  })
}

# AWS's own policy for this allows every function of the account.
resource "aws_iam_role_policy" "deployment" {
  count = var.deployment_role_arn == null ? 1 : 0

  name = "deployment"
  role = aws_iam_role.deployment[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "MoveAlias"
        Effect   = "Allow"
        Action   = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"]
        Resource = [aws_lambda_function.verify.arn, "${aws_lambda_function.verify.arn}:${local.alias}"]
      },
      {
        Sid      = "AskFirst"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = [aws_lambda_function.hook.arn]
      },
      # A star: CodeDeploy stops a release where it can't read alarms, and has been refused where they were named
      # (authorized against alarm:*). It reads states, and nothing else.
      {
        Sid      = "WatchAlarms"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms"]
        Resource = ["*"]
      },
    ]
  })
}

resource "aws_iam_role" "hook" {
  count = var.hook_role_arn == null ? 1 : 0

  name_prefix          = "${var.name}-hook-"
  path                 = var.role_path
  permissions_boundary = var.permissions_boundary_arn
  description          = "What the check before a release of ${var.name} may do"
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "hook" {
  count = var.hook_role_arn == null ? 1 : 0

  name = "hook"
  role = aws_iam_role.hook[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AskVersion"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = ["${aws_lambda_function.verify.arn}:*"] # the versions of this function
      },
      {
        Sid      = "Report"
        Effect   = "Allow"
        Action   = ["codedeploy:PutLifecycleEventHookExecutionStatus"]
        Resource = ["${replace(aws_codedeploy_app.verify.arn, ":application:", ":deploymentgroup:")}/*"]
      },
      local.write_logs,
    ]
  })
}
