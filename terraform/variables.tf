# The same settings as template.yaml, in the same order; a test compares names, defaults and what is accepted.

variable "provider_secret_arn" {
  description = "Full ARN of the secret that holds the provider's api_id and api_secret, and fingerprint_key where idempotency is on. The ARN ends in a hyphen and six characters. Not in the sandbox."
  type        = string
  default     = null

  validation {
    condition     = var.provider_secret_arn == null || length(coalesce(var.provider_secret_arn, "-")) <= 140 && can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$", var.provider_secret_arn))
    error_message = "provider_secret_arn must be the secret's full ARN with its six-character suffix, at most 140 characters: aws secretsmanager describe-secret --secret-id ktp-verify/provider --query ARN."
  }

  validation {
    condition     = var.mode == "sandbox" || var.provider_secret_arn != null
    error_message = "provider_secret_arn is needed in production: the function reads the provider's credentials there."
  }

  validation {
    condition     = var.mode != "sandbox" || var.provider_secret_arn == null
    error_message = "provider_secret_arn is not for the sandbox, which has no secret: leave it out."
  }
}

variable "artifact" {
  description = "Path of function.zip, as built by ./mvnw package -Dnative. Read where code is deployed only: plan and destroy do without it."
  type        = string
  default     = null

  validation {
    condition     = length([for given in [var.artifact, var.artifact_s3, var.image_uri] : given if given != null]) == 1
    error_message = "Give exactly one of artifact, artifact_s3 and image_uri: a path, a zip in S3 or a container image."
  }
}

variable "artifact_s3" {
  description = "The same zip in an S3 bucket of the region: bucket, key and, where the bucket has versions, version."
  type        = object({ bucket = string, key = string, version = optional(string) })
  default     = null
}

variable "artifact_hash" {
  description = "The zip's SHA-256 in base64, where the file itself can't tell: openssl dgst -sha256 -binary function.zip | base64. A new one publishes a version."
  type        = string
  default     = null

  validation {
    condition     = var.artifact_hash == null || can(regex("^[A-Za-z0-9+/]{43}=$", var.artifact_hash))
    error_message = "artifact_hash must be a SHA-256 in base64: 44 characters."
  }

  validation {
    condition     = var.artifact_hash == null || var.image_uri == null
    error_message = "artifact_hash is a zip's; an image has its digest in image_uri."
  }
}

