//! What models, and MCP, are told of the tools. The snapshot is read by programs: a change of it is a change of the product.

use docket_assistant::tools;
use serde_json::{Value, json};

#[test]
fn names_help_and_schemas() {
    let tools: Vec<Value> = tools::all()
        .iter()
        .map(|tool| {
            json!({
                "name": tool.name, "title": tool.title, "description": tool.description, "parameters": tool.parameters(),
                "hints": {
                    "readOnly": tool.effect.is_read_only(), "destructive": tool.effect.is_destructive(),
                    "idempotent": tool.effect.is_idempotent(),
                },
            })
        })
        .collect();
    insta::assert_json_snapshot!(tools);
}

#[test]
fn schemas_are_strict() {
    for tool in tools::all() {
        strict(&tool.parameters(), tool.name);
    }
}

/// Each object names all of its properties as required and refuses others; nothing refers elsewhere.
fn strict(schema: &Value, tool: &str) {
    let text = schema.to_string();
    for word in ["$ref", "$defs", "\"oneOf\"", "\"const\"", "\"default\"", "\"format\""] {
        assert!(!text.contains(word), "{tool}: {word} in {text}");
    }
    let Value::Object(object) = schema else { return };
    if let Some(Value::Object(properties)) = object.get("properties") {
        let names: Vec<&String> = properties.keys().collect();
        assert_eq!(object["required"], json!(names), "{tool}");
        assert_eq!(object["additionalProperties"], false, "{tool}");
        properties.values().for_each(|property| strict(property, tool));
    }
    for branch in object.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        strict(branch, tool);
    }
}
