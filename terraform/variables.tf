# The same settings as template.yaml, in the same order; a test compares names, defaults and what is accepted.

variable "provider_secret_arn" {
  description = "Full ARN of the secret that holds the provider's api_id and api_secret, and fingerprint_key where idempotency is on. The ARN ends in a hyphen and six characters."
  type        = string

  validation {
    condition     = length(var.provider_secret_arn) <= 140 && can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$", var.provider_secret_arn))
    error_message = "provider_secret_arn must be the secret's full ARN with its six-character suffix, at most 140 characters: aws secretsmanager describe-secret --secret-id ktp-verify/provider --query ARN."
  }
}

variable "artifact" {
  description = "Path of function.zip, as built by ./mvnw package -Dnative."
  type        = string

  validation {
    condition     = fileexists(var.artifact)
    error_message = "artifact must be the path of an existing file: build it with ./mvnw package -Dnative -DskipTests."
  }
}

variable "name" {
  description = "Name of the function, and the beginning of every other name."
  type        = string
  default     = "ktp-verify"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,22}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 24 lower-case letters, digits and hyphens, beginning with a letter and not ending in a hyphen."
  }
}

variable "architecture" {
  description = "Processor architecture that the artifact was built on: a native image runs nowhere else."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64: what the artifact was built on."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB; processing power grows with it."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size must be a whole number of MB from 128 to 10240."
  }
}

variable "function_timeout" {
  description = "Time-out of the function in seconds, below API Gateway's 30."
  type        = number
  default     = 28
  nullable    = false

  validation {
    condition     = var.function_timeout >= 6 && var.function_timeout <= 29 && floor(var.function_timeout) == var.function_timeout
    error_message = "function_timeout must be a whole number of seconds from 6 to 29: API Gateway gives up after 30, and a caller without an answer can't know the charge. Lower function_timeout."
  }
}

variable "attempt_timeout" {
  description = "The longest that one attempt at the provider may take, in seconds; at least one less than function_timeout."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = contains([5, 10, 15, 20, 25], var.attempt_timeout)
    error_message = "attempt_timeout must be 5, 10, 15, 20 or 25 seconds."
  }

  validation {
    condition     = var.attempt_timeout < var.function_timeout
    error_message = "An attempt must end before the function does, or its answer is lost with its charge: lower attempt_timeout or raise function_timeout, so that it is at least one second longer."
  }
}

variable "provider_url" {
  description = "The provider's base address without /verify, for a sandbox; null for the provider's public host."
  type        = string
  default     = null

  validation {
    condition     = var.provider_url == null || length(coalesce(var.provider_url, "https")) <= 60 && can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$", var.provider_url))
    error_message = "provider_url must be https://host, perhaps with a port and a path, of at most 60 characters."
  }
}

variable "reserved_concurrency" {
  description = "The most verifications at a time, a limit for cost and the provider's quota; -1 for none, 0 to stop everything."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= -1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency must be a whole number from -1 (none) on."
  }
}

variable "application_log_level" {
  description = "The least level of the function's own log lines. Not above INFO: Lambda drops the metrics' lines with the rest, and the alarms go blind."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO"], var.application_log_level)
    error_message = "application_log_level must be TRACE, DEBUG or INFO: above INFO, Lambda drops the lines that metrics and alarms are made of."
  }
}

variable "system_log_level" {
  description = "The least level of Lambda's own log lines."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "system_log_level must be DEBUG, INFO or WARN."
  }
}

variable "log_retention_days" {
  description = "How long both log groups keep their lines, in days."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number of days that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces the function. Costs the one permission that has a star: X-Ray knows no narrower one."
  type        = bool
  default     = true
  nullable    = false
}

variable "idempotency" {
  description = "Whether a DynamoDB table keeps a question from being asked twice. The secret then needs fingerprint_key."
  type        = bool
  default     = true
  nullable    = false
}

variable "point_in_time_recovery" {
  description = "Whether the table can be restored to a point in time. Its records live a day; few need it."
  type        = bool
  default     = false
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the table refuses to be deleted."
  type        = bool
  default     = false
  nullable    = false
}

variable "table_kms_key_arn" {
  description = "ARN of a KMS key of yours that encrypts the table; null for DynamoDB's own."
  type        = string
  default     = null

  validation {
    condition     = var.table_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.table_kms_key_arn))
    error_message = "table_kms_key_arn must be the ARN of a key (not of an alias)."
  }
}

variable "secret_kms_key_arn" {
  description = "ARN of the KMS key of yours that encrypts the secret; null where it is Secrets Manager's own."
  type        = string
  default     = null

  validation {
    condition     = var.secret_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.secret_kms_key_arn))
    error_message = "secret_kms_key_arn must be the ARN of a key (not of an alias)."
  }
}

variable "jwt_issuer" {
  description = "Issuer of the JSON Web Tokens that callers bring; null for IAM authorization."
  type        = string
  default     = null

  validation {
    condition     = var.jwt_issuer == null || can(regex("^https://[^ ,]+$", var.jwt_issuer))
    error_message = "jwt_issuer must be an https:// URL, exactly as in the tokens' iss."
  }

  validation {
    condition     = (var.jwt_issuer == null) == (length(var.jwt_audience) == 0)
    error_message = "jwt_issuer and jwt_audience go together: give both for JWT authorization, or neither for IAM."
  }
}

variable "jwt_audience" {
  description = "Audiences that the tokens may be for (aud or client_id); with jwt_issuer only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for audience in var.jwt_audience : can(regex("^[^ ,]+$", audience))])
    error_message = "jwt_audience must not have blanks or commas in an audience, nor an empty one."
  }
}

variable "throttling_rate" {
  description = "Requests a second that the API lets through, over all callers."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.throttling_rate >= 1 && var.throttling_rate <= 10000 && floor(var.throttling_rate) == var.throttling_rate
    error_message = "throttling_rate must be a whole number from 1 to 10000."
  }
}

variable "throttling_burst" {
  description = "Requests at once that the API lets through before throttling_rate holds."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.throttling_burst >= 1 && var.throttling_burst <= 5000 && floor(var.throttling_burst) == var.throttling_burst
    error_message = "throttling_burst must be a whole number from 1 to 5000."
  }
}

variable "deployment_config" {
  description = "How CodeDeploy moves the alias to a new version: a configuration of its own, without CodeDeployDefault.Lambda before it."
  type        = string
  default     = "Canary10Percent10Minutes"
  nullable    = false

  validation {
    condition = contains([
      "AllAtOnce",
      "Canary10Percent5Minutes", "Canary10Percent10Minutes", "Canary10Percent15Minutes", "Canary10Percent30Minutes",
      "Linear10PercentEvery1Minute", "Linear10PercentEvery2Minutes", "Linear10PercentEvery3Minutes", "Linear10PercentEvery10Minutes",
    ], var.deployment_config)
    error_message = "deployment_config must be AllAtOnce, Canary10Percent5Minutes (10, 15, 30) or Linear10PercentEvery1Minute (2Minutes, 3Minutes, 10Minutes)."
  }
}

variable "alarm_topic_arns" {
  description = "ARNs of SNS topics that alarms are sent to, and their ends."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for topic in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", topic))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics."
  }
}

variable "invokers" {
  description = "Who else may invoke the alias directly: ARNs of IAM roles (another function's), or account ids."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for invoker in var.invokers : can(regex("^([0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+)$", invoker))])
    error_message = "invokers must be 12-digit account ids or ARNs of IAM roles, without stars."
  }
}