variable "image_uri" {
  description = "A container image in ECR with the function in it, instead of a zip: with its digest (…@sha256:…) or a tag that never moves."
  type        = string
  default     = null

  validation {
    condition     = var.image_uri == null || can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9._/-]+(:[A-Za-z0-9._-]+|@sha256:[0-9a-f]{64})$", var.image_uri))
    error_message = "image_uri must be an image of ECR, with a tag or a digest."
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

variable "mode" {
  description = "Who answers: production (the provider), or sandbox (a table of test numbers; no provider, no secret)."
  type        = string
  default     = "production"
  nullable    = false

  validation {
    condition     = contains(["production", "sandbox"], var.mode)
    error_message = "mode must be production or sandbox."
  }
}

variable "page" {
  description = "Whether the sandbox has a page to try it, at the API's own address, for anybody."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.page || var.mode == "sandbox"
    error_message = "The page is for the sandbox alone: production has none."
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
  default     = 256
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
  description = "The provider's base address without /verify; null for the provider's public host."
  type        = string
  default     = null

  validation {
    condition     = var.provider_url == null || length(coalesce(var.provider_url, "https")) <= 60 && can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$", var.provider_url))
    error_message = "provider_url must be https://host, perhaps with a port and a path, of at most 60 characters."
  }

  validation {
    condition     = var.provider_url == null || var.mode != "sandbox"
    error_message = "provider_url is not for the sandbox, which asks no provider."
  }
}

variable "provider_proxy" {
  description = "Proxy that the provider is asked through, as host:port; null for none. AWS's own services are asked without it."
  type        = string
  default     = null

  validation {
    condition     = var.provider_proxy == null || can(regex("^[A-Za-z0-9.-]+:[0-9]{1,5}$", var.provider_proxy))
    error_message = "provider_proxy must be host:port, without http:// before it."
  }

  validation {
    condition     = var.provider_proxy == null || var.mode != "sandbox"
    error_message = "provider_proxy is not for the sandbox, which asks no provider."
  }
}

variable "provider_trust_store" {
  description = "Certificate authorities to trust for the provider in place of the function's own list, as a PEM file in the artifact (/var/task/…) or in a layer (/opt/…); null for the function's own list."
  type        = string
  default     = null

  validation {
    condition     = var.provider_trust_store == null || can(regex("^/(var/task|opt)/[A-Za-z0-9._/-]{1,100}$", var.provider_trust_store))
    error_message = "provider_trust_store must be the path of a PEM file under /var/task/ or /opt/."
  }

  validation {
    condition     = var.provider_trust_store == null || var.mode != "sandbox"
    error_message = "provider_trust_store is not for the sandbox, which asks no provider."
  }
}

variable "provider_body" {
  description = "How the body of a request to the provider is written, json or form; null for json."
  type        = string
  default     = null

  validation {
    condition     = var.provider_body == null || contains(["json", "form"], coalesce(var.provider_body, "-"))
    error_message = "provider_body must be json or form."
  }
}

variable "nik_check" {
  description = "What is done about an id number that cannot exist: off (nothing), hint (told in the answer) or refuse (nothing is sent); null for hint."
  type        = string
  default     = null

  validation {
    condition     = var.nik_check == null || contains(["off", "hint", "refuse"], coalesce(var.nik_check, "-"))
    error_message = "nik_check must be off, hint or refuse."
  }
}

variable "name_case" {
  description = "Whether names are sent as-given or in upper case; null for as-given."
  type        = string
  default     = null

  validation {
    condition     = var.name_case == null || contains(["as-given", "upper"], coalesce(var.name_case, "-"))
    error_message = "name_case must be as-given or upper."
  }
}

variable "vpc_subnet_ids" {
  description = "Private subnets that the function runs in, so that it leaves by an address that the provider can allow; empty for none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for subnet in var.vpc_subnet_ids : can(regex("^subnet-[0-9a-f]{8,17}$", subnet))])
    error_message = "vpc_subnet_ids must be ids of subnets: subnet-…"
  }

  validation {
    condition     = (length(var.vpc_subnet_ids) == 0) == (length(var.vpc_security_group_ids) == 0)
    error_message = "vpc_subnet_ids and vpc_security_group_ids go together: give both for a function in a VPC, or neither."
  }
}

variable "vpc_security_group_ids" {
  description = "Security groups of the function in its VPC; it needs port 443 outwards and nothing inwards. With vpc_subnet_ids only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for group in var.vpc_security_group_ids : can(regex("^sg-[0-9a-f]{8,17}$", group))])
    error_message = "vpc_security_group_ids must be ids of security groups: sg-…"
  }
}

variable "layer_arns" {
  description = "Versions of Lambda layers with extensions of yours, such as a monitoring agent, at most five; empty for none. An extension has the rights of the function's role, and counts in its start."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for layer in var.layer_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[A-Za-z0-9_-]{1,140}:[0-9]+$", layer))])
    error_message = "layer_arns must be ARNs of layer versions, with the number at the end."
  }

  validation {
    condition     = length(var.layer_arns) == 0 || var.image_uri == null
    error_message = "Lambda takes no layers with a container image: build the extension into the image, below /opt/extensions."
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
  description = "How long both log groups keep their lines, in days. An invoice comes after its month: not less than 60 to reconcile it."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be a number of days that CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "make_log_groups" {
  description = "Whether the two log groups are made. They stay when the deployment goes; set it to false where they are there already."
  type        = bool
  default     = true
  nullable    = false
}

variable "log_kms_key_arn" {
  description = "ARN of a KMS key of yours that encrypts both log groups; null for CloudWatch Logs' own. Its policy must allow logs.<region>.amazonaws.com."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.log_kms_key_arn))
    error_message = "log_kms_key_arn must be the ARN of a key (not of an alias)."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces the function. Costs a permission with a star: X-Ray knows no narrower one."
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

variable "budget_daily" {
  description = "The most charges of a day, of all callers together; null for no limit."
  type        = number
  default     = null

  validation {
    condition     = var.budget_daily == null || can(regex("^[1-9][0-9]{0,8}$", var.budget_daily))
    error_message = "budget_daily must be a whole number of charges from 1 to 999999999, or null for no limit."
  }

  validation {
    condition     = var.budget_daily == null || var.idempotency
    error_message = "budget_daily needs the idempotency table: its charges are counted there."
  }
}

