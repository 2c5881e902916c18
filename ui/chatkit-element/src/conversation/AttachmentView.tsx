/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { useOptions } from "../parts/context";
import type { Attachment } from "../wire/protocol";
import { sameOrigin } from "./Picture";

/** A file that was sent: a picture as it looks, anything else by name and kind. */
export function AttachmentView({ attachment }: { attachment: Attachment }) {
  const { api } = useOptions();
  const [broken, setBroken] = useState(false);
  const { type, name, preview_url: preview } = attachment;
  if (type === "image" && preview && !broken && mayPreview(preview, api.url)) {
    // Its place is kept free: a picture that comes late moves nothing.
    return <img class="shot" src={preview} alt={name} title={name} referrerpolicy="no-referrer" onError={() => setBroken(true)} />;
  }
  const kind = kindOf(attachment);
  return (
    <span class="attachment" title={name}>
      <Icon name={type === "image" ? "image" : "file-text"} />
      <span class="names">
        <b class="clip" dir="auto">
          {name}
        </b>
        {kind && <small>{kind}</small>}
      </span>
    </span>
  );
}

/** The server made the address; still nothing but a picture of its own, over https, or from this page (also as `blob:`). */
function mayPreview(address: string, apiUrl: string): boolean {
  return /^(https:\/\/|data:image\/)/i.test(address) || sameOrigin(address, apiUrl);
}

const LONGEST_KIND = 5;

/** "PDF" for a name that ends so, else what stands behind the slash of its type. */
function kindOf({ name, mime_type: mime }: Attachment): string {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1] ?? String(mime ?? "").split("/")[1] ?? "";
  return extension.length <= LONGEST_KIND ? extension.toUpperCase() : "";
}
