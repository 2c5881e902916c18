"""A tray, as a panel has one: a StatusNotifierWatcher that shows nothing and can open an icon's menu.

Speaks one JSON document a line: {"do": "menu"} and {"do": "click", "label": "..."}; ends with its standard input.
Protocols: org.kde.StatusNotifierWatcher (freedesktop.org, StatusNotifierItem) and com.canonical.dbusmenu.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class Watcher(dbus.service.Object):
    def __init__(self, bus):
        # Objects first, then the name: whoever sees the name may call at once.
        super().__init__(bus, "/StatusNotifierWatcher")
        self.bus = bus
        self.items = []
        self.name = dbus.service.BusName(WATCHER, bus, do_not_queue=True)
        bus.add_signal_receiver(self.owner_changed, "NameOwnerChanged", "org.freedesktop.DBus")

    def owner_changed(self, name, _old, new):
        if not new:
            self.items = [item for item in self.items if item[0] != name]

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        path = service if service.startswith("/") else "/StatusNotifierItem"
        self.items.append((str(sender), path))
        self.StatusNotifierItemRegistered(service)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, _service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, _interface, name):
        return self.GetAll(_interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array([sender + path for sender, path in self.items], signature="s"),
        }

    def menu(self):
        """The newest icon's menu, and its entries in order as (id, label, whether it opens another menu)."""
        if not self.items:
            return None, []
        sender, path = self.items[-1]
        item = dbus.Interface(self.bus.get_object(sender, path, introspect=False), dbus.PROPERTIES_IFACE)
        menu_path = item.Get(ITEM, "Menu")
        menu = dbus.Interface(self.bus.get_object(sender, menu_path, introspect=False), MENU)
        _revision, root = menu.GetLayout(0, -1, dbus.Array([], signature="s"))
        return menu, list(entries_below(root))

    def answer(self, request):
        menu, entries = self.menu()
        if request["do"] == "menu":
            return {"labels": [label for _, label in entries]}
        entry = next((entry for entry, label in entries if label == request["label"]), None)
        if entry is None:
            return {"error": f"no entry {request['label']} among {[label for _, label in entries]}"}
        menu.Event(entry, "clicked", dbus.String("", variant_level=1), dbus.UInt32(0))
        return {"clicked": request["label"]}


def entries_below(entry, of=""):
    """Entries of a menu as (id, label); those of a menu inside of it as "Menu › Entry"."""
    _number, _properties, children = entry
    for child in children:
        # One underscore marks the letter that is a key, two are one.
        label = str(child[1].get("label", "")).replace("__", "\0").replace("_", "").replace("\0", "_")
        if not label:
            continue
        yield int(child[0]), of + label
        yield from entries_below(child, of + label + " › ")


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    watcher = Watcher(dbus.SessionBus())
    loop = GLib.MainLoop()

    def read(_source, _condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        try:
            answer = watcher.answer(json.loads(line))
        except Exception as error:  # whatever it is, the test is to hear it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, read)
    print(json.dumps({"ready": True}), flush=True)
    loop.run()


main()
