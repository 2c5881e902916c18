import { defineChatKit } from "./define";

defineChatKit();
