//! JSON Schemas of arguments, in the form that strict function calling asks for.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Schema of `T`: no `$ref`, each property required and nullable where it may be left open, nothing else allowed.
///
/// Source: OpenAI's "Structured outputs" guide, "Supported schemas": all fields are required, `additionalProperties` is false, and a
/// field that may be absent is a union with `null`.
pub(super) fn strict<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    tighten(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.remove("title");
        root.remove("description");
    }
    schema
}

fn tighten(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            // Rust's notes on numbers and what serde does without a field are nothing that strict schemas know.
            object.remove("format");
            object.remove("default");
            if object.contains_key("properties") {
                require_all(object);
            }
            name_values(object);
            object.values_mut().for_each(tighten);
        }
        Value::Array(values) => values.iter_mut().for_each(tighten),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// One `enum` in place of `oneOf` with a `const` each, which strict schemas do not know; what each value means goes into the description.
fn name_values(object: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = object.get("oneOf") else { return };
    let values: Option<Vec<Value>> = choices.iter().map(|choice| choice.get("const").cloned()).collect();
    let Some(values) = values else { return };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let meanings =
        choices.iter().map(|choice| format!("`{}`: {}", text(choice.get("const")), text(choice.get("description"))));
    let meanings = meanings.collect::<Vec<_>>().join(" ");
    let description = format!("{} {meanings}", text(object.get("description")));
    object.remove("oneOf");
    object.insert("type".into(), "string".into());
    object.insert("enum".into(), Value::Array(values));
    object.insert("description".into(), description.trim().into());
}

fn require_all(object: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = object.get("properties") else { return };
    let names = properties.keys().cloned().map(Value::String).collect();
    object.insert("required".into(), Value::Array(names));
    object.insert("additionalProperties".into(), Value::Bool(false));
}
