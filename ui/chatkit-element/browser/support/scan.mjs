/**
 * Runs in a page: what stands in it, or in any shadow root, that text must never become. Answers sentences; none is what one wants.
 */
export function scan() {
  const FORBIDDEN = new Set(
    "script,iframe,frame,frameset,object,embed,applet,base,link,meta,style,portal,noscript,marquee,animate,set,use,foreignobject,image,handler,feimage,maction,annotation-xml,mglyph,template,xmp,listing,audio,video,track,source,picture,dialog".split(
      ",",
    ),
  );
  const LEADS = new Set(["http:", "https:", "mailto:"]);
  const FETCHES = /url\(|src\(|image-set|expression|@import|binding|behavior|\\|2147483647/i;
  const found = [];
  const tell = (element, what) => found.push(`<${element.localName}> ${what}: ${element.outerHTML.slice(0, 160)}`);

  function look(element) {
    if (FORBIDDEN.has(element.localName.toLowerCase())) tell(element, "is there");
    for (const { name } of element.attributes) {
      if (/^on/i.test(name)) tell(element, `has ${name}`);
      if (/^(srcdoc|formaction|action|background|ping|http-equiv|xlink:href|srcset|dynsrc|lowsrc|poster|popover)$/i.test(name))
        tell(element, `has ${name}`);
    }
    // A custom property fetches nothing by itself.
    for (const name of element.style ?? []) {
      const value = element.style.getPropertyValue(name);
      if (!name.startsWith("--") && FETCHES.test(value)) tell(element, `has style ${name}: ${value}`);
    }
    const href = element.getAttribute("href");
    if (href !== null) lookAtLink(element, href);
    if (element.hasAttribute("src")) lookAtSource(element, element.src);
  }

  function lookAtLink(element, href) {
    if (element.localName !== "a" || element.namespaceURI !== "http://www.w3.org/1999/xhtml") return tell(element, `has href ${href}`);
    if (!LEADS.has(element.protocol)) tell(element, `leads to ${element.protocol}`);
    if (element.target !== "_blank" || !/noopener/.test(element.rel)) tell(element, "opens in this page");
  }

  function lookAtSource(element, source) {
    const isOwn = source.startsWith(`${location.origin}/`) || /^(data:image\/|blob:)/.test(source);
    const isAllowed =
      element.localName === "img" && new URL(source).protocol === "https:" && /^(.+\.)?allowed\.example$/.test(new URL(source).hostname);
    if (!isOwn && !isAllowed) tell(element, `loads ${source}`);
  }

  function walk(root) {
    for (const element of root.querySelectorAll("*")) {
      look(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  }
  // The page's own head has its scripts and sheets.
  walk(document.body);
  return found;
}
