import { Dialog } from "@base-ui/react/dialog";
import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../components/IconButton";
import { words } from "../words/words";

/** The sidebar as a drawer, below 600 px. */
export function PlacesDrawer({ isOpen, onClose, children }: { isOpen: boolean; onClose(): void; children: ReactNode }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="places-drawer" aria-label={words.places.open}>
          <nav className="h-full" aria-label={words.places.nav}>
            {children}
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Opens the drawer. */
export function DrawerButton({ onOpen }: { onOpen(): void }) {
  return <IconButton className="-ml-2" label={words.places.open} icon={Menu} onClick={onOpen} />;
}