variable "budget_monthly" {
  description = "The most charges of a calendar month, of all callers together; null for no limit."
  type        = number
  default     = null

  validation {
    condition     = var.budget_monthly == null || can(regex("^[1-9][0-9]{0,8}$", var.budget_monthly))
    error_message = "budget_monthly must be a whole number of charges from 1 to 999999999, or null for no limit."
  }

  validation {
    condition     = var.budget_monthly == null || var.idempotency
    error_message = "budget_monthly needs the idempotency table: its charges are counted there."
  }
}

variable "budget_per_caller_daily" {
  description = "The most charges of a day, of each caller; null for no limit."
  type        = number
  default     = null

  validation {
    condition     = var.budget_per_caller_daily == null || can(regex("^[1-9][0-9]{0,8}$", var.budget_per_caller_daily))
    error_message = "budget_per_caller_daily must be a whole number of charges from 1 to 999999999, or null for no limit."
  }

  validation {
    condition     = var.budget_per_caller_daily == null || var.idempotency
    error_message = "budget_per_caller_daily needs the idempotency table: its charges are counted there."
  }
}

variable "budget_zone" {
  description = "Time zone in which a budget's day and month begin, as Asia/Makassar; null for Asia/Jakarta."
  type        = string
  default     = null

  validation {
    condition     = var.budget_zone == null || can(regex("^[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]*)*$", var.budget_zone))
    error_message = "budget_zone must be the name of a time zone, as Asia/Jakarta."
  }
}

variable "budget_when_unavailable" {
  description = "What is done where a budget's table does not answer: refuse the request, or ask the provider without counting; null for refuse."
  type        = string
  default     = null

  validation {
    condition     = var.budget_when_unavailable == null || contains(["refuse", "ask"], coalesce(var.budget_when_unavailable, "-"))
    error_message = "budget_when_unavailable must be refuse or ask."
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

  validation {
    condition     = var.secret_kms_key_arn == null || var.mode != "sandbox"
    error_message = "secret_kms_key_arn is not for the sandbox, which has no secret."
  }
}

variable "environment_kms_key_arn" {
  description = "ARN of a KMS key of yours that encrypts the function's environment variables; null for Lambda's own. No secret is in them."
  type        = string
  default     = null

  validation {
    condition     = var.environment_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.environment_kms_key_arn))
    error_message = "environment_kms_key_arn must be the ARN of a key (not of an alias)."
  }
}

variable "function_role_arn" {
  description = "Role of yours that the function takes; null for one that is made. It needs what iam.tf allows."
  type        = string
  default     = null

  validation {
    condition     = var.function_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.function_role_arn))
    error_message = "function_role_arn must be the ARN of an IAM role."
  }
}

variable "deployment_role_arn" {
  description = "Role of yours that CodeDeploy takes; null for one that is made."
  type        = string
  default     = null

  validation {
    condition     = var.deployment_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.deployment_role_arn))
    error_message = "deployment_role_arn must be the ARN of an IAM role."
  }
}

variable "hook_role_arn" {
  description = "Role of yours that the check before a release takes; null for one that is made."
  type        = string
  default     = null

  validation {
    condition     = var.hook_role_arn == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.hook_role_arn))
    error_message = "hook_role_arn must be the ARN of an IAM role."
  }
}

variable "role_path" {
  description = "Path of the roles that are made."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9+=,.@_-]+/)*$", var.role_path))
    error_message = "role_path must begin and end with a slash."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds the roles that are made; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy."
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

variable "jwt_scopes_id_name" {
  description = "Scopes of which a token must have one to ask /verify/id_name; empty for none. With jwt_issuer only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for scope in var.jwt_scopes_id_name : can(regex("^[^ ,]+$", scope))])
    error_message = "jwt_scopes_id_name must not have blanks or commas in a scope, nor an empty one."
  }

  validation {
    condition     = var.jwt_issuer != null || length(var.jwt_scopes_id_name) == 0
    error_message = "jwt_scopes_id_name needs jwt_issuer: IAM authorization knows no scopes."
  }
}

