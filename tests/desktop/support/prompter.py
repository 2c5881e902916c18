"""The program that would ask for a keyring's password: counts how often it is asked to, and never answers, as nobody at the desk does.

Speaks one JSON document a line: {"do": "count"} answers how often; {"do": "lock"} locks the keyring; ends with its standard input.
Protocols: org.gnome.keyring.internal.Prompter (gcr) and org.freedesktop.Secret.Service.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

PROMPTER = "org.gnome.keyring.internal.Prompter"
SECRETS = "org.freedesktop.secrets"
SERVICE = "org.freedesktop.Secret.Service"
COLLECTION = "org.freedesktop.Secret.Collection"


class Prompter(dbus.service.Object):
    def __init__(self, bus):
        # Objects first, then the name: whoever sees the name may call at once.
        super().__init__(bus, "/org/gnome/keyring/Prompter")
        self.bus = bus
        self.count = 0
        self.name = dbus.service.BusName("org.gnome.keyring.SystemPrompter", bus, do_not_queue=True)

    @dbus.service.method(PROMPTER, in_signature="o")
    def BeginPrompting(self, _callback):
        self.count += 1

    @dbus.service.method(PROMPTER, in_signature="osa{sv}s")
    def PerformPrompt(self, _callback, _kind, _properties, _exchange):
        pass

    @dbus.service.method(PROMPTER, in_signature="o")
    def StopPrompting(self, _callback):
        pass

    def lock(self):
        service = dbus.Interface(self.bus.get_object(SECRETS, "/org/freedesktop/secrets"), SERVICE)
        path = service.ReadAlias("default")
        service.Lock(dbus.Array([path], signature="o"))
        properties = dbus.Interface(self.bus.get_object(SECRETS, path), dbus.PROPERTIES_IFACE)
        return bool(properties.Get(COLLECTION, "Locked"))

    def answer(self, request):
        if request["do"] == "count":
            return {"count": self.count}
        return {"locked": self.lock()}


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    prompter = Prompter(dbus.SessionBus())
    loop = GLib.MainLoop()

    def read(_source, _condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        try:
            answer = prompter.answer(json.loads(line))
        except Exception as error:  # whatever it is, the test is to hear it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, read)
    print(json.dumps({"ready": True}), flush=True)
    loop.run()


main()
