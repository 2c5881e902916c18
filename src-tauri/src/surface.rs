//! What is done to a window at once, on the main thread, with the toolkit itself where Tauri's way is too slow or loses something.

#[cfg(target_os = "linux")]
#[path = "surface/gtk.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "surface/other.rs"]
mod platform;

pub(crate) use platform::{
    has_transparency, hide, is_menu_open, make_prompt, place_under_pointer, show, when_web_process_ends,
};

/// The quick-add window's size in logical pixels; its page grows downwards inside it.
pub(crate) const QUICK_ADD_SIZE: (f64, f64) = (640.0, 360.0);

/// Where the quick-add window goes on a screen: centred, its top at a third of the height, never off the screen.
///
/// `left top width height` of the screen's work area, in the same unit as the answer (`left top`).
fn quick_add_place(area: (f64, f64, f64, f64), size: (f64, f64)) -> (f64, f64) {
    let (left, top, width, height) = area;
    let x = left + ((width - size.0) / 2.0).max(0.0);
    let y = top + (height / 3.0).min((height - size.1).max(0.0));
    (x.round(), y.round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_add_stands_on_its_screen() {
        let size = QUICK_ADD_SIZE;
        assert_eq!(quick_add_place((0.0, 0.0, 1280.0, 900.0), size), (320.0, 300.0));
        assert_eq!(quick_add_place((1280.0, 24.0, 1920.0, 1056.0), size), (1920.0, 376.0));
        assert_eq!(quick_add_place((0.0, 0.0, 600.0, 400.0), size), (0.0, 40.0), "small: not off the lower edge");
        assert_eq!(quick_add_place((0.0, 0.0, 400.0, 300.0), size), (0.0, 0.0), "smaller than the window");
    }
}
