import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** Which element is the field of a name, and which is its label; they find each other here, in whatever order they are drawn. */
export class Names {
  #ids = new Map<string, string>();
  #watchers = new Set<() => void>();

  get(role: Role, path: string): string | undefined {
    return this.#ids.get(`${role} ${path}`);
  }

  set(role: Role, path: string, id: string): () => void {
    const key = `${role} ${path}`;
    this.#ids.set(key, id);
    this.#tell();
    return () => {
      // Another one may have taken the place already.
      if (this.#ids.get(key) !== id) return;
      this.#ids.delete(key);
      this.#tell();
    };
  }

  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => void this.#watchers.delete(look);
  }

  #tell(): void {
    for (const look of [...this.#watchers]) look();
  }
}

type Role = "field" | "label";

/** Makes an element known under a name, and gives the id of its counterpart, once there is one. */
export function useCounterpart(names: Names, role: Role, path: string, id: string): string | undefined {
  const [, redraw] = useState({});
  const other = role === "field" ? "label" : "field";
  const found = path === "" ? undefined : names.get(other, path);
  useLayoutEffect(() => (path === "" ? undefined : names.set(role, path, id)), [names, role, path, id]);
  useEffect(() => {
    let seen = found;
    const look = () => {
      const now = names.get(other, path);
      if (now === seen) return;
      seen = now;
      redraw({});
    };
    look();
    return names.watch(look);
  }, [names, other, path, found]);
  return found;
}
