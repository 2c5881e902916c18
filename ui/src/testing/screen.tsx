import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Api } from "../api/client";
import { Clock, instantOf } from "../api/clock";
import { ApiContext } from "../api/queries";
import { SessionKeeper } from "../api/session";
import { aTab, type FakeServer } from "./server";

/** The moment of every test: Saturday 21 November 2026, 10:04 in Berlin. */
export const CLOCK = new Clock(instantOf("2026-11-21T10:04:00+01:00[Europe/Berlin]"), "Europe/Berlin");

/** Draws a part of the window over a fake server. */
export function show(part: ReactNode, server: FakeServer) {
  const session = new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "secret-1" } }).host);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });
  const screen = render(
    <QueryClientProvider client={client}>
      <ApiContext value={new Api(session)}>{part}</ApiContext>
    </QueryClientProvider>,
  );
  return { ...screen, client };
}