variable "jwt_scopes_id_selfie" {
  description = "Scopes of which a token must have one to ask /verify/id_selfie; empty for none. With jwt_issuer only."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for scope in var.jwt_scopes_id_selfie : can(regex("^[^ ,]+$", scope))])
    error_message = "jwt_scopes_id_selfie must not have blanks or commas in a scope, nor an empty one."
  }

  validation {
    condition     = var.jwt_issuer != null || length(var.jwt_scopes_id_selfie) == 0
    error_message = "jwt_scopes_id_selfie needs jwt_issuer: IAM authorization knows no scopes."
  }
}

variable "domain_name" {
  description = "Host name of yours for the API, as ktp.bank.example; null for none. Its DNS record is yours to make: see the outputs."
  type        = string
  default     = null

  validation {
    condition     = var.domain_name == null || can(regex("^([a-z0-9-]+[.])+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a host name in lower case."
  }
}

variable "domain_certificate_arn" {
  description = "ARN of the certificate for domain_name, in ACM of the same region; null where the domain is made elsewhere and only the path is added."
  type        = string
  default     = null

  validation {
    condition     = var.domain_certificate_arn == null || can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.domain_certificate_arn))
    error_message = "domain_certificate_arn must be the ARN of a certificate in ACM."
  }

  validation {
    condition     = var.domain_certificate_arn == null || var.domain_name != null
    error_message = "domain_certificate_arn needs domain_name: give both, or neither."
  }
}

variable "domain_base_path" {
  description = "Path below domain_name that the API is at, as identity/v1; empty for the top. With domain_name only."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*)?$", var.domain_base_path))
    error_message = "domain_base_path must be words with slashes between them, without one at its ends."
  }

  validation {
    condition     = var.domain_base_path == "" || var.domain_name != null
    error_message = "domain_base_path needs domain_name."
  }
}

variable "domain_truststore_uri" {
  description = "s3:// address of the authorities (PEM) whose clients may connect to domain_name: mutual TLS; null for none. With domain_certificate_arn only."
  type        = string
  default     = null

  validation {
    condition     = var.domain_truststore_uri == null || can(regex("^s3://[a-z0-9.-]+/.+$", var.domain_truststore_uri))
    error_message = "domain_truststore_uri must be s3://bucket/key."
  }

  validation {
    condition     = var.domain_truststore_uri == null || var.domain_certificate_arn != null
    error_message = "domain_truststore_uri needs domain_certificate_arn: mutual TLS is a setting of the domain, which must be made here."
  }

  validation {
    condition     = var.domain_truststore_uri == null || var.disable_execute_api_endpoint
    error_message = "domain_truststore_uri needs disable_execute_api_endpoint: the API's own address asks for no certificate, and anybody goes round yours."
  }
}

variable "disable_execute_api_endpoint" {
  description = "Whether the API answers at domain_name only, not at its own address too. With domain_name only."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.disable_execute_api_endpoint || var.domain_name != null
    error_message = "disable_execute_api_endpoint needs domain_name: there would be no way in."
  }
}

variable "throttling_rate" {
  description = "Requests a second that the API lets through, over all callers."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.throttling_rate >= 1 && var.throttling_rate <= 2500 && floor(var.throttling_rate) == var.throttling_rate
    error_message = "throttling_rate must be a whole number from 1 to 2500, API Gateway's quota in Jakarta."
  }
}

variable "throttling_burst" {
  description = "Requests at once that the API lets through before throttling_rate holds."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.throttling_burst >= 1 && var.throttling_burst <= 1250 && floor(var.throttling_burst) == var.throttling_burst
    error_message = "throttling_burst must be a whole number from 1 to 1250, API Gateway's quota in Jakarta."
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
  description = "ARNs of SNS topics that alarms are sent to, and their ends. Without one they reach nobody."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for topic in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", topic))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics."
  }
}

variable "charged_alarm" {
  description = "So many charges within 24 hours set off the alarm charged, with a budget or without; 0 for no such alarm."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.charged_alarm >= 0 && floor(var.charged_alarm) == var.charged_alarm
    error_message = "charged_alarm must be a whole number of charges, or 0 for no alarm."
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

variable "allowed_regions" {
  description = "Regions that this may be deployed to; empty for any. Against a wrong AWS_REGION, where data must stay in a country."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that takes tags, beside the provider's default_tags."
  type        = map(string)
  default     = {}
  nullable    = false
}
