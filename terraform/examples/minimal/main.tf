# Everything at its default, deployed to the region and account of the environment (AWS_REGION, AWS_PROFILE).

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }

  # Where several people or a pipeline deploy, keep the state in a place they share:
  # backend "s3" { bucket = "…", key = "ktp-verify", region = "…", use_lockfile = true }   # use_lockfile: 1.10 on
}

variable "provider_secret_arn" {
  description = "Full ARN of the secret with the provider's credentials."
  type        = string
}

variable "artifact" {
  description = "Path of function.zip."
  type        = string
  default     = "../../../target/function.zip"
}

module "ktp_verify" {
  source = "../.."

  provider_secret_arn = var.provider_secret_arn
  artifact            = var.artifact
}

output "ktp_verify" {
  description = "Addresses and names: API, alias, log groups, table, alarms."
  value       = module.ktp_verify
}

output "release" {
  description = "What bin/release gives to CodeDeploy."
  value       = module.ktp_verify.release
}
