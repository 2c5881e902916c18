//! Widgets as open nodes: any component and any property passes through.

use serde::{Deserialize, Serialize, de};
use serde_json::{Map, Value};

/// A component of a widget: a JSON object with a string `type`.
///
/// openai-chatkit falls back to such an open model for components that it does not know (`widgets.py`), so nothing is
/// lost here either.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct WidgetNode(Map<String, Value>);

/// The outermost node of a widget: `Card`, `ListView` or `Basic`.
pub type WidgetRoot = WidgetNode;

/// Any node inside a widget.
pub type WidgetComponent = WidgetNode;

impl WidgetNode {
    /// A node of the given `type` without properties.
    #[must_use]
    pub fn new(component_type: &str) -> Self {
        let mut node = Map::new();
        node.insert("type".to_owned(), Value::from(component_type));
        Self(node)
    }

    /// The node that `value` is.
    ///
    /// # Errors
    ///
    /// Gives `value` back when it is not an object with a string `type`.
    pub fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(node) if node.get("type").is_some_and(Value::is_string) => Ok(Self(node)),
            other => Err(other),
        }
    }

    /// Sets a property; `type` is set by [`WidgetNode::new`] only.
    #[must_use]
    pub fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        if property != "type" {
            self.0.insert(property.to_owned(), value.into());
        }
        self
    }

    /// Appends a child.
    #[must_use]
    pub fn child(mut self, child: impl Into<WidgetNode>) -> Self {
        let child = Value::from(child.into());
        let children = self.0.entry("children").or_insert_with(|| Value::Array(Vec::new()));
        match children {
            Value::Array(list) => list.push(child),
            other => {
                let first = other.take();
                *other = Value::Array(vec![first, child]);
            }
        }
        self
    }

    /// The component's name, for example `Card`.
    #[must_use]
    pub fn component_type(&self) -> &str {
        self.0.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    /// The node's own id, by which updates and actions name it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.get("id").and_then(Value::as_str)
    }

    /// A property.
    #[must_use]
    pub fn get(&self, property: &str) -> Option<&Value> {
        self.0.get(property)
    }

    /// All properties, `type` among them.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl From<WidgetNode> for Value {
    fn from(node: WidgetNode) -> Self {
        Self::Object(node.0)
    }
}

impl<'de> Deserialize<'de> for WidgetNode {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(deserializer)?)
            .map_err(|_| de::Error::custom("a widget node is an object with a string `type`"))
    }
}
