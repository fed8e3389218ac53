"""What is deployed, in one form for both tools, so that it can be compared and looked at."""

import json

import sam

# What each tool tells in its own way: SAM releases by itself and can't warn, and AWS makes up some names.
OWN_OUTPUTS = {
    "Release", "AlarmsReach", "CodedeployApplication", "CodedeployDeploymentGroup", "DomainTarget", "DomainHostedZoneId",
}


def of_sam(resources, outputs):
    def all_of(kind):
        return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}

    def only(kind):
        (properties,) = all_of(kind).values()
        return properties

    functions, alias = all_of("AWS::Lambda::Function"), only("AWS::Lambda::Alias")
    function, hook, again = functions["Function"], functions["Hook"], only("AWS::Lambda::EventInvokeConfig")
    api, group = only("AWS::ApiGatewayV2::Api"), only("AWS::CodeDeploy::DeploymentGroup")
    stage, integration = only("AWS::ApiGatewayV2::Stage"), only("AWS::ApiGatewayV2::Integration")
    policies = {name: list(role.get("Policies", [])) for name, role in all_of("AWS::IAM::Role").items()}
    for policy in all_of("AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            policies[role.strip("<>")] += [policy]
    return {
        "function": {
            "name": function["FunctionName"],
            "description": function["Description"],
            "package": function.get("PackageType", "Zip"),
            "runtime": function.get("Runtime"),
            "handler": function.get("Handler"),
            "architectures": function["Architectures"],
            "memory": function["MemorySize"],
            "timeout": function["Timeout"],
            "reserved": function.get("ReservedConcurrentExecutions", -1),
            "role": function["Role"],
            "environment": function["Environment"]["Variables"],
            "logging": function["LoggingConfig"],
            "tracing": function["TracingConfig"]["Mode"],
            "kms_key": function.get("KmsKeyArn"),
            "layers": function.get("Layers", []),
            "network": {key: sorted(ids) for key, ids in function.get("VpcConfig", {}).items()},
        },
        "asynchronous": {
            "of": again["Qualifier"],
            "retries": again["MaximumRetryAttempts"],
            "age": again["MaximumEventAgeInSeconds"],
        },
        "hook": {
            "name": hook["FunctionName"],
            "description": hook["Description"],
            "runtime": [hook["Runtime"], hook["Handler"], hook["Timeout"]],
            "role": hook["Role"],
            "environment": hook["Environment"]["Variables"],
            "logging": hook["LoggingConfig"],
            "code": hook["Code"]["ZipFile"].strip(),
        },
        "alias": alias["Name"],
        "permissions": sorted(
            [p["FunctionName"], p["Action"], p["Principal"], p.get("SourceArn", "")]
            for p in all_of("AWS::Lambda::Permission").values()
        ),
        "api": {
            "name": api["Name"],
            "protocol": api["ProtocolType"],
            "closed": api["DisableExecuteApiEndpoint"] == "true",
        },
        "domains": {
            domain["DomainName"]: {
                "settings": domain["DomainNameConfigurations"][0],
                "truststore": domain.get("MutualTlsAuthentication", {}).get("TruststoreUri"),
            }
            for domain in all_of("AWS::ApiGatewayV2::DomainName").values()
        },
        "mappings": [
            [mapping["DomainName"].replace("<Domain>", "own"), mapping["ApiId"], mapping.get("ApiMappingKey", "")]
            for mapping in all_of("AWS::ApiGatewayV2::ApiMapping").values()
        ],
        "integration": {
            "type": integration["IntegrationType"],
            "uri": integration["IntegrationUri"],
            "format": integration["PayloadFormatVersion"],
            "timeout": integration["TimeoutInMillis"],
        },
        "routes": {
            route["RouteKey"]: {
                "authorization": route.get("AuthorizationType", "NONE"),
                "authorizer": route.get("AuthorizerId"),
                "scopes": sorted(route.get("AuthorizationScopes", [])),
                "target": route["Target"],
            }
            for route in all_of("AWS::ApiGatewayV2::Route").values()
        },
        "authorizers": [
            {
                "name": authorizer["Name"],
                "type": authorizer["AuthorizerType"],
                "source": authorizer["IdentitySource"],
                "issuer": authorizer["JwtConfiguration"]["Issuer"],
                "audience": sorted(authorizer["JwtConfiguration"]["Audience"]),
            }
            for authorizer in all_of("AWS::ApiGatewayV2::Authorizer").values()
        ],
        "stage": {
            "name": stage["StageName"],
            "auto_deploy": stage["AutoDeploy"],
            "rate": stage["DefaultRouteSettings"]["ThrottlingRateLimit"],
            "burst": stage["DefaultRouteSettings"]["ThrottlingBurstLimit"],
            "log": stage["AccessLogSettings"]["DestinationArn"],
            "log_format": json.loads(stage["AccessLogSettings"]["Format"]),
        },
        "tables": {
            table["TableName"]: {
                "billing": table["BillingMode"],
                "attributes": {a["AttributeName"]: a["AttributeType"] for a in table["AttributeDefinitions"]},
                "key": {k["KeyType"]: k["AttributeName"] for k in table["KeySchema"]},
                "ttl": (
                    table["TimeToLiveSpecification"]["Enabled"] and table["TimeToLiveSpecification"]["AttributeName"]
                ),
                "recovery": table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == "true",
                "protected": table["DeletionProtectionEnabled"] == "true",
                "kms_key": table.get("SSESpecification", {}).get("KMSMasterKeyId"),
            }
            for table in all_of("AWS::DynamoDB::Table").values()
        },
        "logs": {
            logs["LogGroupName"]: [logs.get("RetentionInDays"), logs.get("KmsKeyId")]
            for logs in all_of("AWS::Logs::LogGroup").values()
        },
        "roles": {
            f"<{name}>": {
                "description": role["Description"],
                "within": [role["Path"], role.get("PermissionsBoundary")],
                "trust": statements(role["AssumeRolePolicyDocument"]),
                "managed": role.get("ManagedPolicyArns", []),
                "policies": {policy["PolicyName"]: statements(policy["PolicyDocument"]) for policy in policies[name]},
            }
            for name, role in all_of("AWS::IAM::Role").items()
        },
        "alarms": {
            alarm["AlarmName"]: {
                "description": alarm["AlarmDescription"],
                "metric": [alarm.get(key) for key in ("Namespace", "MetricName", "Statistic", "Period")],
                "dimensions": dimensions(alarm.get("Dimensions", [])),
                "queries": {query["Id"]: query_of_sam(query) for query in alarm.get("Metrics", [])},
                "evaluation": [alarm["EvaluationPeriods"], alarm.get("DatapointsToAlarm")],
                "breach": [alarm["ComparisonOperator"], alarm["Threshold"], alarm["TreatMissingData"]],
                "actions": [sorted(alarm.get(on, [])) for on in ("AlarmActions", "OKActions")],
            }
            for alarm in all_of("AWS::CloudWatch::Alarm").values()
        },
        "dashboards": {
            dashboard["DashboardName"]: json.loads(dashboard["DashboardBody"])
            for dashboard in all_of("AWS::CloudWatch::Dashboard").values()
        },
        "queries": {
            query["Name"]: [query["LogGroupNames"], query["QueryString"]]
            for query in all_of("AWS::Logs::QueryDefinition").values()
        },
        "deployment": {
            "platform": only("AWS::CodeDeploy::Application")["ComputePlatform"],
            "hooks": [hook["FunctionName"]] if before(resources) == {"Ref": "Hook"} else [],
            "config": group["DeploymentConfigName"],
            "role": group["ServiceRoleArn"],
            "style": group["DeploymentStyle"],
            "alarms": sorted(alarm["Name"] for alarm in group["AlarmConfiguration"]["Alarms"]),
            "watched": group["AlarmConfiguration"]["Enabled"],
            "rollback": (
                group["AutoRollbackConfiguration"]["Enabled"] and sorted(group["AutoRollbackConfiguration"]["Events"])
            ),
        },
        "outputs": {name: value for name, value in outputs.items() if name not in OWN_OUTPUTS},
    }


def before(resources):
    """What CodeDeploy asks before it moves the alias."""
    (policy,) = [resource["UpdatePolicy"] for resource in resources.values() if "UpdatePolicy" in resource]
    return policy["CodeDeployLambdaAliasUpdate"].get("BeforeAllowTrafficHook")


def query_of_sam(query):
    stat = query.get("MetricStat", {})
    metric = stat.get("Metric", {})
    return {
        "expression": query.get("Expression", ""),
        "label": query.get("Label", ""),
        "returns": query["ReturnData"],
        "metric": [metric.get("Namespace"), metric.get("MetricName"), stat.get("Stat"), stat.get("Period")],
        "dimensions": dimensions(metric.get("Dimensions", [])),
    }


def of_terraform(shown):
    """From terraform show -json, of a module that calls terraform/ as ktp_verify."""
    resources = resources_of(shown["values"]["root_module"])
    tokens = {
        "<Api>": one(resources, "aws_apigatewayv2_api")["id"],
        "<Integration>": one(resources, "aws_apigatewayv2_integration")["id"],
        "deploymentgroup:<ServerlessDeploymentApplication>/":
            f"deploymentgroup:{one(resources, 'aws_codedeploy_app')['name']}/",
    }
    for authorizer in resources.get("aws_apigatewayv2_authorizer", {}).values():
        tokens["<JwtAuthorizer>"] = authorizer["id"]
    for (name, _), role in resources.get("aws_iam_role", {}).items():
        tokens[f"<{name.capitalize()}Role>"] = role["arn"]
    text = json.dumps([sorted_resources(resources), shown["values"].get("outputs", {})])
    for token, value in tokens.items():
        text = text.replace(value, token)
    listed, outputs = json.loads(text)
    resources = {kind: {(name, index): values for name, index, values in items} for kind, items in listed}
    outputs = {name: output["value"] for name, output in outputs.items()}

    function, hook = (resources["aws_lambda_function"][name, ""] for name in ("verify", "hook"))
    group, again = one(resources, "aws_codedeploy_deployment_group"), one(resources, "aws_lambda_function_event_invoke_config")
    api, stage, integration = (one(resources, f"aws_apigatewayv2_{kind}") for kind in ("api", "stage", "integration"))
    logging, (access,), (settings,) = (
        function["logging_config"][0], stage["access_log_settings"], stage["default_route_settings"])
    return {
        "function": {
            "name": function["function_name"],
            "description": function["description"],
            "package": function["package_type"],
            "runtime": function["runtime"] or None,
            "handler": function["handler"] or None,
            "architectures": function["architectures"],
            "memory": function["memory_size"],
            "timeout": function["timeout"],
            "reserved": function["reserved_concurrent_executions"],
            "role": function["role"],
            "environment": function["environment"][0]["variables"],
            "logging": {
                "LogFormat": logging["log_format"],
                "LogGroup": logging["log_group"],
                "ApplicationLogLevel": logging["application_log_level"],
                "SystemLogLevel": logging["system_log_level"],
            },
            "tracing": function["tracing_config"][0]["mode"],
            "kms_key": function["kms_key_arn"] or None,
            "layers": function["layers"] or [],
            "network": {
                name: sorted(vpc[key])
                for vpc in function["vpc_config"]
                for name, key in (("SubnetIds", "subnet_ids"), ("SecurityGroupIds", "security_group_ids"))
            },
        },
        "asynchronous": {
            "of": again["qualifier"],
            "retries": again["maximum_retry_attempts"],
            "age": again["maximum_event_age_in_seconds"],
        },
        "hook": {
            "name": hook["function_name"],
            "description": hook["description"],
            "runtime": [hook["runtime"], hook["handler"], hook["timeout"]],
            "role": hook["role"],
            "environment": hook["environment"][0]["variables"],
            "logging": {
                "LogFormat": hook["logging_config"][0]["log_format"],
                "LogGroup": hook["logging_config"][0]["log_group"],
            },
            "code": (sam.ROOT / "terraform/hook.py").read_text().strip(),
        },
        "alias": one(resources, "aws_lambda_alias")["name"],
        "permissions": sorted(
            [f"{function['arn']}:{p['qualifier']}", p["action"], p["principal"], p["source_arn"] or ""]
            for p in resources["aws_lambda_permission"].values()
        ),
        "api": {
            "name": api["name"],
            "protocol": api["protocol_type"],
            "closed": api["disable_execute_api_endpoint"],
        },
        "domains": {
            domain["domain_name"]: {
                "settings": {
                    "CertificateArn": domain["domain_name_configuration"][0]["certificate_arn"],
                    "EndpointType": domain["domain_name_configuration"][0]["endpoint_type"],
                    "SecurityPolicy": domain["domain_name_configuration"][0]["security_policy"],
                },
                "truststore": next((mutual["truststore_uri"] for mutual in domain["mutual_tls_authentication"]), None),
            }
            for domain in resources.get("aws_apigatewayv2_domain_name", {}).values()
        },
        "mappings": [
            [
                "own" if "aws_apigatewayv2_domain_name" in resources else mapping["domain_name"],
                mapping["api_id"], mapping["api_mapping_key"] or "",
            ]
            for mapping in resources.get("aws_apigatewayv2_api_mapping", {}).values()
        ],
        "integration": {
            "type": integration["integration_type"],
            "uri": integration["integration_uri"],
            "format": integration["payload_format_version"],
            "timeout": integration["timeout_milliseconds"],
        },
        "routes": {
            route["route_key"]: {
                "authorization": route["authorization_type"],
                "authorizer": route["authorizer_id"] or None,
                "scopes": sorted(route["authorization_scopes"] or []),
                "target": route["target"],
            }
            for route in resources["aws_apigatewayv2_route"].values()
        },
        "authorizers": [
            {
                "name": authorizer["name"],
                "type": authorizer["authorizer_type"],
                "source": authorizer["identity_sources"],
                "issuer": authorizer["jwt_configuration"][0]["issuer"],
                "audience": sorted(authorizer["jwt_configuration"][0]["audience"]),
            }
            for authorizer in resources.get("aws_apigatewayv2_authorizer", {}).values()
        ],
        "stage": {
            "name": stage["name"],
            "auto_deploy": stage["auto_deploy"],
            "rate": settings["throttling_rate_limit"],
            "burst": settings["throttling_burst_limit"],
            "log": access["destination_arn"],
            "log_format": json.loads(access["format"]),
        },
        "tables": {
            table["name"]: {
                "billing": table["billing_mode"],
                "attributes": {a["name"]: a["type"] for a in table["attribute"]},
                "key": {"HASH": table["hash_key"]} | ({"RANGE": table["range_key"]} if table["range_key"] else {}),
                "ttl": table["ttl"][0]["enabled"] and table["ttl"][0]["attribute_name"],
                "recovery": table["point_in_time_recovery"][0]["enabled"],
                "protected": table["deletion_protection_enabled"],
                "kms_key": next((encryption["kms_key_arn"] for encryption in table["server_side_encryption"]), None),
            }
            for table in resources.get("aws_dynamodb_table", {}).values()
        },
        "logs": {
            logs["name"]: [logs["retention_in_days"], logs["kms_key_id"] or None]
            for logs in resources.get("aws_cloudwatch_log_group", {}).values()
        },
        "roles": {
            f"<{name.capitalize()}Role>": {
                "description": role["description"],
                "within": [role["path"], role["permissions_boundary"] or None],
                "trust": statements(json.loads(role["assume_role_policy"])),
                "managed": role["managed_policy_arns"] or [],
                "policies": {
                    policy["name"]: statements(json.loads(policy["policy"]))
                    for (of, _), policy in resources["aws_iam_role_policy"].items() if of == name
                },
            }
            for (name, _), role in resources.get("aws_iam_role", {}).items()
        },
        "alarms": {
            alarm["alarm_name"]: {
                "description": alarm["alarm_description"],
                "metric": [alarm[key] or None for key in ("namespace", "metric_name", "statistic", "period")],
                "dimensions": alarm["dimensions"] or {},
                "queries": {query["id"]: query_of_terraform(query) for query in alarm["metric_query"] or []},
                "evaluation": [alarm["evaluation_periods"], alarm["datapoints_to_alarm"] or None],
                "breach": [alarm["comparison_operator"], alarm["threshold"], alarm["treat_missing_data"]],
                "actions": [sorted(alarm["alarm_actions"] or []), sorted(alarm["ok_actions"] or [])],
            }
            for alarm in resources["aws_cloudwatch_metric_alarm"].values()
        },
        "dashboards": {
            dashboard["dashboard_name"]: json.loads(dashboard["dashboard_body"])
            for dashboard in resources["aws_cloudwatch_dashboard"].values()
        },
        "queries": {
            query["name"]: [query["log_group_names"], query["query_string"]]
            for query in resources["aws_cloudwatch_query_definition"].values()
        },
        "deployment": {
            "platform": one(resources, "aws_codedeploy_app")["compute_platform"],
            "hooks": hooks(outputs, hook["function_name"]),
            "config": group["deployment_config_name"],
            "role": group["service_role_arn"],
            "style": {
                "DeploymentType": group["deployment_style"][0]["deployment_type"],
                "DeploymentOption": group["deployment_style"][0]["deployment_option"],
            },
            "alarms": sorted(group["alarm_configuration"][0]["alarms"]),
            "watched": group["alarm_configuration"][0]["enabled"],
            "rollback": (
                group["auto_rollback_configuration"][0]["enabled"]
                and sorted(group["auto_rollback_configuration"][0]["events"])
            ),
        },
        "outputs": {
            sam.name_of(name): ",".join(value) if isinstance(value, list) else value
            for name, value in outputs["ktp_verify"].items()
            if value is not None and sam.name_of(name) not in OWN_OUTPUTS
        },
    }


def hooks(outputs, name):
    """What CodeDeploy asks before it moves the alias. Nothing is released where nothing is new: test_release sees that."""
    release = outputs.get("release")
    content = json.loads(json.loads(release)["revision"]["appSpecContent"]["content"]) if release else {}
    return [hook["BeforeAllowTraffic"] for hook in content.get("Hooks", [])] if release else [name]


def query_of_terraform(query):
    metric = (query["metric"] or [{}])[0]
    return {
        "expression": query["expression"] or "",
        "label": query["label"] or "",
        "returns": query["return_data"],
        "metric": [metric.get(key) for key in ("namespace", "metric_name", "stat", "period")],
        "dimensions": metric.get("dimensions") or {},
    }


def resources_of(module):
    found = {}
    for resource in module.get("resources", []):
        if resource["mode"] == "managed":
            key = resource["name"], str(resource.get("index", ""))
            found.setdefault(resource["type"], {})[key] = resource["values"]
    for child in module.get("child_modules", []):
        for kind, items in resources_of(child).items():
            found.setdefault(kind, {}).update(items)
    return found


def sorted_resources(resources):
    return [
        [kind, [[name, index, values] for (name, index), values in items.items()]] for kind, items in resources.items()
    ]


def one(resources, kind):
    (values,) = resources[kind].values()
    return values


def dimensions(listed):
    return {dimension["Name"]: dimension["Value"] for dimension in listed}


def statements(document):
    """A policy's statements, with lists in one order."""

    def in_order(value):
        return sorted([value] if isinstance(value, str) else value)

    return [
        {**statement, "Action": in_order(statement["Action"])}
        | ({"Resource": in_order(statement["Resource"])} if "Resource" in statement else {})
        for statement in document["Statement"]
    ]
