#!/usr/bin/env bash
# Deploys target/function.zip with the AWS CLI, step by step: secret, role, log group, function, HTTP API with IAM
# authorization. Prints the API's address. For trying it out in an account; run it once, from the project's top.
# Usage: docs/deploy-by-hand.sh secret.json   where secret.json is {"api_id":"…","api_secret":"…"}
set -euo pipefail
export AWS_PAGER=""
region=${AWS_REGION:?set AWS_REGION}
account=$(aws sts get-caller-identity --query Account --output text)
logs=/aws/lambda/ktp-verify
architecture=$(uname -m | sed s/aarch64/arm64/) # a native image runs where it was built

secret=$(aws secretsmanager create-secret --name ktp-verify/provider \
  --secret-string "file://$1" --query ARN --output text)

aws logs create-log-group --log-group-name $logs
aws logs put-retention-policy --log-group-name $logs --retention-in-days 30

role=$(aws iam create-role --role-name ktp-verify --query Role.Arn --output text --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
aws iam put-role-policy --role-name ktp-verify --policy-name secret-and-logs --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "'"$secret"'"},
    {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
     "Resource": "arn:aws:logs:'"$region:$account:log-group:$logs"':*"}]}'
aws iam wait role-exists --role-name ktp-verify
sleep "${ROLE_SETTLES_SECONDS:-10}" # Lambda refuses a role that has just been made

function=$(aws lambda create-function --function-name ktp-verify --runtime provided.al2023 \
  --architectures "$architecture" --handler not.used --role "$role" --memory-size 512 --timeout 28 \
  --environment 'Variables={DISABLE_SIGNAL_HANDLERS=true}' --zip-file fileb://target/function.zip \
  --query FunctionArn --output text)

api=$(aws apigatewayv2 create-api --name ktp-verify --protocol-type HTTP --query ApiId --output text)
integration=$(aws apigatewayv2 create-integration --api-id "$api" --integration-type AWS_PROXY \
  --integration-uri "$function" --payload-format-version 2.0 --query IntegrationId --output text)
for operation in id_name id_selfie; do
  aws apigatewayv2 create-route --api-id "$api" --route-key "POST /verify/$operation" \
    --target "integrations/$integration" --authorization-type AWS_IAM >/dev/null
done
aws apigatewayv2 create-stage --api-id "$api" --stage-name '$default' --auto-deploy >/dev/null
aws lambda add-permission --function-name ktp-verify --statement-id api --action lambda:InvokeFunction \
  --principal apigateway.amazonaws.com \
  --source-arn "arn:aws:execute-api:$region:$account:$api/*/POST/verify/*" >/dev/null
aws apigatewayv2 get-api --api-id "$api" --query ApiEndpoint --output text
