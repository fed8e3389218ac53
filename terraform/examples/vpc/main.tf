# In a VPC of its own: the function leaves by one address for each zone (egress_ips), which the provider is asked to
# allow, and reaches DynamoDB and Secrets Manager without leaving AWS. Where a network is there already, take its subnets
# and security group instead of the middle part.

terraform {
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
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

variable "alarm_topic_arns" {
  description = "SNS topics that alarms are sent to."
  type        = list(string)
  default     = []
}

variable "zones" {
  description = "In how many of the region's zones: each costs a NAT gateway and is one more address to allow."
  type        = number
  default     = 2

  validation {
    condition     = var.zones >= 2 && var.zones <= 4 && floor(var.zones) == var.zones
    error_message = "zones must be 2, 3 or 4: with one, an outage of that zone is an outage of the function."
  }
}

variable "cidr" {
  description = "Addresses of the network: nothing of yours is reached from it, so any will do."
  type        = string
  default     = "10.64.0.0/24"
}

data "aws_region" "current" {}

data "aws_availability_zones" "here" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  name  = "ktp-verify-vpc"
  zones = { for index in range(var.zones) : data.aws_availability_zones.here.names[index] => index }
}

resource "aws_vpc" "own" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true # for the endpoint's own name
  tags                 = { Name = local.name }
}

resource "aws_internet_gateway" "own" {
  vpc_id = aws_vpc.own.id
  tags   = { Name = local.name }
}

# The NAT gateways are here, and nothing else.
resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id            = aws_vpc.own.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 3, each.value)
  tags              = { Name = "${local.name}-public-${each.key}" }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.own.id
  tags   = { Name = "${local.name}-public" }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.own.id
  }
}

resource "aws_route_table_association" "public" {
  for_each = local.zones

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_eip" "nat" {
  for_each = local.zones

  domain = "vpc"
  tags   = { Name = "${local.name}-${each.key}" }

  # The provider allows it. A new one would be refused until the provider has been told.
  lifecycle {
    prevent_destroy = false # true in earnest; then a removal needs two applies
  }
}

resource "aws_nat_gateway" "own" {
  for_each = local.zones

  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].id
  tags          = { Name = "${local.name}-${each.key}" }

  depends_on = [aws_internet_gateway.own]
}

# The function is here.
resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id            = aws_vpc.own.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 3, each.value + 4)
  tags              = { Name = "${local.name}-private-${each.key}" }
}

resource "aws_route_table" "private" {
  for_each = local.zones

  vpc_id = aws_vpc.own.id
  tags   = { Name = "${local.name}-private-${each.key}" }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.own[each.key].id
  }
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

# Out by HTTPS, to the provider and to AWS; nothing comes in. The provider's addresses may change, so none is named.
resource "aws_security_group" "function" {
  name        = "${local.name}-function"
  description = "ktp-verify: HTTPS outwards, nothing inwards"
  vpc_id      = aws_vpc.own.id

  egress {
    description = "HTTPS"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "endpoint" {
  name        = "${local.name}-endpoint"
  description = "Secrets Manager, for ktp-verify"
  vpc_id      = aws_vpc.own.id

  ingress {
    description     = "HTTPS of the function"
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    security_groups = [aws_security_group.function.id]
  }
}

resource "aws_vpc_endpoint" "secrets" {
  vpc_id              = aws_vpc.own.id
  service_name        = "com.amazonaws.${data.aws_region.current.id}.secretsmanager"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoint.id]
  tags                = { Name = "${local.name}-secretsmanager" }

  # Through here, this secret alone.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "secretsmanager:GetSecretValue"
      Resource  = var.provider_secret_arn
    }]
  })
}

resource "aws_vpc_endpoint" "table" {
  vpc_id            = aws_vpc.own.id
  service_name      = "com.amazonaws.${data.aws_region.current.id}.dynamodb"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [for table in aws_route_table.private : table.id]
  tags              = { Name = "${local.name}-dynamodb" }
}

module "ktp_verify" {
  source = "../.."

  name                   = local.name
  provider_secret_arn    = var.provider_secret_arn
  artifact               = var.artifact
  vpc_subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
  vpc_security_group_ids = [aws_security_group.function.id]
  alarm_topic_arns       = var.alarm_topic_arns

  # The first start reads the secret: not before it can be reached.
  depends_on = [
    aws_route_table_association.private, aws_route_table_association.public, aws_vpc_endpoint.secrets,
    aws_vpc_endpoint.table,
  ]
}

output "egress_ips" {
  description = "The addresses that the function leaves by: what the provider is asked to allow."
  value       = sort([for address in aws_eip.nat : address.public_ip])
}

output "ktp_verify" {
  description = "Addresses and names: API, alias, log groups, table, alarms."
  value       = module.ktp_verify
}

output "release" {
  description = "What bin/release gives to CodeDeploy."
  value       = module.ktp_verify.release
}
