"""A notification server, as a desktop has one: it shows nothing, keeps what it was sent, and lets a test press buttons.

Speaks one JSON document a line: {"do": "list"}, {"do": "press", "id": 1, "action": "done"} and {"do": "close", "id": 1}; ends with its
standard input. Protocol: Desktop Notifications Specification 1.2.
"""

import json
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NOTIFICATIONS = "org.freedesktop.Notifications"
DISMISSED, CLOSED_BY_CALL = 2, 3


class Server(dbus.service.Object):
    def __init__(self, bus):
        # The object first, then the name: whoever sees the name may call at once.
        super().__init__(bus, "/org/freedesktop/Notifications")
        self.sent = []
        self.name = dbus.service.BusName(NOTIFICATIONS, bus, do_not_queue=True)

    @dbus.service.method(NOTIFICATIONS, in_signature="susssasa{sv}i", out_signature="u")
    def Notify(self, app, _replaces, _icon, summary, body, actions, hints, expires):
        pairs = [str(action) for action in actions]
        self.sent.append(
            {
                "id": len(self.sent) + 1,
                "app": str(app),
                "summary": str(summary),
                "body": str(body),
                "actions": dict(zip(pairs[::2], pairs[1::2])),
                "entry": str(hints.get("desktop-entry", "")),
                "expires": int(expires),
                "closed": False,
            }
        )
        return dbus.UInt32(len(self.sent))

    @dbus.service.method(NOTIFICATIONS, in_signature="u")
    def CloseNotification(self, number):
        self.close(int(number), CLOSED_BY_CALL)

    @dbus.service.method(NOTIFICATIONS, out_signature="as")
    def GetCapabilities(self):
        return dbus.Array(["actions", "body", "body-markup", "persistence"], signature="s")

    @dbus.service.method(NOTIFICATIONS, out_signature="ssss")
    def GetServerInformation(self):
        return ("tests", "docket", "1", "1.2")

    @dbus.service.signal(NOTIFICATIONS, signature="us")
    def ActionInvoked(self, _number, _action):
        pass

    @dbus.service.signal(NOTIFICATIONS, signature="uu")
    def NotificationClosed(self, _number, _reason):
        pass

    def close(self, number, reason):
        if not self.sent[number - 1]["closed"]:
            self.sent[number - 1]["closed"] = True
            self.NotificationClosed(dbus.UInt32(number), dbus.UInt32(reason))

    def answer(self, request):
        if request["do"] == "list":
            return {"sent": self.sent}
        number = request["id"]
        if request["do"] == "press":
            if request["action"] not in self.sent[number - 1]["actions"]:
                return {"error": f"no action {request['action']} on {self.sent[number - 1]}"}
            self.ActionInvoked(dbus.UInt32(number), request["action"])
        # As most desktops do, a pressed notification goes.
        self.close(number, DISMISSED)
        return {"done": request["do"]}


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    server = Server(dbus.SessionBus())
    loop = GLib.MainLoop()

    def read(_source, _condition):
        line = sys.stdin.readline()
        if not line:
            loop.quit()
            return False
        try:
            answer = server.answer(json.loads(line))
        except Exception as error:  # whatever it is, the test is to hear it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN | GLib.IO_HUP, read)
    print(json.dumps({"ready": True}), flush=True)
    loop.run()


main()
