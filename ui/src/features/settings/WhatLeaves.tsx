import { ArrowUpRight, LockKeyhole } from "lucide-react";
import type { AssistantState } from "../../api/connection";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { Setting } from "./Setting";

/** Whether anything leaves this computer with this connection, and where it goes. */
export function WhatLeaves({ assistant: { provider, host, leaves_computer } }: { assistant: AssistantState }) {
  const isOpen = provider !== "rules" && host === null;
  return (
    <Setting label={words.connections.privacy}>
      <p className={`setting-privacy ${leaves_computer ? "leaves" : "stays"}`}>
        <Icon of={leaves_computer ? ArrowUpRight : LockKeyhole} size={14} />
        <span>
          {isOpen ? words.connections.nobodyYet : leaves_computer && host ? words.connections.goesTo(host) : words.connections.staysHere}
        </span>
      </p>
    </Setting>
  );
}
