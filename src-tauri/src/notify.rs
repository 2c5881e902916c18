//! Notifications of the system.

/// Whether something on this desktop shows notifications. Asks the session bus; not for the main thread.
#[cfg(target_os = "linux")]
pub(crate) fn is_available() -> bool {
    let answer = ask_for_server();
    if let Err(error) = &answer {
        tracing::info!(%error, "no notifications on this desktop");
    }
    answer.unwrap_or(false)
}

/// Whether something on this desktop shows notifications: always, here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_available() -> bool {
    true
}

/// A server that runs, or one that the bus starts when it is first asked.
#[cfg(target_os = "linux")]
fn ask_for_server() -> zbus::Result<bool> {
    const SERVER: &str = "org.freedesktop.Notifications";
    let limit = std::time::Duration::from_secs(2);
    let connection = zbus::blocking::connection::Builder::session()?.method_timeout(limit).build()?;
    let bus = zbus::blocking::fdo::DBusProxy::new(&connection)?;
    let is_running = bus.name_has_owner(SERVER.try_into()?)?;
    Ok(is_running || bus.list_activatable_names()?.iter().any(|name| name.as_str() == SERVER))
}
