locals {
  # The paths of openapi.yaml, and nothing else: there is no catch-all route.
  routes = toset(["POST /verify/id_name", "POST /verify/id_selfie"])
  # The sandbox's page. A browser can't sign its first request; the questions of the page are authorized as all others.
  page = toset(var.page ? ["GET /", "GET /page/{file}"] : [])
  jwt  = var.jwt_issuer != null
  scopes = {
    "POST /verify/id_name"   = var.jwt_scopes_id_name
    "POST /verify/id_selfie" = var.jwt_scopes_id_selfie
  }
}

resource "aws_apigatewayv2_api" "verify" {
  name                         = var.name
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = var.disable_execute_api_endpoint
  tags                         = var.tags
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  count = local.jwt ? 1 : 0

  api_id           = aws_apigatewayv2_api.verify.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    issuer   = var.jwt_issuer
    audience = var.jwt_audience
  }
}

resource "aws_apigatewayv2_integration" "alias" {
  api_id                 = aws_apigatewayv2_api.verify.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_alias.live.arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000 # the most that an HTTP API allows, and more than the function's
}

resource "aws_apigatewayv2_route" "verify" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.verify.id
  route_key          = each.value
  target             = "integrations/${aws_apigatewayv2_integration.alias.id}"
  authorization_type = local.jwt ? "JWT" : "AWS_IAM"
  authorizer_id      = local.jwt ? aws_apigatewayv2_authorizer.jwt[0].id : null

  authorization_scopes = length(lookup(local.scopes, each.value, [])) == 0 ? null : local.scopes[each.value]
}

resource "aws_apigatewayv2_route" "page" {
  for_each = local.page

  api_id             = aws_apigatewayv2_api.verify.id
  route_key          = each.value
  target             = "integrations/${aws_apigatewayv2_integration.alias.id}"
  authorization_type = "NONE"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.verify.id
  name        = "$default"
  auto_deploy = true
  tags        = var.tags

  default_route_settings {
    throttling_rate_limit  = var.throttling_rate
    throttling_burst_limit = var.throttling_burst
  }

  access_log_settings {
    destination_arn = local.log_groups.access.arn
    # No path and no query, which a caller may have put a number into, and no body.
    format = jsonencode({
      time               = "$context.requestTime"
      requestId          = "$context.requestId"
      route              = "$context.routeKey"
      status             = "$context.status"
      responseLatency    = "$context.responseLatency"
      responseLength     = "$context.responseLength"
      integrationLatency = "$context.integrationLatency"
      integrationStatus  = "$context.integrationStatus"
      integrationError   = "$context.integrationErrorMessage"
      gatewayError       = "$context.error.message"
      authorizerError    = "$context.authorizer.error"
      caller             = local.jwt ? "$context.authorizer.claims.sub" : "$context.identity.userArn"
      sourceIp           = "$context.identity.sourceIp"
    })
  }
}

resource "aws_lambda_permission" "route" {
  for_each = local.routes

  statement_id  = "api-${replace(trimprefix(each.value, "POST /verify/"), "_", "-")}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.verify.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_stage.default.execution_arn}/${replace(each.value, " ", "")}"
}

resource "aws_lambda_permission" "page" {
  for_each = local.page

  statement_id  = each.value == "GET /" ? "page" : "page-files"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.verify.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_stage.default.execution_arn}/${replace(replace(each.value, " ", ""), "{file}", "*")}"
}
