//! Nodes that show something.

use serde_json::Value;

use super::{BadgeColor, BadgeVariant, IconSize, Size, TextAlign, TitleSize, Weight, node};

node! {
    /// Words. One with an `id` can [grow](crate::Turn::update_widget) while it streams.
    Text(value = "value")
    texts {
        /// A colour token or CSS colour.
        color = "color",
    }
    values {
        /// Size of the letters.
        size: Size = "size",
        /// Weight of the letters.
        weight: Weight = "weight",
        /// Place in the line.
        text_align: TextAlign = "textAlign",
        /// Slanted.
        italic: bool = "italic",
        /// Struck out.
        line_through: bool = "lineThrough",
        /// Cut with an ellipsis where the line ends.
        truncate: bool = "truncate",
        /// Cut after so many lines.
        max_lines: u32 = "maxLines",
        /// Still growing.
        streaming: bool = "streaming",
    }
}

node! {
    /// A heading.
    Title(value = "value")
    texts {
        /// A colour token or CSS colour.
        color = "color",
    }
    values {
        /// Size of the letters.
        size: TitleSize = "size",
        /// Weight of the letters.
        weight: Weight = "weight",
        /// Place in the line.
        text_align: TextAlign = "textAlign",
        /// Cut with an ellipsis where the line ends.
        truncate: bool = "truncate",
        /// Cut after so many lines.
        max_lines: u32 = "maxLines",
    }
}

node! {
    /// Small, quiet words.
    Caption(value = "value")
    texts {
        /// A colour token or CSS colour.
        color = "color",
    }
    values {
        /// Size of the letters, `sm` to `lg`.
        size: Size = "size",
        /// Weight of the letters.
        weight: Weight = "weight",
        /// Place in the line.
        text_align: TextAlign = "textAlign",
        /// Cut with an ellipsis where the line ends.
        truncate: bool = "truncate",
        /// Cut after so many lines.
        max_lines: u32 = "maxLines",
    }
}

node! {
    /// Markdown. One with an `id` can [grow](crate::Turn::update_widget) while it streams.
    Markdown(value = "value")
    texts {}
    values {
        /// Still growing.
        streaming: bool = "streaming",
    }
}

node! {
    /// A word in a coloured frame.
    Badge(label = "label")
    texts {}
    values {
        /// What its colour says.
        color: BadgeColor = "color",
        /// Its look.
        variant: BadgeVariant = "variant",
        /// Size of the letters, `sm` to `lg`.
        size: Size = "size",
        /// With round ends.
        pill: bool = "pill",
    }
}

node! {
    /// An icon of the client's, by its name, or `lucide:…`.
    Icon(name = "name")
    texts {
        /// A colour token or CSS colour.
        color = "color",
    }
    values {
        /// Its size.
        size: IconSize = "size",
    }
}

node! {
    /// A picture, `https:` or `data:`.
    Image(src = "src")
    texts {
        /// What it shows, in words.
        alt = "alt",
        /// How it fills its place: `cover`, `contain`, `fill`, `scale-down` or `none`.
        fit = "fit",
    }
    values {
        /// Width and height, in pixels or CSS.
        size: impl Into<Value> = "size",
        /// Roundness of its corners, for example `md`.
        radius: impl Into<Value> = "radius",
        /// With a frame.
        frame: bool = "frame",
    }
}
