/** Session buses with other keyrings than the desktop's own: with none, or with one that can be locked. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Prompter } from "./desktop.mjs";
import { until } from "./until.mjs";

/** Ends `child` and waits for it. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}

/** A session bus on which is nothing at all, that goes with the test; answers the environment that leads to it. */
export async function bareBus(test) {
  const config = fileURLToPath(new URL("bare-bus.conf", import.meta.url));
  const bus = spawn("dbus-daemon", [`--config-file=${config}`, "--nofork", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
  test.after(() => end(bus));
  const [address] = await once(createInterface({ input: bus.stdout }), "line");
  return { DBUS_SESSION_BUS_ADDRESS: address };
}

/** A bus with an unlocked keyring of its own, and with somebody who would ask for the password and is never answered. */
export async function busWithKeyring(test) {
  const env = await bareBus(test);
  const home = await mkdtemp(join(tmpdir(), "keyring-"));
  test.after(() => rm(home, { recursive: true, force: true }));
  await mkdir(join(home, "control"), { mode: 0o700 });
  const prompter = await Prompter.open(env);
  test.after(() => prompter.close());
  const daemon = spawn(
    "gnome-keyring-daemon",
    ["--foreground", "--unlock", "--components=secrets", `--control-directory=${join(home, "control")}`],
    {
      env: { ...process.env, ...env, XDG_DATA_HOME: home },
      stdio: ["pipe", "ignore", "ignore"],
    },
  );
  test.after(() => end(daemon));
  daemon.stdin.end("desktop tests\n");
  const lock = () => until("the keyring is locked", async () => (await prompter.ask({ do: "lock" })).locked);
  return { env, lock, prompts: async () => (await prompter.ask({ do: "count" })).count };
}
