# Made before what writes to them: Lambda would make the first without an end to what it keeps. They outlive the
# deployment, as invoices and audits come after it; a later deployment of the name takes them with make_log_groups = false.

locals {
  log_group_names = {
    function = "/aws/lambda/${var.name}"
    # The name begins as CloudWatch Logs' shared permission for deliveries wants it, which is limited in size otherwise.
    access = "/aws/vendedlogs/${var.name}/access"
  }
  log_groups = var.make_log_groups ? aws_cloudwatch_log_group.made : data.aws_cloudwatch_log_group.there
}

resource "aws_cloudwatch_log_group" "made" {
  for_each = var.make_log_groups ? local.log_group_names : {}

  name              = each.value
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  skip_destroy      = true
  tags              = var.tags
}

data "aws_cloudwatch_log_group" "there" {
  for_each = var.make_log_groups ? {} : local.log_group_names

  name = each.value
}
