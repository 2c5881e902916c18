//! Whether a window can be reached where it stands: screens go away, and what is remembered of them does not.

/// So much of a window's upper edge has to be on a screen to be taken hold of, in logical pixels.
const GRIP: (f64, f64) = (120.0, 32.0);
/// A frame's shadow or border may stand out over the upper edge so far, in logical pixels.
const SLACK: f64 = 8.0;

/// A rectangle of the desktop, in physical pixels: a window with its frame, or a screen without its panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Area {
    fn right(self) -> i32 {
        self.left.saturating_add(self.width)
    }

    fn bottom(self) -> i32 {
        self.top.saturating_add(self.height)
    }

    /// Width and height of what both have; 0 where that is nothing.
    fn shared(self, other: Self) -> (i32, i32) {
        let width = self.right().min(other.right()).saturating_sub(self.left.max(other.left));
        let height = self.bottom().min(other.bottom()).saturating_sub(self.top.max(other.top));
        (width.max(0), height.max(0))
    }

    /// This one inside of `screen`, moved and shrunk by no more than it takes.
    fn inside(self, screen: Self) -> Self {
        let (width, height) = (self.width.min(screen.width), self.height.min(screen.height));
        let left = self.left.clamp(screen.left, screen.right() - width);
        let top = self.top.clamp(screen.top, screen.bottom() - height);
        Self { left, top, width, height }
    }
}

/// Where `window` is to go; none where it can be reached as it stands. `scale`: physical pixels of a logical one.
///
/// A window that is partly off the screens because somebody put it there stays, as long as its upper edge can be taken hold of and the
/// screens together are large enough for it.
pub(crate) fn brought_back(window: Area, screens: &[Area], scale: f64) -> Option<Area> {
    let fits = |screen: &Area| window.width <= screen.width && window.height <= screen.height;
    let all = screens.iter().copied().reduce(around)?;
    if fits(&all) && screens.iter().any(|screen| is_reachable(window, *screen, scale)) {
        return None;
    }
    let seen_on = |screen: &&Area| {
        let (width, height) = window.shared(**screen);
        i64::from(width) * i64::from(height)
    };
    // Of screens that see as little of it the first, the system's main one.
    screens.iter().rev().max_by_key(seen_on).map(|screen| window.inside(*screen)).filter(|target| *target != window)
}

fn around(one: Area, other: Area) -> Area {
    let (left, top) = (one.left.min(other.left), one.top.min(other.top));
    let (right, bottom) = (one.right().max(other.right()), one.bottom().max(other.bottom()));
    Area { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) }
}

fn is_reachable(window: Area, screen: Area, scale: f64) -> bool {
    let (grip_width, grip_height) = GRIP;
    let (shown, _) = window.shared(Area { top: window.top, height: window.height, ..screen });
    f64::from(shown) >= (grip_width * scale).min(f64::from(window.width))
        && f64::from(window.top) >= f64::from(screen.top) - SLACK * scale
        && f64::from(window.top) + grip_height * scale <= f64::from(screen.bottom())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Area = area(0, 0, 1600, 1000);
    const RIGHT: Area = area(1600, 100, 1920, 1080);

    const fn area(left: i32, top: i32, width: i32, height: i32) -> Area {
        Area { left, top, width, height }
    }

    #[test]
    fn a_window_that_can_be_reached_stays() {
        for window in [
            area(200, 150, 900, 600),
            area(-700, 150, 900, 600),
            area(1300, 900, 900, 600),
            area(0, -8, 900, 600),
            area(0, 0, 1600, 1000),
            // Across both screens, and wider than either.
            area(100, 200, 3000, 700),
        ] {
            assert_eq!(brought_back(window, &[LEFT, RIGHT], 1.0), None, "{window:?}");
        }
    }

    #[test]
    fn a_window_that_cannot_comes_back_by_the_shortest_way() {
        for (window, target) in [
            (area(5000, 3000, 900, 600), area(700, 400, 900, 600)),
            (area(-880, 150, 900, 600), area(0, 150, 900, 600)),
            (area(200, -580, 900, 600), area(200, 0, 900, 600)),
            (area(1580, 980, 900, 600), area(700, 400, 900, 600)),
            (area(-500, -500, 4000, 3000), LEFT),
            (area(0, 0, 2500, 900), area(0, 0, 1600, 900)),
        ] {
            assert_eq!(brought_back(window, &[LEFT], 1.0), Some(target), "{window:?}");
        }
    }

    #[test]
    fn it_comes_back_to_the_screen_that_sees_most_of_it() {
        let above = area(1700, -500, 900, 650);
        assert_eq!(brought_back(above, &[LEFT, RIGHT], 1.0), Some(area(1700, 100, 900, 650)));
    }

    #[test]
    fn what_can_be_taken_hold_of_grows_with_the_scale() {
        let window = area(1400, 150, 900, 600);
        assert_eq!(brought_back(window, &[LEFT], 1.0), None);
        assert_eq!(brought_back(window, &[LEFT], 2.0), Some(area(700, 150, 900, 600)));
    }

    #[test]
    fn without_a_screen_nothing_moves() {
        assert_eq!(brought_back(area(5000, 3000, 900, 600), &[], 1.0), None);
    }
}
