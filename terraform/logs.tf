# Made before what writes to them: Lambda would make the first without an end to what it keeps.

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

# The name begins as CloudWatch Logs' shared permission for deliveries wants it, which is limited in size otherwise.
resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/vendedlogs/${var.name}/access"
  retention_in_days = var.log_retention_days
}
