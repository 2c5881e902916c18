/** @jsxImportSource preact */
import { useContext, useState } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { mayLoadImage } from "../markdown/links";
import { Surroundings } from "../markdown/Markdown";
import { useOptions, useT } from "../parts/context";
import type { GeneratedImageItem } from "../wire/protocol";

/**
 * A generated picture: from the server itself, in the message, or from a host it allowed. `open` while it is being made: what there is of it
 * is shown as it comes.
 */
export function Picture({ item, open }: { item: GeneratedImageItem; open: boolean }) {
  const t = useT();
  const { imageDomains } = useContext(Surroundings);
  const { api } = useOptions();
  const [broken, setBroken] = useState<string | null>(null);
  const url = item.image?.url;
  const percent = open ? percentOf(item.progress) : null;
  if (!url) return open ? <Making percent={percent} /> : <Missing text={t("image.none")} />;
  const allowed = url.startsWith("data:image/") || sameOrigin(url, api.url) || mayLoadImage(url, imageDomains);
  if (!allowed || broken === url) return <Missing text={t("image.hidden")} />;
  return (
    <figure class={open ? "picture making" : "picture"}>
      <img src={url} alt={t("image.made")} referrerpolicy="no-referrer" onError={() => setBroken(url)} />
      {open && <Making percent={percent} />}
    </figure>
  );
}

function Making({ percent }: { percent: number | null }) {
  const t = useT();
  return (
    <div class="tool runs making-line">
      <Icon name="image" size={14} />
      <span>{t("image.making")}</span>
      {percent !== null && (
        <>
          <span class="took">{t("image.percent", { percent })}</span>
          <progress class="unseen" value={percent} max={100} aria-label={t("image.making")} />
          <i class="bar-2">
            <i style={{ inlineSize: `${percent}%` }} />
          </i>
        </>
      )}
    </div>
  );
}

function Missing({ text }: { text: string }) {
  return (
    <p class="tool">
      <Icon name="image" size={14} />
      {text}
    </p>
  );
}

/** Whole per cent of 0 to 1; null for what is no such number. */
function percentOf(progress: number | undefined): number | null {
  return typeof progress === "number" && progress >= 0 && progress <= 1 ? Math.round(progress * 100) : null;
}

export function sameOrigin(url: string, apiUrl: string): boolean {
  try {
    return new URL(url, document.baseURI).origin === new URL(apiUrl, document.baseURI).origin;
  } catch {
    return false;
  }
}
