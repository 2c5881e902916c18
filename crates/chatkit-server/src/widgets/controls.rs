//! Nodes that take something.

use serde_json::{Map, Value};

use super::{
    ActionConfig, ButtonColor, ButtonStyle, ControlSize, ControlVariant, Direction, IconSize, InputType, Size,
    TextAlign, Weight, node,
};

node! {
    /// A button.
    Button()
    texts {
        /// Words on it.
        label = "label",
        /// Icon before the words.
        icon_start = "iconStart",
        /// Icon after the words.
        icon_end = "iconEnd",
    }
    values {
        /// What a click does.
        on_click: ActionConfig = "onClickAction",
        /// Submits its form.
        submit: bool = "submit",
        /// Its rank.
        style: ButtonStyle = "style",
        /// What its colour says.
        color: ButtonColor = "color",
        /// Its look.
        variant: ControlVariant = "variant",
        /// Its size.
        size: ControlSize = "size",
        /// Size of its icons.
        icon_size: IconSize = "iconSize",
        /// With round ends.
        pill: bool = "pill",
        /// As wide as high.
        uniform: bool = "uniform",
        /// As wide as there is room.
        block: bool = "block",
        /// Takes no clicks.
        disabled: bool = "disabled",
    }
}

node! {
    /// A box to tick; `name` is its key in the form's payload.
    Checkbox(name = "name")
    texts {
        /// Words beside it.
        label = "label",
    }
    values {
        /// What a change does.
        on_change: ActionConfig = "onChangeAction",
        /// Ticked at first.
        default_checked: bool = "defaultChecked",
        /// The form wants it ticked.
        required: bool = "required",
        /// Takes no changes.
        disabled: bool = "disabled",
    }
}

node! {
    /// A choice from a list; `name` is its key in the form's payload.
    Select(name = "name")
    texts {
        /// Words where nothing is chosen.
        placeholder = "placeholder",
        /// Value chosen at first.
        default_value = "defaultValue",
    }
    values {
        /// What a change does.
        on_change: ActionConfig = "onChangeAction",
        /// Its look.
        variant: ControlVariant = "variant",
        /// Its size.
        size: ControlSize = "size",
        /// With round ends.
        pill: bool = "pill",
        /// As wide as there is room.
        block: bool = "block",
        /// The choice can be taken back.
        clearable: bool = "clearable",
        /// Takes no changes.
        disabled: bool = "disabled",
    }
}

node! {
    /// A day; `name` is its key in the form's payload. Values are ISO dates or date-times.
    DatePicker(name = "name")
    texts {
        /// Words where nothing is chosen.
        placeholder = "placeholder",
        /// Day chosen at first.
        default_value = "defaultValue",
        /// First day on offer.
        min = "min",
        /// Last day on offer.
        max = "max",
        /// Where its calendar opens: `top`, `bottom`, `left` or `right`.
        side = "side",
    }
    values {
        /// What a change does.
        on_change: ActionConfig = "onChangeAction",
        /// Its look.
        variant: ControlVariant = "variant",
        /// Its size.
        size: ControlSize = "size",
        /// With round ends.
        pill: bool = "pill",
        /// As wide as there is room.
        block: bool = "block",
        /// The day can be taken back.
        clearable: bool = "clearable",
        /// Takes no changes.
        disabled: bool = "disabled",
    }
}

node! {
    /// One of several choices, all of them shown; `name` is its key in the form's payload.
    RadioGroup(name = "name")
    texts {
        /// Value chosen at first.
        default_value = "defaultValue",
        /// What it is about, for screen readers.
        aria_label = "ariaLabel",
    }
    values {
        /// What a change does.
        on_change: ActionConfig = "onChangeAction",
        /// Which way the choices follow each other.
        direction: Direction = "direction",
        /// The form wants a choice.
        required: bool = "required",
        /// Takes no changes.
        disabled: bool = "disabled",
    }
}

node! {
    /// A line to write in; `name` is its key in the form's payload.
    Input(name = "name")
    texts {
        /// Words where nothing is written.
        placeholder = "placeholder",
        /// What is written at first.
        default_value = "defaultValue",
        /// A regular expression that what is written has to match.
        pattern = "pattern",
    }
    values {
        /// What it takes.
        input_type: InputType = "inputType",
        /// Its look, `soft` or `outline`.
        variant: ControlVariant = "variant",
        /// Its size.
        size: ControlSize = "size",
        /// The form wants something written.
        required: bool = "required",
        /// Has the caret at first.
        auto_focus: bool = "autoFocus",
        /// Takes nothing.
        disabled: bool = "disabled",
    }
}

node! {
    /// Lines to write in; `name` is its key in the form's payload.
    Textarea(name = "name")
    texts {
        /// Words where nothing is written.
        placeholder = "placeholder",
        /// What is written at first.
        default_value = "defaultValue",
    }
    values {
        /// Its look, `soft` or `outline`.
        variant: ControlVariant = "variant",
        /// Its size.
        size: ControlSize = "size",
        /// Lines shown.
        rows: u32 = "rows",
        /// Grows with what is written.
        auto_resize: bool = "autoResize",
        /// Most lines it grows to.
        max_rows: u32 = "maxRows",
        /// The form wants something written.
        required: bool = "required",
        /// Takes nothing.
        disabled: bool = "disabled",
    }
}

node! {
    /// The name of a field, beside or above it.
    Label(value = "value", field_name = "fieldName")
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
    }
}

/// A choice of a [`Select`] or [`RadioGroup`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What goes into the payload.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it cannot be chosen.
    pub disabled: bool,
}

impl SelectOption {
    /// A choice that can be made.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), disabled: false }
    }
}

impl From<SelectOption> for Value {
    fn from(SelectOption { value, label, disabled }: SelectOption) -> Self {
        let mut option = Map::new();
        option.insert("value".to_owned(), value.into());
        option.insert("label".to_owned(), label.into());
        if disabled {
            option.insert("disabled".to_owned(), disabled.into());
        }
        Self::Object(option)
    }
}

impl Select {
    /// What can be chosen.
    pub fn options(self, options: impl IntoIterator<Item = SelectOption>) -> Self {
        self.with("options", options.into_iter().collect::<Vec<_>>())
    }
}

impl RadioGroup {
    /// What can be chosen.
    pub fn options(self, options: impl IntoIterator<Item = SelectOption>) -> Self {
        self.with("options", options.into_iter().collect::<Vec<_>>())
    }
}
