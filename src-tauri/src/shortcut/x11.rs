//! Linux on X11: a passive grab of our own.
//!
//! The plugin's X11 thread looks for events every 50 ms, day and night: that alone would use up the time in which quick add has to
//! stand there, and wake an idle laptop 20 times a second. This one sleeps until X has something to say, and hands on the time
//! stamp of the key press, without which window managers refuse the focus to a window that was not asked for by a click.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tauri::AppHandle;
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{ConnectionExt, GrabMode, KeyButMask, Keycode, ModMask};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::NoKey;

/// A key with its modifiers, as X names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Combination {
    modifiers: ModMask,
    keysym: u32,
}

impl Combination {
    /// A grab fires only with exactly its modifiers; caps lock and num lock count as such and must not matter.
    fn masks(self) -> [ModMask; 4] {
        [ModMask::default(), ModMask::LOCK, ModMask::M2, ModMask::M2 | ModMask::LOCK].map(|lock| self.modifiers | lock)
    }
}

/// A combination that is ours, on the key that it is on in the present layout.
#[derive(Clone, Copy)]
struct Held {
    combination: Combination,
    keycode: Keycode,
}

struct Grabs {
    connection: RustConnection,
    root: u32,
    held: Mutex<Option<Held>>,
}

/// The X server's hot keys.
pub(super) struct Keys {
    grabs: Arc<Grabs>,
}

impl Keys {
    /// Connects to the X server; `pressed` gets the X time stamp of each press, on a thread of its own.
    pub(super) fn connect(_app: &AppHandle, pressed: impl Fn(u32) + Send + Sync + 'static) -> Result<Self, String> {
        let (connection, screen) = RustConnection::connect(None).map_err(|error| error.to_string())?;
        let root = connection.setup().roots.get(screen).map(|screen| screen.root);
        let root = root.ok_or_else(|| "the X server has no screen".to_owned())?;
        let grabs = Arc::new(Grabs { connection, root, held: Mutex::new(None) });
        let listening = Arc::clone(&grabs);
        // Ends with the process, or when the X server goes away, which ends the process too.
        let thread = std::thread::Builder::new().name("hot-key".to_owned()).spawn(move || listening.listen(pressed));
        thread.map_err(|error| error.to_string())?;
        Ok(Self { grabs })
    }

    /// Takes `key`, and gives back the one before. Where it is not to be had that one stays.
    pub(super) fn take(&self, key: &str) -> Result<(), NoKey> {
        let combination = parse(key).ok_or(NoKey::Invalid)?;
        let mut held = self.grabs.held();
        if held.is_some_and(|held| held.combination == combination) {
            return Ok(());
        }
        let keycode = self.grabs.take(combination)?;
        if let Some(before) = held.replace(Held { combination, keycode }) {
            self.grabs.release(before);
        }
        Ok(())
    }

    /// Gives the key back.
    pub(super) fn release(&self) {
        if let Some(held) = self.grabs.held().take() {
            self.grabs.release(held);
        }
    }
}

