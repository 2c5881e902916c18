import { useContext } from "preact/hooks";
import { mayLoadImage } from "../../markdown/links";
import { Surroundings } from "../../markdown/Markdown";
import { useOptions } from "../../parts/context";

/** Tells which pictures may be fetched: those in the message itself, from the server of the chat, or from a host that the thread allows. */
export function useMayShow(): (address: string) => boolean {
  const { imageDomains } = useContext(Surroundings);
  const { api } = useOptions();
  return (address) => /^data:image\//i.test(address) || isOwn(address, api.url) || mayLoadImage(address, imageDomains);
}

function isOwn(address: string, apiUrl: string): boolean {
  try {
    const { origin, protocol } = new URL(address, document.baseURI);
    return protocol.startsWith("http") && origin === new URL(apiUrl, document.baseURI).origin;
  } catch {
    return false;
  }
}
