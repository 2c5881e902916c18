/** Where a link may lead. Everything else is shown as its text. */
export type Link = { kind: "web"; href: string } | { kind: "deeplink"; name: string; data: Record<string, string> };

const WEB = new Set(["http:", "https:", "mailto:"]);
const DEEPLINK = "chatkit-link:";

/**
 * Judges an address from untrusted text: absolute http, https and mailto, and `chatkit-link://name?key=value`,
 * which is reported to the page and never followed. Null for any other scheme and for relative addresses.
 */
export function readLink(address: string): Link | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (WEB.has(url.protocol)) return { kind: "web", href: url.href };
  if (url.protocol !== DEEPLINK) return null;
  const name = decode(url.href.slice(DEEPLINK.length).replace(/^\/\//, "").split(/[?#]/)[0] ?? "").replace(/\/$/, "");
  return name === "" ? null : { kind: "deeplink", name, data: Object.fromEntries(url.searchParams) };
}

/**
 * Whether a picture may be fetched. Only https from a host the server named (or below it); without a list
 * none, since a picture's address can carry text away.
 */
export function mayLoadImage(address: string, domains: readonly string[] | null): boolean {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.protocol !== "https:" || url.username !== "" || !domains) return false;
  return domains.some((domain) => {
    const host = domain.toLowerCase().replace(/^\*\./, "");
    return host !== "" && (url.hostname === host || url.hostname.endsWith(`.${host}`));
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
