//! The job of ktp-verify as a team would write it by hand in an afternoon: no retries, no idempotency, no metrics.

use crate::secret;
use native_tls::{Certificate, TlsConnector};
use serde_json::{json, Value};
use std::{env, error::Error, fs, sync::Arc, time::Duration};
use ureq::{Agent, AgentBuilder, OrAnyStatus};

const OPERATIONS: [&str; 2] = ["/verify/id_name", "/verify/id_selfie"];

pub struct Function {
    agent: Agent,
    provider: String,
    api_id: String,
    api_secret: String,
}

impl Function {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let mut tls = TlsConnector::builder();
        if let Ok(ca) = env::var("BENCH_CA_PEM") {
            tls.add_root_certificate(Certificate::from_pem(&fs::read(ca)?)?);
        }
        let agent = AgentBuilder::new()
            .tls_connector(Arc::new(tls.build()?))
            .timeout_connect(Duration::from_secs(20))
            .timeout_read(Duration::from_secs(20))
            .redirects(0)
            .build();
        let secret: Value = serde_json::from_str(&secret::read(&agent, "ktp-verify/provider")?)?;
        let text = |name: &str| secret[name].as_str().map(str::to_owned).ok_or(format!("no {name} in the secret"));
        Ok(Function {
            agent,
            provider: env::var("PROVIDER_URL")?,
            api_id: text("api_id")?,
            api_secret: text("api_secret")?,
        })
    }

    /// Answers an event of API Gateway, payload format 2.0.
    pub fn handle(&self, event: &Value) -> Result<Value, Box<dyn Error>> {
        let Some(question) = question(event) else {
            return Ok(answer(400, &json!({"status": "INVALID_ARGUMENT", "reason": "malformed JSON"}).to_string()));
        };
        let path = event["rawPath"].as_str().unwrap_or_default();
        if !OPERATIONS.contains(&path) {
            return Ok(answer(404, &json!({"status": "NOT_FOUND"}).to_string()));
        }
        if !is_id_number(&question["id_number"]) {
            return Ok(answer(400, &json!({"status": "INVALID_ARGUMENT", "reason": "id_number"}).to_string()));
        }
        let response = self
            .agent
            .post(&format!("{}{path}", self.provider))
            .set("Content-Type", "application/json")
            .set("X-DF-API-ID", &self.api_id)
            .set("X-DF-API-SECRET", &self.api_secret)
            .send_string(&question.to_string())
            .or_any_status()?;
        Ok(answer(response.status(), &response.into_string()?))
    }
}

fn question(event: &Value) -> Option<Value> {
    let body = event["body"].as_str()?;
    if event["isBase64Encoded"] == true {
        serde_json::from_slice(&base64::decode(body).ok()?).ok()
    } else {
        serde_json::from_str(body).ok()
    }
}

fn is_id_number(value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn answer(status: u16, body: &str) -> Value {
    json!({"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": body})
}
