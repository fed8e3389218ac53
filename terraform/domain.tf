# A host name of yours, in this region alone. Made here where its certificate is given; otherwise it is there already.

resource "aws_apigatewayv2_domain_name" "own" {
  count = var.domain_certificate_arn == null ? 0 : 1

  domain_name = var.domain_name
  tags        = var.tags

  domain_name_configuration {
    certificate_arn = var.domain_certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  dynamic "mutual_tls_authentication" {
    for_each = var.domain_truststore_uri[*]

    content {
      truststore_uri = mutual_tls_authentication.value
    }
  }
}

resource "aws_apigatewayv2_api_mapping" "own" {
  count = var.domain_name == null ? 0 : 1

  api_id          = aws_apigatewayv2_api.verify.id
  domain_name     = var.domain_certificate_arn == null ? var.domain_name : aws_apigatewayv2_domain_name.own[0].id
  stage           = aws_apigatewayv2_stage.default.id
  api_mapping_key = var.domain_base_path == "" ? null : var.domain_base_path
}
