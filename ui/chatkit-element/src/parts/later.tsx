/** @jsxImportSource preact */
import type { ComponentChildren, ComponentType } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { ChatContext } from "./context";

interface Extra {
  /** Stands in the place until the part is there. */
  meanwhile?: ComponentChildren;
}

/**
 * A view whose code is loaded when it is first drawn, so that a first text conversation does not wait for it. Once loaded, it is drawn at
 * once everywhere. A load that failed is told to the page, and tried again with the next view of it.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props & Extra> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const fetch = (): Promise<void> => {
    loading ??= load()
      .then((view) => {
        loaded = view;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  return function Later({ meanwhile, ...props }: Props & Extra) {
    const [, redraw] = useState({});
    const chat = useContext(ChatContext);
    const View = loaded;
    useEffect(() => {
      if (View) return;
      let gone = false;
      const draw = () => {
        if (!gone) redraw({});
      };
      // It may have come between drawing and watching.
      if (loaded) return draw();
      fetch().then(draw, (error) => chat?.report(error));
      return () => {
        gone = true;
      };
    }, [chat]);
    return View ? <View {...(props as unknown as Props)} /> : <>{meanwhile}</>;
  };
}
