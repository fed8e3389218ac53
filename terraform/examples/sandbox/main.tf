# The sandbox: test numbers are answered, with no provider and no secret, and there is a page to try it.
# Deployed to the region and account of the environment (AWS_REGION, AWS_PROFILE).

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }

  # Where several people or a pipeline deploy, keep the state in a place they share:
  # backend "s3" { bucket = "…", key = "ktp-verify-sandbox", region = "…", use_lockfile = true }   # use_lockfile: 1.10 on
}

variable "artifact" {
  description = "Path of function.zip."
  type        = string
  default     = "../../../target/function.zip"
}

module "ktp_verify" {
  source = "../.."

  name     = "ktp-verify-sandbox"
  mode     = "sandbox"
  page     = true
  artifact = var.artifact

  log_retention_days = 7
  deployment_config  = "AllAtOnce"
  throttling_rate    = 5
  throttling_burst   = 10
}

output "ktp_verify" {
  description = "Addresses and names: API, alias, log groups, table, alarms."
  value       = module.ktp_verify
}

output "release" {
  description = "What bin/release gives to CodeDeploy."
  value       = module.ktp_verify.release
}
