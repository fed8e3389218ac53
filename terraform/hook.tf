# What CodeDeploy asks before it moves the alias: terraform/hook.py, in a zip that `bin/pack-hook` makes. The new version
# gets two questions that cost nothing; the release stops where it does not answer them as it should.

resource "aws_lambda_function" "hook" {
  function_name    = "${var.name}-before-traffic"
  description      = "Asks a new version of ${var.name} whether it works, before it takes traffic"
  filename         = "${path.module}/hook.zip"
  source_code_hash = filebase64sha256("${path.module}/hook.zip")
  runtime          = "python3.13"
  handler          = "index.handler"
  role             = local.hook_role_arn
  timeout          = 60
  tags             = var.tags

  environment {
    variables = { TARGET = aws_lambda_function.verify.qualified_arn }
  }

  logging_config {
    log_format = "JSON"
    log_group  = local.log_groups.function.name
  }

  depends_on = [aws_iam_role_policy.hook]
}
