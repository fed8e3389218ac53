//! Lambda's Runtime API in a plain loop. The crate `lambda_runtime` does the same around hyper and Tokio.

mod function;
mod secret;

use function::Function;
use serde_json::{json, Value};
use std::{env, error::Error};
use ureq::{Agent, Response};

fn main() -> Result<(), Box<dyn Error>> {
    let api = format!("http://{}/2018-06-01/runtime/invocation", env::var("AWS_LAMBDA_RUNTIME_API")?);
    let agent = Agent::new();
    let function = Function::new()?;
    loop {
        let next = agent.get(&format!("{api}/next")).call()?;
        let id = next.header("Lambda-Runtime-Aws-Request-Id").ok_or("an event without an id")?.to_owned();
        match answer(&function, next) {
            Ok(answer) => post(&agent, &format!("{api}/{id}/response"), &answer)?,
            Err(error) => {
                let answer = json!({"errorType": "Error", "errorMessage": error.to_string()});
                post(&agent, &format!("{api}/{id}/error"), &answer)?
            }
        }
    }
}

fn answer(function: &Function, event: Response) -> Result<Value, Box<dyn Error>> {
    function.handle(&serde_json::from_str(&event.into_string()?)?)
}

fn post(agent: &Agent, url: &str, answer: &Value) -> Result<(), Box<dyn Error>> {
    agent.post(url).send_string(&answer.to_string())?.into_string()?;
    Ok(())
}
