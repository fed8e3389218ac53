# Every setting away from its default: a production deployment for callers with JSON Web Tokens, and one other Lambda.

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
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

resource "aws_sns_topic" "alarms" {
  name = "ktp-verify-production-alarms"
}

resource "aws_kms_key" "table" {
  description         = "The idempotency table of ktp-verify"
  enable_key_rotation = true
}

module "ktp_verify" {
  source = "../.."

  name                   = "ktp-verify-production"
  provider_secret_arn    = var.provider_secret_arn
  artifact               = var.artifact
  architecture           = "arm64"
  memory_size            = 1024
  function_timeout       = 29
  attempt_timeout        = 25
  provider_url           = "https://sandbox.example.com/ktp"
  reserved_concurrency   = 25
  application_log_level  = "DEBUG"
  system_log_level       = "WARN"
  log_retention_days     = 90
  tracing                = false
  idempotency            = true
  point_in_time_recovery = true
  deletion_protection    = false # true in earnest; then a removal needs two applies
  table_kms_key_arn      = aws_kms_key.table.arn
  secret_kms_key_arn     = var.secret_kms_key_arn
  jwt_issuer             = "https://login.example.com/"
  jwt_audience           = ["ktp-verify", "mobile-backend"]
  throttling_rate        = 50
  throttling_burst       = 100
  deployment_config      = "Linear10PercentEvery1Minute"
  alarm_topic_arns       = [aws_sns_topic.alarms.arn]
  invokers               = var.invokers
}

output "ktp_verify" {
  description = "Addresses and names: API, alias, log groups, table, alarms."
  value       = module.ktp_verify
}

output "release" {
  description = "Input of aws deploy create-deployment --cli-input-json."
  value       = module.ktp_verify.release
}
