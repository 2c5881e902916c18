//! Widget nodes with their properties by name, after the catalogue of openai-chatkit 1.6.5 (`widgets.py`).
//!
//! Each builder makes a [`WidgetNode`](crate::WidgetNode) and becomes one by `into()`; `with` sets whatever has no method here, and nodes
//! without a builder (`Box`, `Table`, `Chart`, `Transition`, what may come) are [`WidgetNode::new`](crate::WidgetNode::new).
//!
//! ```
//! use chatkit_server::widgets::{ActionConfig, Badge, BadgeColor, Button, Card, Row, Spacer, Text, Weight};
//! use chatkit_server::{WidgetNode, WidgetRoot};
//!
//! let card: WidgetRoot = Card::new()
//!     .child(Text::new("Pay rent").weight(Weight::Semibold))
//!     .child(
//!         Row::new()
//!             .child(Badge::new("overdue").color(BadgeColor::Danger))
//!             .child(Spacer::new())
//!             .child(Button::new().label("Done").on_click(ActionConfig::new("done").payload(7))),
//!     )
//!     .child(WidgetNode::new("Box").with("height", 4))
//!     .into();
//! assert_eq!(card.component_type(), "Card");
//! ```

mod action;
mod controls;
mod layout;
mod text;
mod words;

pub use action::{ActionConfig, ActionHandler, CardAction, Loading};
pub use controls::{Button, Checkbox, DatePicker, Input, Label, RadioGroup, Select, SelectOption, Textarea};
pub use layout::{Basic, Card, Col, Divider, Form, ListView, ListViewItem, Row, Spacer};
pub use text::{Badge, Caption, Icon, Image, Markdown, Text, Title};
pub use words::{
    Align, BadgeColor, BadgeVariant, ButtonColor, ButtonStyle, CardSize, ControlSize, ControlVariant, Direction,
    IconSize, InputType, Justify, Size, TextAlign, Theme, TitleSize, Weight, Wrap,
};

/// A builder: its constructor takes what the node cannot do without, its methods set the rest.
macro_rules! node {
    (
        $(#[$doc:meta])*
        $name:ident($($(#[$required_doc:meta])* $required:ident = $required_key:literal),*)
        texts { $($(#[$text_doc:meta])* $text:ident = $text_key:literal,)* }
        values { $($(#[$value_doc:meta])* $value:ident: $type:ty = $value_key:literal,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[must_use]
        pub struct $name($crate::WidgetNode);

        impl $name {
            #[doc = concat!("A `", stringify!($name), "`.")]
            #[allow(clippy::new_without_default, reason = "some nodes need arguments: all are made the same way")]
            pub fn new($($required: impl Into<String>),*) -> Self {
                Self($crate::WidgetNode::new(stringify!($name))$(.with($required_key, $required.into()))*)
            }

            /// Name by which updates and actions mean this node; unique within its widget.
            pub fn id(self, id: impl Into<String>) -> Self {
                self.with("id", id.into())
            }

            /// What keeps this node the same one among its changing siblings.
            pub fn key(self, key: impl Into<String>) -> Self {
                self.with("key", key.into())
            }

            /// Any other property.
            pub fn with(self, property: &str, value: impl Into<serde_json::Value>) -> Self {
                Self(self.0.with(property, value))
            }

            $(
                $(#[$text_doc])*
                pub fn $text(self, $text: impl Into<String>) -> Self {
                    self.with($text_key, $text.into())
                }
            )*

            $(
                $(#[$value_doc])*
                pub fn $value(self, $value: $type) -> Self {
                    self.with($value_key, $value)
                }
            )*
        }

        impl From<$name> for $crate::WidgetNode {
            fn from(node: $name) -> Self {
                node.0
            }
        }
    };
}
use node;
