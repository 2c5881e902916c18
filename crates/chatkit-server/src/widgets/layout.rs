//! Roots, and nodes that hold others.

use serde_json::Value;

use super::{ActionConfig, Align, CardAction, CardSize, Direction, Justify, Theme, Wrap, node};
use crate::WidgetNode;

node! {
    /// A root: a framed box.
    Card()
    texts {
        /// A colour token or CSS colour.
        background = "background",
    }
    values {
        /// How wide it may be.
        size: CardSize = "size",
        /// Spacing units or CSS, or an object of sides.
        padding: impl Into<Value> = "padding",
        /// The main action, at its foot.
        confirm: CardAction = "confirm",
        /// The way out, at its foot.
        cancel: CardAction = "cancel",
        /// The whole card is a form: its actions carry its fields.
        as_form: bool = "asForm",
        /// Only its heading stays once the main action has run.
        collapsed: bool = "collapsed",
        /// A line above it: `{text, icon?}` or `{text, favicon?, frame?}`.
        status: impl Into<Value> = "status",
        /// Colours whatever the page's own are.
        theme: Theme = "theme",
    }
}

node! {
    /// A root: a list.
    ListView()
    texts {}
    values {
        /// How many items are shown before *show more*: a number or `"auto"`.
        limit: impl Into<Value> = "limit",
        /// A line above it: `{text, icon?}` or `{text, favicon?, frame?}`.
        status: impl Into<Value> = "status",
        /// Colours whatever the page's own are.
        theme: Theme = "theme",
    }
}

impl ListView {
    /// Appends an item.
    pub fn item(self, item: ListViewItem) -> Self {
        Self(self.0.child(item))
    }

    /// Appends items.
    pub fn items(self, items: impl IntoIterator<Item = ListViewItem>) -> Self {
        items.into_iter().fold(self, Self::item)
    }
}

node! {
    /// An item of a [`ListView`], and nothing elsewhere.
    ListViewItem()
    texts {}
    values {
        /// What a click on it does.
        on_click: ActionConfig = "onClickAction",
        /// Spacing units between its children, or CSS.
        gap: impl Into<Value> = "gap",
        /// Place of its children across its direction.
        align: Align = "align",
    }
}

node! {
    /// A root without a frame.
    Basic()
    texts {}
    values {
        /// Which way its children follow each other.
        direction: Direction = "direction",
        /// Spacing units between its children, or CSS.
        gap: impl Into<Value> = "gap",
        /// Spacing units or CSS, or an object of sides.
        padding: impl Into<Value> = "padding",
        /// Place of its children across its direction.
        align: Align = "align",
        /// Place of its children along its direction.
        justify: Justify = "justify",
        /// Colours whatever the page's own are.
        theme: Theme = "theme",
    }
}

/// A node with the properties of a box.
macro_rules! boxed {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident: $type:ty = $key:literal,)* }) => {
        node! {
            $(#[$doc])*
            $name()
            texts {
                /// A colour token or CSS colour.
                background = "background",
            }
            values {
                /// Place of its children across its direction.
                align: Align = "align",
                /// Place of its children along its direction.
                justify: Justify = "justify",
                /// Whether children go on in a new line.
                wrap: Wrap = "wrap",
                /// Its share of the room: a number or CSS.
                flex: impl Into<Value> = "flex",
                /// Spacing units between its children, or CSS.
                gap: impl Into<Value> = "gap",
                /// Spacing units or CSS, or an object of sides.
                padding: impl Into<Value> = "padding",
                /// Pixels or CSS.
                width: impl Into<Value> = "width",
                /// Pixels or CSS.
                height: impl Into<Value> = "height",
                $($(#[$value_doc])* $value: $type = $key,)*
            }
        }
    };
}

boxed! {
    /// Nodes beside each other.
    Row {}
}

boxed! {
    /// Nodes below each other.
    Col {}
}

boxed! {
    /// A form: actions within it carry its fields in their payload, where dots in a field's name mean nesting.
    Form {
        /// What submitting it does.
        on_submit: ActionConfig = "onSubmitAction",
        /// Which way its children follow each other.
        direction: Direction = "direction",
    }
}

node! {
    /// A line between nodes.
    Divider()
    texts {
        /// A colour token or CSS colour.
        color = "color",
    }
    values {
        /// Thickness in pixels or CSS.
        size: impl Into<Value> = "size",
        /// Room around it, in spacing units or CSS.
        spacing: impl Into<Value> = "spacing",
        /// To the edges of what holds it.
        flush: bool = "flush",
    }
}

node! {
    /// Room that pushes its neighbours apart.
    Spacer()
    texts {}
    values {
        /// Least room, in pixels or CSS.
        min_size: impl Into<Value> = "minSize",
    }
}

/// Methods of nodes that hold any others.
macro_rules! holds_nodes {
    ($($name:ident),*) => {
        $(
            impl $name {
                /// Appends a node.
                pub fn child(self, child: impl Into<WidgetNode>) -> Self {
                    Self(self.0.child(child))
                }

                /// Appends nodes.
                pub fn children(self, children: impl IntoIterator<Item = impl Into<WidgetNode>>) -> Self {
                    children.into_iter().fold(self, Self::child)
                }
            }
        )*
    };
}

holds_nodes!(Card, ListViewItem, Basic, Row, Col, Form);