impl Grabs {
    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, combination: Combination) -> Result<Keycode, NoKey> {
        let keycode = self.keycode(combination).map_err(NoKey::Unavailable)?;
        for mask in combination.masks() {
            let request = self.connection.grab_key(false, self.root, mask, keycode, GrabMode::ASYNC, GrabMode::ASYNC);
            let answer = request.map_err(|error| NoKey::Unavailable(error.to_string()))?.check();
            match answer {
                Ok(()) => {}
                Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => {
                    self.release(Held { combination, keycode });
                    return Err(NoKey::Taken);
                }
                Err(error) => {
                    self.release(Held { combination, keycode });
                    return Err(NoKey::Unavailable(error.to_string()));
                }
            }
        }
        Ok(keycode)
    }

    fn release(&self, Held { combination, keycode }: Held) {
        for mask in combination.masks() {
            if let Ok(request) = self.connection.ungrab_key(keycode, self.root, mask) {
                request.ignore_error();
            }
        }
        if let Err(error) = self.connection.flush() {
            tracing::warn!(%error, "the hot key could not be given back");
        }
    }

    /// The key that has the keysym on its first level, in the keyboard layout of this moment.
    fn keycode(&self, combination: Combination) -> Result<Keycode, String> {
        let (first, last) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let request =
            self.connection.get_keyboard_mapping(first, last - first + 1).map_err(|error| error.to_string())?;
        let mapping = request.reply().map_err(|error| error.to_string())?;
        let levels = usize::from(mapping.keysyms_per_keycode.max(1));
        (first..=last)
            .zip(mapping.keysyms.chunks(levels))
            .find(|(_, keysyms)| keysyms.first() == Some(&combination.keysym))
            .map(|(keycode, _)| keycode)
            .ok_or_else(|| "this keyboard layout has no such key".to_owned())
    }

    fn listen(&self, pressed: impl Fn(u32)) {
        loop {
            match self.connection.wait_for_event() {
                Ok(Event::KeyPress(event)) if self.is_ours(event.state) => {
                    // Until the key is released the grab would keep the keyboard, and the window its focus, from the person.
                    self.let_go_of_keyboard();
                    pressed(event.time);
                }
                Ok(Event::MappingNotify(_)) => self.follow_the_layout(),
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "the hot key is gone with its X connection");
                    return;
                }
            }
        }
    }

    /// Whether a press with `state` is of the key that is held now: one of before may still be on its way.
    fn is_ours(&self, state: KeyButMask) -> bool {
        let relevant = KeyButMask::CONTROL | KeyButMask::SHIFT | KeyButMask::MOD1 | KeyButMask::MOD4;
        self.held().is_some_and(|held| (state & relevant).bits() == held.combination.modifiers.bits())
    }

    fn let_go_of_keyboard(&self) {
        let answer = self.connection.ungrab_keyboard(x11rb::CURRENT_TIME).and_then(|_| self.connection.flush());
        if let Err(error) = answer {
            tracing::warn!(%error, "the keyboard stays grabbed until the hot key is released");
        }
    }

    /// Another layout has the key elsewhere: grabs it there.
    fn follow_the_layout(&self) {
        let mut held = self.held();
        let Some(before) = held.take() else { return };
        self.release(before);
        match self.take(before.combination) {
            Ok(keycode) => *held = Some(Held { keycode, ..before }),
            Err(NoKey::Taken) => {
                tracing::warn!("the hot key belongs to another program since the keyboard layout changed")
            }
            Err(NoKey::Invalid) => tracing::warn!("the hot key was lost with a change of the keyboard layout"),
            Err(NoKey::Unavailable(why)) => {
                tracing::warn!(why, "the hot key was lost with a change of the keyboard layout")
            }
        }
    }
}

/// Reads `Ctrl+Shift+Space` and the like, in the spelling of tauri-plugin-global-shortcut.
fn parse(text: &str) -> Option<Combination> {
    let mut names: Vec<&str> = text.split('+').map(str::trim).collect();
    let keysym = keysym(names.pop()?)?;
    let mut modifiers = ModMask::default();
    for name in names {
        modifiers |= match name.to_ascii_lowercase().as_str() {
            "ctrl" | "control" | "commandorcontrol" | "commandorctrl" | "cmdorctrl" | "cmdorcontrol" => {
                ModMask::CONTROL
            }
            "shift" => ModMask::SHIFT,
            "alt" | "option" => ModMask::M1,
            "super" | "cmd" | "command" => ModMask::M4,
            _ => return None,
        };
    }
    Some(Combination { modifiers, keysym })
}

/// Keysyms by name; those of ASCII are its codes, lower case (X11 protocol, appendix A).
fn keysym(name: &str) -> Option<u32> {
    let lower = name.to_ascii_lowercase();
    let mut chars = lower.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return only.is_ascii_graphic().then_some(u32::from(only));
    }
    if let Some(number) = lower.strip_prefix('f').and_then(|digits| digits.parse::<u32>().ok()) {
        return (1..=24).contains(&number).then(|| 0xffbd + number);
    }
    let named = match lower.as_str() {
        "space" => 0x20,
        "backspace" => 0xff08,
        "tab" => 0xff09,
        "enter" | "return" => 0xff0d,
        "escape" | "esc" => 0xff1b,
        "home" => 0xff50,
        "left" | "arrowleft" => 0xff51,
        "up" | "arrowup" => 0xff52,
        "right" | "arrowright" => 0xff53,
        "down" | "arrowdown" => 0xff54,
        "pageup" => 0xff55,
        "pagedown" => 0xff56,
        "end" => 0xff57,
        "insert" => 0xff63,
        "delete" => 0xffff,
        _ => return None,
    };
    Some(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_are_read_as_the_plugin_reads_them() {
        let read = |text| parse(text).map(|Combination { modifiers, keysym }| (modifiers.bits(), keysym));
        let (shift, ctrl, alt, super_) = (1, 4, 8, 64);
        let cases = [
            ("Ctrl+Shift+Space", Some((ctrl | shift, 0x20))),
            ("control + shift + SPACE", Some((ctrl | shift, 0x20))),
            ("CmdOrCtrl+Q", Some((ctrl, 0x71))),
            ("Alt+Super+7", Some((alt | super_, 0x37))),
            ("F12", Some((0, 0xffc9))),
            ("Shift+F25", None),
            ("Ctrl+", None),
            ("Ctrl+Banana", None),
            ("Hyper+A", None),
            ("A+Ctrl", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }
}
