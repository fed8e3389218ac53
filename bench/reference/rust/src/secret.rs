//! Reads a secret with a request that is signed by Signature Version 4, as the AWS SDK does. It is not the SDK itself: the
//! crates are those that Debian packages, and the SDK is not among them. So this program has less to load than its peers.

use hmac::{Hmac, Mac};
use serde_json::{json, Value};
use sha2::{Digest, Sha256};
use std::{env, error::Error, time::SystemTime};
use ureq::Agent;

const TARGET: &str = "secretsmanager.GetSecretValue";
const SIGNED_HEADERS: &str = "host;x-amz-date;x-amz-security-token;x-amz-target";

pub fn read(agent: &Agent, id: &str) -> Result<String, Box<dyn Error>> {
    let region = env::var("AWS_REGION")?;
    let endpoint = env::var("AWS_ENDPOINT_URL_SECRETS_MANAGER")
        .unwrap_or_else(|_| format!("https://secretsmanager.{region}.amazonaws.com"));
    let host = endpoint.split("://").nth(1).ok_or("no host in the address of Secrets Manager")?;
    let (key_id, key) = (env::var("AWS_ACCESS_KEY_ID")?, env::var("AWS_SECRET_ACCESS_KEY")?);
    let token = env::var("AWS_SESSION_TOKEN")?;
    let body = json!({"SecretId": id}).to_string();

    let time = humantime::format_rfc3339_seconds(SystemTime::now()).to_string().replace(['-', ':'], "");
    let date = &time[..8];
    let request = format!(
        "POST\n/\n\nhost:{host}\nx-amz-date:{time}\nx-amz-security-token:{token}\nx-amz-target:{TARGET}\n\n{SIGNED_HEADERS}\n{:x}",
        Sha256::digest(&body)
    );
    let scope = format!("{date}/{region}/secretsmanager/aws4_request");
    let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{:x}", Sha256::digest(request));
    let mut signature = format!("AWS4{key}").into_bytes();
    for text in [date, &region, "secretsmanager", "aws4_request", &to_sign] {
        signature = hmac(&signature, text);
    }
    let signature: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();

    let answer = agent
        .post(&format!("{endpoint}/"))
        .set("Content-Type", "application/x-amz-json-1.1")
        .set("X-Amz-Date", &time)
        .set("X-Amz-Security-Token", &token)
        .set("X-Amz-Target", TARGET)
        .set(
            "Authorization",
            &format!(
                "AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}"
            ),
        )
        .send_string(&body)?
        .into_string()?;
    let secret: Value = serde_json::from_str(&answer)?;
    Ok(secret["SecretString"].as_str().ok_or("the secret has no text")?.to_owned())
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
