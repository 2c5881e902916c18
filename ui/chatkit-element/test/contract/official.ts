import type { ChatKitEvents, ChatKitOptions, OpenAIChatKit } from "@openai/chatkit";

type Leaf = string | number | boolean | null | undefined | ((...args: never[]) => unknown);

/** The ways to the options below a value, as `a.b` and `list[].c`. A record with free keys is one option. */
type PathsOf<T> = T extends Leaf
  ? never
  : string extends keyof T
    ? never
    : { [Key in keyof T & string]: PathsFrom<Key, NonNullable<T[Key]>> }[keyof T & string];

/** An option that can be a plain value is named itself, one that can be a record or a list by what is in it. */
type PathsFrom<Key extends string, Value> =
  | (Value extends Leaf ? Key : string extends keyof Value ? Key : never)
  | (Value extends readonly (infer Item)[] ? Join<`${Key}[].`, PathsOf<Item>> : Join<`${Key}.`, PathsOf<Value>>);

type Join<Before extends string, After> = After extends string ? `${Before}${After}` : never;

/** Every option of the official types. One that comes with a new version has no test, and the table that lacks it does not compile. */
export type OptionPath = PathsOf<ChatKitOptions>;

/** What the composer does has a table of its own. */
export type ComposerPath = Extract<
  OptionPath,
  `composer.${string}` | `entities.${string}` | `commands.${string}` | `api.uploadStrategy.${string}`
>;

export type EventName = keyof ChatKitEvents;

export type MethodName = Exclude<keyof OpenAIChatKit, keyof HTMLElement>;

/** One test for each name; a name too many or too few does not compile. */
export type Table<Name extends string> = Readonly<Record<Name, () => void | Promise<void>>>;
