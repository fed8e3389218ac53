# Nearly every setting away from its default, for callers with JSON Web Tokens and one other Lambda: a list to choose from.
# ../vpc is nearer to what a bank deploys.

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

provider "aws" {
  default_tags {
    tags = {
      service = "ktp-verify"
      stage   = "production"
    }
  }
}

variable "provider_secret_arn" {
  description = "Full ARN of the secret with the provider's credentials."
  type        = string
}

variable "secret_kms_key_arn" {
  description = "ARN of the KMS key that the secret was made with."
  type        = string
}

variable "artifact" {
  description = "Path of function.zip, built on arm64."
  type        = string
  default     = "../../../target/function.zip"
}

variable "invokers" {
  description = "Who else may invoke the alias: ARNs of roles, or account ids."
  type        = list(string)
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the roles."
  type        = string
}

variable "on_call" {
  description = "E-mail address of who is on call; AWS asks it to confirm."
  type        = string
  default     = "on-call@example.com"
}

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "alarms" {
  name              = "ktp-verify-production-alarms"
  kms_master_key_id = aws_kms_key.own.id
}

resource "aws_sns_topic_subscription" "on_call" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.on_call
}

# One key for the table, both log groups, the environment and the topic.
resource "aws_kms_key" "own" {
  description         = "What ktp-verify keeps"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountByIam"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Logs"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.current.id}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
        Resource  = "*"
        Condition = {
          ArnLike = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:/aws/*/ktp-verify-production*"
          }
        }
      },
      {
        Sid       = "Alarms"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Resource  = "*"
      },
    ]
  })
}

module "ktp_verify" {
  source = "../.."

  name                     = "ktp-verify-production"
  provider_secret_arn      = var.provider_secret_arn
  artifact                 = var.artifact
  architecture             = "arm64"
  memory_size              = 1024
  function_timeout         = 29
  attempt_timeout          = 25
  provider_url             = "https://sandbox.example.com/ktp"
  provider_proxy           = "proxy.example.com:3128"
  provider_trust_store     = "/var/task/authorities.pem"
  provider_body            = "form"
  nik_check                = "refuse"
  name_case                = "upper"
  reserved_concurrency     = 25 # of an account's quota of 125 or more: Lambda keeps 100 for the others
  application_log_level    = "DEBUG"
  system_log_level         = "WARN"
  log_retention_days       = 90
  tracing                  = false
  idempotency              = true
  point_in_time_recovery   = true
  deletion_protection      = false # true in earnest; then a removal needs two applies
  table_kms_key_arn        = aws_kms_key.own.arn
  budget_daily             = 500
  budget_monthly           = 10000
  budget_per_caller_daily  = 100
  budget_zone              = "Asia/Makassar"
  budget_when_unavailable  = "ask"
  secret_kms_key_arn       = var.secret_kms_key_arn
  jwt_issuer               = "https://login.example.com/"
  jwt_audience             = ["ktp-verify", "mobile-backend"]
  jwt_scopes_id_name       = ["ktp/name"]
  jwt_scopes_id_selfie     = ["ktp/selfie"]
  log_kms_key_arn          = aws_kms_key.own.arn
  environment_kms_key_arn  = aws_kms_key.own.arn
  role_path                = "/workloads/"
  permissions_boundary_arn = var.permissions_boundary_arn
  throttling_rate          = 50
  throttling_burst         = 100
  deployment_config        = "Linear10PercentEvery1Minute"
  charged_alarm            = 400
  alarm_topic_arns         = [aws_sns_topic.alarms.arn]
  invokers                 = var.invokers
}

output "ktp_verify" {
  description = "Addresses and names: API, alias, log groups, table, alarms."
  value       = module.ktp_verify
}

output "release" {
  description = "What bin/release gives to CodeDeploy."
  value       = module.ktp_verify.release
}
