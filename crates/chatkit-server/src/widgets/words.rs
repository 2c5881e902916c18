//! The words that properties take.

/// An enum whose variants are words of the catalogue.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name {
                $(#[doc = concat!("`", $word, "`")] $variant,)*
            }

            impl $name {
                /// The word on the wire.
                #[must_use]
                pub fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$variant => $word,)*
                    }
                }
            }

            impl From<$name> for serde_json::Value {
                fn from(word: $name) -> Self {
                    Self::from(word.as_str())
                }
            }
        )*
    };
}

words! {
    /// Place across the direction of a row or column.
    Align { Start = "start", Center = "center", End = "end", Baseline = "baseline", Stretch = "stretch" }
    /// Place along the direction of a row or column.
    Justify {
        Start = "start", Center = "center", End = "end", Between = "between", Around = "around", Evenly = "evenly",
        Stretch = "stretch",
    }
    /// Whether children go on in a new line.
    Wrap { NoWrap = "nowrap", Wrap = "wrap", WrapReverse = "wrap-reverse" }
    /// Which way children follow each other.
    Direction { Row = "row", Col = "col" }
    /// Place of the words in their line.
    TextAlign { Start = "start", Center = "center", End = "end" }
    /// Weight of a font.
    Weight { Normal = "normal", Medium = "medium", Semibold = "semibold", Bold = "bold" }
    /// Sizes of text, labels and captions; a caption has `sm` to `lg` only.
    Size { Xs = "xs", Sm = "sm", Md = "md", Lg = "lg", Xl = "xl" }
    /// Sizes of a title.
    TitleSize {
        Sm = "sm", Md = "md", Lg = "lg", Xl = "xl", Xl2 = "2xl", Xl3 = "3xl", Xl4 = "4xl", Xl5 = "5xl",
    }
    /// Sizes of an icon.
    IconSize { Xs = "xs", Sm = "sm", Md = "md", Lg = "lg", Xl = "xl", Xl2 = "2xl", Xl3 = "3xl" }
    /// Sizes of a card.
    CardSize { Sm = "sm", Md = "md", Lg = "lg", Full = "full" }
    /// Sizes of controls.
    ControlSize {
        Xs3 = "3xs", Xs2 = "2xs", Xs = "xs", Sm = "sm", Md = "md", Lg = "lg", Xl = "xl", Xl2 = "2xl", Xl3 = "3xl",
    }
    /// Looks of controls; fields have `soft` and `outline` only.
    ControlVariant { Solid = "solid", Soft = "soft", Outline = "outline", Ghost = "ghost" }
    /// Rank of a button.
    ButtonStyle { Primary = "primary", Secondary = "secondary" }
    /// What a button's colour says.
    ButtonColor {
        Primary = "primary", Secondary = "secondary", Info = "info", Discovery = "discovery", Success = "success",
        Caution = "caution", Warning = "warning", Danger = "danger",
    }
    /// What a badge's colour says.
    BadgeColor {
        Secondary = "secondary", Success = "success", Danger = "danger", Warning = "warning", Info = "info",
        Discovery = "discovery",
    }
    /// Looks of a badge.
    BadgeVariant { Solid = "solid", Soft = "soft", Outline = "outline" }
    /// What a field takes.
    InputType { Number = "number", Email = "email", Text = "text", Password = "password", Tel = "tel", Url = "url" }
    /// Colours whatever the page's own are.
    Theme { Light = "light", Dark = "dark" }
}
