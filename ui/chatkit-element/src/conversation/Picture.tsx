/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { mayLoadImage } from "../markdown/links";
import { Surroundings } from "../markdown/Markdown";
import { useOptions, useT } from "../parts/context";
import type { GeneratedImageItem } from "../wire/protocol";

/** A generated picture: from the server itself, in the message, or from a host it allowed. */
export function Picture({ item }: { item: GeneratedImageItem }) {
  const t = useT();
  const { imageDomains } = useContext(Surroundings);
  const { api } = useOptions();
  const url = item.image?.url;
  if (!url) {
    return (
      <p class="tool runs">
        <Icon name="image" size={14} />
        {t("image.making")}
      </p>
    );
  }
  if (url.startsWith("data:image/") || sameOrigin(url, api.url) || mayLoadImage(url, imageDomains)) {
    return <img class="picture" src={url} alt={t("image.made")} referrerpolicy="no-referrer" />;
  }
  return (
    <p class="tool">
      <Icon name="image" size={14} />
      {t("image.hidden")}
    </p>
  );
}

function sameOrigin(url: string, apiUrl: string): boolean {
  try {
    return new URL(url, document.baseURI).origin === new URL(apiUrl, document.baseURI).origin;
  } catch {
    return false;
  }
}
