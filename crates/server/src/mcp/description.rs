//! How MCP clients are told of the tools: the assistant's names, help and schemas, with MCP's hints.

use docket_assistant::tools::{self, Tool};
use rmcp::model;
use serde_json::Value;

/// The tools that may be called; those that change nothing where `may_change` is false.
pub(super) fn described(may_change: bool) -> Vec<model::Tool> {
    tools::all().iter().filter(|tool| may_change || tool.effect.is_read_only()).map(described_one).collect()
}

fn described_one(tool: &Tool) -> model::Tool {
    let mut parameters = tool.parameters();
    relax(&mut parameters);
    let parameters = match parameters {
        Value::Object(parameters) => parameters,
        _ => model::JsonObject::new(),
    };
    let hints = model::ToolAnnotations::with_title(tool.title)
        .read_only(tool.effect.is_read_only())
        .destructive(tool.effect.is_destructive())
        .idempotent(tool.effect.is_idempotent())
        .open_world(false);
    model::Tool::new(tool.name, tool.description, parameters).with_title(tool.title).with_annotations(hints)
}

/// Requires no more than what has to be there. That each property is required, and null where nothing is meant, is asked for by strict
/// function calling; a client that checks calls by the schema, or draws a form of it, would ask its user for eleven nulls.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let properties = object.get("properties").cloned().unwrap_or_default();
            if let Some(Value::Array(required)) = object.get_mut("required") {
                required.retain(|name| !name.as_str().is_some_and(|name| takes_null(&properties[name])));
            }
            object.values_mut().for_each(relax);
        }
        Value::Array(values) => values.iter_mut().for_each(relax),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn takes_null(schema: &Value) -> bool {
    let is_null = |kind: &Value| kind == "null";
    let by_type = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(is_null),
        kind => is_null(kind),
    };
    let choices = ["anyOf", "oneOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    by_type || choices.into_iter().any(takes_null)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(name: &str) -> Vec<String> {
        let tools = described(true);
        let tool = tools.iter().find(|tool| tool.name == name).expect("a tool");
        // A tool without arguments has no such list.
        let required = tool.input_schema.get("required").and_then(Value::as_array).into_iter().flatten();
        required.map(|name| name.as_str().expect("a name").to_owned()).collect()
    }

    #[test]
    fn only_what_has_to_be_there_is_required() {
        assert_eq!(required("add_task"), ["title"]);
        assert_eq!(required("update_task"), ["id"]);
        assert_eq!(required("complete_task"), ["ids"]);
        assert_eq!(required("search_tasks"), ["words"]);
        assert!(required("list_tasks").is_empty() && required("undo").is_empty());
    }

    #[test]
    fn each_tool_of_the_assistant_is_there_with_hints_that_go_with_its_effect() {
        let described = described(true);
        assert_eq!(described.len(), tools::all().len());
        for (told, tool) in described.iter().zip(tools::all()) {
            let hints = told.annotations.as_ref().expect("hints");
            assert_eq!(told.name, tool.name);
            assert_eq!(hints.read_only_hint, Some(tool.effect.is_read_only()), "{}", tool.name);
            assert_eq!(hints.open_world_hint, Some(false));
            assert_eq!(told.input_schema["type"], "object", "{}", tool.name);
        }
    }

    #[test]
    fn who_may_only_read_is_told_of_no_tool_that_changes_anything() {
        let names: Vec<_> = described(false).into_iter().map(|tool| tool.name).collect();
        assert_eq!(names, ["list_tasks", "search_tasks", "get_task", "list_lists", "plan_day"]);
    }
}
